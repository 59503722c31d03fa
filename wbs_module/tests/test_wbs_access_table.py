"""The table of access: every model, every part, every operation of the ORM."""

from __future__ import annotations

import re
from contextlib import nullcontext
from inspect import signature

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_office import DOORS, PEOPLE, RIGHTS, TABLE, OfficeWithOneReport, rows_of

# Operation → (the right that it needs, how it is called). ``-`` needs none and must
# tell nothing of any row.
OPERATIONS = {
    "read": ("r", lambda m, i: m.browse(i).read(["display_name"])),
    "search": ("r", lambda m, i: m.search([("id", "=", i)]).ids),
    "search_count": ("r", lambda m, i: m.search_count([("id", "=", i)])),
    "search_read": ("r", lambda m, i: m.search_read([("id", "=", i)], ["id"])),
    "name_search": ("r", lambda m, i: m.name_search("", [("id", "=", i)])),
    "web_name_search": (
        "r",
        lambda m, i: m.web_name_search("", {"display_name": {}}, [("id", "=", i)]),
    ),
    "display_name": (
        "r",
        lambda m, i: m.search_read([("id", "=", i)], ["display_name"]),
    ),
    "web_read": ("r", lambda m, i: m.browse(i).web_read({"display_name": {}})),
    "web_search_read": (
        "r",
        lambda m, i: m.web_search_read([("id", "=", i)], {"display_name": {}}),
    ),
    "export_data": ("r", lambda m, i: m.browse(i).export_data(["id", "display_name"])),
    "get_metadata": ("r", lambda m, i: m.browse(i).get_metadata()),
    "formatted_read_group": (
        "r",
        lambda m, i: m.formatted_read_group([("id", "=", i)], ["id"], ["__count"]),
    ),
    "read_group": (
        "r",
        lambda m, i: m.read_group([("id", "=", i)], ["id"], ["id"], lazy=False),
    ),
    "web_read_group": (
        "r",
        lambda m, i: m.web_read_group([("id", "=", i)], ["id"], ["__count"]),
    ),
    "read_progress_bar": (
        "r",
        lambda m, i: m.read_progress_bar(
            [("id", "=", i)], "id", {"field": "id", "colors": {}}
        ),
    ),
    "write": ("w", lambda m, i: m.browse(i).write({})),
    "web_save": ("w", lambda m, i: m.browse(i).web_save({}, {"id": {}})),
    "unlink": ("u", lambda m, i: m.browse(i).unlink()),
    "create": ("c", lambda m, i: m.create([{}])),
    "copy": ("c", lambda m, i: m.browse(i).copy()),
    "fields_get": ("-", lambda m, i: sorted(m.fields_get(attributes=["type"]))),
    "default_get": ("-", lambda m, i: sorted(m.default_get(list(m._fields)))),
    "onchange": ("-", lambda m, i: m.browse().onchange({"id": i}, [], {"id": {}})),
}
MISSING = 2_000_000_000
OTHERWISE = (UserError, ValidationError, MissingError, DatabaseError)


