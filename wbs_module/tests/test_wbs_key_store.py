"""The daily sweep: broken-off cases and uploads go, living ones are never touched."""

import os
import shutil
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from .. import vault

LOGGER = "odoo.addons.wbs_module.models.wbs_vault"
LONG_AGO = time.time() - 30 * 24 * 3600


@tagged("post_install", "-at_install")
class TestWbsKeyStore(TransactionCase):
    """On a key store and an evidence folder of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vault = cls.env["wbs.vault"]
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "evidence").mkdir()
        vault.create_key_store(cls.folder / "store")
        places = {
            "WBS_KEY_STORE": str(cls.folder / "store"),
            "WBS_EVIDENCE_FOLDER": str(cls.folder / "evidence"),
        }
        cls.startClassPatcher(patch.dict(os.environ, places))
        cls.store = cls.vault._key_store()
        # Cases of the demonstration have their keys in another store.
        cls.env["wbs.case.key"].search([]).unlink()

    def files(self):
        """The keys in the store; what was destroyed leaves an empty marker."""
        found = (self.folder / "store").glob("??/*")
        return sorted(it.name for it in found if it.suffix != ".destroyed")

    def make_old(self):
        for file in self.folder.rglob("*"):
            os.utime(file, (LONG_AGO, LONG_AGO))

    def new_key(self):
        return vault.create_case_key(self.vault._key_folder(), self.store)[0].key_id

    def test_the_file_of_a_case_that_was_never_committed_goes_after_a_day(self):
        key_id = self.new_key()
        self.vault._sweep_key_store()
        self.assertEqual(self.files(), [f"{key_id}.new"], "it may still be committed")
        self.make_old()
        self.vault._sweep_key_store()
        self.assertEqual(self.files(), [])

    def test_keys_from_another_moment_are_told_and_not_removed(self):
        key_id = self.new_key()
        self.store.sweep([key_id], minimum_age=0)
        self.make_old()
        with self.assertLogs(LOGGER, "WARNING") as logged:
            self.vault._sweep_key_store()
        self.assertIn("keys of 1 cases that this database does not know", str(logged))
        self.assertEqual(self.files(), [f"{key_id}.key"])
        self.store.destroy(key_id)

    def test_a_broken_off_upload_goes_after_a_day(self):
        upload = self.folder / "evidence" / "ab" / ".uid.0123456789abcdef.part"
        upload.parent.mkdir()
        upload.write_bytes(b"encrypted, in part")
        finished = upload.parent / "uid"
        finished.write_bytes(b"encrypted")
        self.vault._sweep_key_store()
        self.assertTrue(upload.exists(), "it may still go on")
        self.make_old()
        self.vault._sweep_key_store()
        self.assertFalse(upload.exists())
        self.assertTrue(finished.exists())
