"""Whoever opens an empty list reads what would stand there, in their language."""

from __future__ import annotations

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEmptyLists(TransactionCase):
    def test_every_list_says_what_would_stand_in_it(self):
        self.env["res.lang"]._activate_lang("id_ID")
        actions = self.env["ir.actions.act_window"]
        ids = self.env["ir.model.data"].search(
            [("module", "=", "wbs_module"), ("model", "=", actions._name)]
        )
        lists = actions.browse(ids.mapped("res_id")).filtered(
            lambda action: action.view_mode != "form"
        )
        self.assertGreater(len(lists), 10)
        for action in lists:
            with self.subTest(action=action.xml_id):
                english = action.with_context(lang="en_US").help
                self.assertIn("nocontent", english or "")
                indonesian = action.with_context(lang="id_ID").help
                self.assertNotEqual(indonesian, english)