@tagged("post_install", "-at_install", "once")
class TestAccessTable(OfficeWithOneReport):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = {row["model"]: row for row in rows_of(TABLE)}

    def answer(self, model, person, operation, record_id):
        """What comes back: ``refused …``, ``failed …`` or the value itself."""
        records = self.env[model].with_user(self.seventeen[person])
        right, call = OPERATIONS[operation]
        # What superuser's calls left in memory would be read past every rule.
        records.invalidate_model(flush=False)
        changes = right in "cwu" and right in self.table[model][person]
        try:
            with self.env.cr.savepoint() if changes else nullcontext():
                value = call(records, record_id)
                self.env.flush_all()
        except AccessError as problem:
            return ("refused", self.normalised(str(problem), record_id))
        except OTHERWISE as problem:
            return ("failed", type(problem).__name__)
        return ("answered", self.normalised(repr(value), record_id))

    @staticmethod
    def normalised(text, record_id):
        return re.sub(rf"\b{record_id}\b| at 0x[0-9a-f]+", "ID", text)

    def test_every_model_has_a_row_and_every_cell_is_what_the_product_grants(self):
        wrong = []
        for model in self.ours():
            actual = {person: self.cell(model, person) for person in PEOPLE}
            expected = self.table.get(model)
            line = ",".join([model, *actual.values()])
            if expected is None:
                wrong.append(
                    f"{model} has no row. Review this one and add it to "
                    f"tests/{TABLE.name}:\n{line}"
                )
            elif {person: expected[person] for person in PEOPLE} != actual:
                differing = ", ".join(
                    f"{person}: {expected[person]} in the table, {actual[person]} now"
                    for person in PEOPLE
                    if expected[person] != actual[person]
                )
                wrong.append(f"{model}: {differing}. The row as it is now:\n{line}")
        gone = sorted(set(self.table) - set(self.ours()))
        wrong += [f"{model} stands in the table, but is no model." for model in gone]
        self.assertFalse(wrong, "\n\n" + "\n\n".join(wrong))

    @mute_logger("odoo.sql_db", "py.warnings", "odoo.addons.base.models.ir_model")
    def test_every_operation_does_what_its_right_says(self):
        """Refused without the right, and never another answer than for a missing row.

        The second holds for rows that a person may not see, whatever rights they have.
        """
        wrong = []
        for model, row in self.table.items():
            sample = self.samples_or_none(model)
            for person in PEOPLE:
                for operation, (right, _call) in OPERATIONS.items():
                    told = self.answer(model, person, operation, sample)
                    granted = right not in RIGHTS or right in row[person]
                    if granted and ("+" in row[person] or not self.is_sealed(model)):
                        continue
                    if not granted and told[0] != "answered":
                        continue
                    missing = self.answer(model, person, operation, MISSING)
                    if missing != told:
                        where = f"{operation} of {model} by {person}"
                        wrong.append(f"{where}: {told}; of a missing row: {missing}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def is_sealed(self, model):
        return hasattr(self.env[model], "_check_parent_access")

    def test_every_public_method_is_a_door_that_somebody_reviewed(self):
        known = {(row["model"], row["method"]) for row in rows_of(DOORS)}
        found = set()
        for name, model in self.env.registry.items():
            if name.split(".")[0] not in ("bpmn", "wbs"):
                continue
            found |= {(name, method) for method in self.own_methods(name, model)}
        missing = "\n".join(f"{m},{n},WHO MAY" for m, n in sorted(found - known))
        self.assertEqual(
            found, known, f"\nReview and add to tests/{DOORS.name}:\n{missing}\n"
        )

    def own_methods(self, name, model):
        """Public methods that this addon adds, and that a client may call."""
        for base in model.__mro__:
            if ".wbs_module." not in f"{base.__module__}.":
                continue
            for method, value in vars(base).items():
                if method.startswith("_") or not callable(value):
                    continue
                if hasattr(self.env.registry["base"], method):
                    continue
                try:
                    get_public_method(self.env[name], method)
                except (AccessError, AttributeError):
                    continue
                yield method

    def test_whoever_has_no_part_finds_every_door_shut_and_all_alike(self):
        wrong = []
        for row in rows_of(DOORS):
            if row["who"] == "anybody":
                continue
            sample = self.samples_or_none(row["model"])
            for person in ("employee", "portal", "public", "administrator"):
                if person == row["who"]:
                    continue
                told = {
                    self.at_the_door(row["model"], row["method"], person, record_id)
                    for record_id in (sample, MISSING)
                }
                if len(told) != 1 or not next(iter(told)).startswith("refused"):
                    wrong.append(f"{row['model']}.{row['method']} by {person}: {told}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def at_the_door(self, model, method, person, record_id):
        records = self.env[model].with_user(self.seventeen[person])
        records.invalidate_model(flush=False)
        try:
            with self.env.cr.savepoint():
                call = getattr(records.browse(record_id), method)
                given = signature(call).parameters.values()
                value = call(*(1 for item in given if item.default is item.empty))
        except AccessError as problem:
            return self.normalised(f"refused: {problem}", record_id)
        except OTHERWISE as problem:
            return f"failed: {type(problem).__name__}"
        return f"answered: {value!r}"

    def samples_or_none(self, model):
        if self.env[model]._abstract:
            return MISSING + 1
        return self.samples(model).id or MISSING + 1
