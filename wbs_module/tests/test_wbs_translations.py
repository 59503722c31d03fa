"""What the module brings to the database is said in Indonesian too, record by record.

That a term has a translation is not enough: the file also names the records that it
belongs to, and Odoo leaves all others in English.
"""

from __future__ import annotations

from collections.abc import Iterator

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

MODULE = "wbs_module"
INDONESIAN = "id_ID"


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        entries = polib.pofile(file_path(f"{MODULE}/i18n/id.po"))
        # Words that Indonesian took over: Status, Audit, WhatsApp.
        cls.alike = {entry.msgid for entry in entries if entry.msgid == entry.msgstr}

    def test_no_record_of_the_module_is_left_in_english(self):
        looked_at, left = 0, []
        for where, english, indonesian in self.texts():
            looked_at += 1
            if indonesian in (None, english) and english not in self.alike:
                left.append(f"{where}: {english}")
        self.assertGreater(looked_at, 1000)
        self.assertEqual(left, [], "not translated; see the places in i18n/id.po")

    def texts(self) -> Iterator[tuple[str, str, str | None]]:
        """(where, English, Indonesian) of each text that can be translated."""
        ours = self.env["ir.model.data"].search([("module", "=", MODULE)])
        for model, records in ours.grouped("model").items():
            for name, field in self.env[model]._fields.items():
                if field.store and field.translate:
                    stored = self.stored(model, name, records.mapped("res_id"))
                    for record in records:
                        values = stored.get(record.res_id) or {}
                        for english, indonesian in self.terms(field, values):
                            yield f"{record.name}.{name}", english, indonesian

    def stored(self, model: str, name: str, ids: list[int]) -> dict[int, dict]:
        self.env.cr.execute(
            f'SELECT id, "{name}" FROM "{self.env[model]._table}" WHERE id = ANY(%s)',
            [ids],
        )
        return dict(self.env.cr.fetchall())

    def terms(self, field, values: dict) -> Iterator[tuple[str, str | None]]:
        english, indonesian = values.get("en_US"), values.get(INDONESIAN)
        if not english:
            return
        if not callable(field.translate):
            yield english, indonesian
            return
        pairs = field.get_translation_dictionary(
            english, {INDONESIAN: indonesian or english}
        )
        for term, said in pairs.items():
            if any(map(str.isalpha, term)):
                yield term, said[INDONESIAN]
