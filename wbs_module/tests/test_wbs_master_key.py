"""The master key changes while people work, and content stays readable."""

import os
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from .. import vault


@tagged("post_install", "-at_install")
class TestWbsMasterKey(TransactionCase):
    """On a copy of the key folder and a key store of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vault = cls.env["wbs.vault"]
        folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, folder)
        shutil.copytree(cls.vault._key_folder().path, folder / "keys")
        vault.create_key_store(folder / "store")
        places = {
            "WBS_KEY_FOLDER": str(folder / "keys"),
            "WBS_KEY_STORE": str(folder / "store"),
        }
        cls.startClassPatcher(patch.dict(os.environ, places))
        cls.env["wbs.case.key"].search([]).unlink()
        cls.case = cls.env["wbs.case"].create(
            {
                "company_id": cls.env.company.id,
                "channel": "web",
                "category": "corruption",
                "received_at": cls.env["bpmn.time"]._now(),
            }
        )
        key = cls.vault._create_key(cls.case)
        cls.case._seal({"what": "what happened"}, key)

    def what(self):
        key = self.vault._open_key(self.case)
        return self.case._unseal(key)[self.case.uid]["what"]

    def test_content_is_read_before_and_after_rewrapping(self):
        running = self.vault._key_folder()
        old = running.active_master_key_id
        self.assertEqual(self.vault._rewrap_keys(), 0, "nothing to do yet")
        vault.activate_master_key(running, vault.add_master_key(running))
        rotated = self.vault._key_folder()
        self.assertNotEqual(rotated.active_master_key_id, old, "noticed at once")
        self.assertEqual(self.what(), "what happened")
        self.assertEqual(self.vault._rewrap_keys(), 1)
        self.assertEqual(self.what(), "what happened")
        vault.retire_master_key(rotated, old)
        self.assertEqual(self.what(), "what happened")
        self.assertEqual(self.vault._rewrap_keys(), 0)
