"""Files of drafts go when their draft has gone, also after a crash."""

import os
import time

from odoo.tests import TransactionCase, tagged

from ..models.wbs_draft import draft_folder
from ..models.wbs_places import evidence_folder

THREE_DAYS_AGO = time.time() - 3 * 24 * 3600


@tagged("post_install", "-at_install")
class TestDraftFiles(TransactionCase):
    def folder(self, key_id, changed):
        folder = draft_folder(key_id)
        (folder / "file").write_bytes(b"ciphertext")
        for path in (folder / "file", folder):
            os.utime(path, (changed, changed))
        self.addCleanup(self.remove, folder)
        return folder

    @staticmethod
    def remove(folder):
        (folder / "file").unlink(missing_ok=True)
        if folder.exists():
            folder.rmdir()

    def test_only_old_folders_that_no_draft_knows_are_swept(self):
        living = self.env["wbs.draft"]._begin({"answers": {}})
        kept = self.folder(living.key_id, THREE_DAYS_AGO)
        begun = self.folder("draft-of-another-transaction", time.time())
        lost = self.folder("draft-whose-row-is-gone", THREE_DAYS_AGO)
        self.env["wbs.draft"]._wipe_expired()
        self.assertFalse(lost.exists())
        self.assertTrue((kept / "file").exists())
        self.assertTrue((begun / "file").exists())

    def test_an_old_folder_with_a_young_file_is_somebodys_who_goes_on(self):
        folder = self.folder("draft-that-goes-on", THREE_DAYS_AGO)
        os.utime(folder / "file")
        self.env["wbs.draft"]._wipe_expired()
        self.assertTrue((folder / "file").exists())

    def test_wiping_a_draft_takes_its_files_with_it(self):
        key = self.env["wbs.draft"]._begin({"answers": {}})
        folder = self.folder(key.key_id, time.time())
        self.env["wbs.draft"]._wipe(key)
        self.assertFalse(folder.exists())
        self.assertTrue((evidence_folder() / "drafts").is_dir())
