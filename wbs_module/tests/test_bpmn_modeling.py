"""What the editor of drawings asks of the server, and what it answers to whom."""

from __future__ import annotations

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bpmn_office import PURCHASE, OfficeCase

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d"
  name="Gravity" namespace="urn:x"><decision id="gravity" name="Gravity">
  <decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i"><inputExpression id="e" typeRef="number"><text>cost</text>
      </inputExpression></input>
    <output id="o" name="grave" typeRef="boolean"/>
    <rule id="r"><inputEntry id="r_i"><text>&gt; 1000</text></inputEntry>
      <outputEntry id="r_o"><text>true</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""


class ModelingCase(OfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        owner = cls.env.ref("wbs_module.group_bpmn_process_owner")
        cls.olga = cls._person("olga", owner)
        cls.oscar = cls._person("oscar", owner)

    def mine(self, person):
        return self.as_person(self.process, person)


@tagged("post_install", "-at_install")
class TestModeling(ModelingCase):
    def test_a_draft_is_kept_and_what_is_in_force_stays(self):
        opened = self.mine(self.olga).modeling_open()
        xml = opened["xml"].replace("Approve", "Approve it")
        saved = self.mine(self.olga).modeling_save(xml, opened["revision"])
        self.assertTrue(saved["saved"])
        self.assertEqual(self.process.drawing, xml)
        self.assertEqual(self.process.version_id.drawing, PURCHASE)

    def test_the_second_owner_is_told_and_writes_over_nobody(self):
        first = self.mine(self.olga).modeling_open()
        second = self.mine(self.oscar).modeling_open()
        mine = PURCHASE.replace("Approve", "Olga's")
        self.mine(self.olga).modeling_save(mine, first["revision"])
        theirs = PURCHASE.replace("Approve", "Oscar's")
        answer = self.mine(self.oscar).modeling_save(theirs, second["revision"])
        self.assertFalse(answer["saved"])
        self.assertEqual(answer["changed_by"], self.olga.name)
        self.assertEqual(self.process.drawing, mine)
        again = self.mine(self.oscar).modeling_save(theirs, second["revision"], True)
        self.assertTrue(again["saved"])
        self.assertEqual(self.process.drawing, theirs)

    def test_problems_are_named_with_their_element_and_nothing_is_kept(self):
        wrong = PURCHASE.replace('clock="ask"', 'clock="no_such_clock"')
        problems = self.mine(self.olga).modeling_check(wrong)
        found = [each for each in problems if "no_such_clock" in each["message"]]
        self.assertEqual(found[0]["severity"], "error")
        self.assertIn(f'id="{found[0]["element_id"]}"', PURCHASE)
        self.assertEqual(self.process.drawing, PURCHASE)

    def test_an_expression_is_checked_with_its_column(self):
        process = self.mine(self.olga)
        self.assertFalse(process.modeling_check_expression("cost > 5"))
        self.assertEqual(process.modeling_check_expression("cost > ")["line"], 1)

    def test_a_slip_in_a_condition_is_told_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("id_ID")
        mine = self.mine(self.olga).with_context(lang="id_ID")
        problem = mine.modeling_check_expression("cost > ")
        self.assertEqual(problem["message"], "Ungkapan belum selesai.")
        self.assertIn("nilai atau nama", problem["advice"])
        strange = mine.modeling_check_expression("cost ) 5")
        self.assertIn("“)” tidak dapat berada di sini", strange["message"])
        called = mine.modeling_check_expression("date(1, 2)")
        self.assertEqual(called["message"], "date() tidak menerima 2 isian.")
        kinds = "'*' has no meaning between a list of number and a string."
        self.assertEqual(
            mine._expression_words(kinds),
            "“*” tidak bermakna antara daftar angka dan teks.",
        )
        note = "date(): The text is not a date."
        self.assertEqual(
            mine._expression_words(note), "date(): Teks ini bukan tanggal."
        )

    def test_what_exists_is_offered_by_name(self):
        offer = self.mine(self.olga).modeling_open()["offer"]
        self.assertIn("test_clerk", [each["key"] for each in offer["groups"]])
        self.assertIn("ask", [each["key"] for each in offer["clocks"]])
        self.assertIn("order", [each["key"] for each in offer["operations"]])

    def test_a_comparison_says_what_changed_in_words(self):
        changed = PURCHASE.replace('clock="ask"', 'clock="approve"')
        changes = self.mine(self.olga).modeling_compare(changed)["changes"]
        self.assertEqual([each["what"] for each in changes], ["changed"])
        self.assertIn("By when", changes[0]["lines"][0])
        names = {clock.key: clock.name for clock in self.env["bpmn.clock"].search([])}
        for key in ("ask", "approve"):
            self.assertIn(f"“{names[key]}”", changes[0]["lines"][0])
        same = self.mine(self.olga).modeling_compare(PURCHASE)
        self.assertEqual(same["changes"], [])

    def test_a_file_from_elsewhere_gets_this_key_and_its_losses_are_named(self):
        file = PURCHASE.replace('"purchase"', '"theirs"').replace('clock="ask"', "")
        read = self.mine(self.olga).modeling_read_file(file, PURCHASE)
        self.assertEqual(read["renamed"], "theirs")
        self.assertIn('id="purchase"', read["xml"])
        self.assertEqual(read["lost"][0]["settings"], ["By when"])

    def test_a_file_that_is_no_drawing_is_refused_in_plain_words(self):
        with self.assertRaisesRegex(UserError, "not XML"):
            self.mine(self.olga).modeling_read_file("hello", PURCHASE)
        with self.assertRaisesRegex(UserError, "no process"):
            self.mine(self.olga).modeling_read_file("<a/>", PURCHASE)

    def test_only_process_owners_come_through_these_doors(self):
        for person in (self.ani, self.omar, self.zaki):
            process = self.mine(person)
            for call in (
                lambda it: it.modeling_open(),
                lambda it: it.modeling_save(PURCHASE, ""),
                lambda it: it.modeling_check(PURCHASE),
                lambda it: it.modeling_try(PURCHASE, {}),
                lambda it: it.modeling_keep_trial(PURCHASE, {}, "Mine"),
                lambda it: it.modeling_compare(PURCHASE),
                lambda it: it.modeling_read_file(PURCHASE, PURCHASE),
            ):
                with self.assertRaises(AccessError):
                    call(process)
            with self.assertRaises(AccessError):
                self.env["bpmn.decision"].with_user(person).modeling_check("<a/>")


@tagged("post_install", "-at_install")
class TestTrial(ModelingCase):
    def play(self, script):
        return self.mine(self.olga).modeling_try(PURCHASE, script)

    def test_a_trial_waits_for_the_first_task_and_stores_nothing(self):
        before = self.env["bpmn.instance"].search_count([])
        result = self.play({"values": {}, "answers": [], "arrivals": []})
        self.assertEqual(len(result["open"]), 1)
        self.assertTrue(result["open"][0]["due_words"])
        self.assertEqual(self.env["bpmn.instance"].search_count([]), before)

    def test_an_answer_leads_on_and_only_once(self):
        first = self.play({"values": {}, "answers": [], "arrivals": []})
        task = first["open"][0]
        answer = {
            "element_id": task["element_id"],
            "after": 0,
            "values": {"cost": 1},
            "performer": "somebody",
        }
        second = self.play({**first["script"], "answers": [answer]})
        self.assertNotEqual(second["open"][0]["element_id"], task["element_id"])
        self.assertIn(task["element_id"], second["done"])

    def test_the_clock_is_moved_by_hand_and_deadlines_show_in_the_trace(self):
        first = self.play({"values": {}, "answers": [], "arrivals": []})
        later = self.mine(self.olga).modeling_later(first["at"], 3)
        self.assertTrue(later.startswith("2026-03-05"), later)
        result = self.play({**first["script"], "until": later})
        self.assertIn("due", [line["what"] for line in result["lines"]])

    def test_a_trial_is_kept_as_a_case_that_passes_and_guards_the_way(self):
        first = self.play({"values": {}, "answers": [], "arrivals": []})
        task = first["open"][0]["element_id"]
        later = self.mine(self.olga).modeling_later(first["at"], 1)
        waited = self.play({**first["script"], "until": later})
        answer = {
            "element_id": task,
            "after": 24 * 3600,
            "values": {"cost": 1},
            "performer": "somebody",
        }
        script = {**waited["script"], "answers": [answer]}
        kept = self.mine(self.olga).modeling_keep_trial(PURCHASE, script, "It is cheap")
        self.assertTrue(kept["passed"], kept["words"])
        case = self.env["bpmn.test.case"].browse(kept["id"])
        content = json.loads(case.content)
        self.assertEqual(content["steps"][0]["task"], task)
        self.assertEqual(content["steps"][0]["at"][-5:], content["starts"][-5:])
        self.assertNotIn(task, content["expect"]["open"])
        self.assertIn(task, content["expect"]["path"])
        content["expect"]["open"] = [task]
        case.content = json.dumps(content)
        self.assertFalse(self.process.run_test_cases(PURCHASE)[0]["passed"])

    def test_a_kept_trial_needs_a_name_of_its_own(self):
        script = self.play({"values": {}, "answers": [], "arrivals": []})["script"]
        mine = self.mine(self.olga)
        with self.assertRaisesRegex(UserError, "a name"):
            mine.modeling_keep_trial(PURCHASE, script, " ")
        mine.modeling_keep_trial(PURCHASE, script, "It waits")
        with self.assertRaisesRegex(UserError, "already has"):
            mine.modeling_keep_trial(PURCHASE, script, "It waits")

    def test_a_drawing_with_errors_cannot_be_tried(self):
        wrong = PURCHASE.replace('clock="ask"', 'clock="no_such_clock"')
        with self.assertRaisesRegex(UserError, "cannot be tried"):
            self.mine(self.olga).modeling_try(wrong, {})


@tagged("post_install", "-at_install")
class TestDecisionEditing(ModelingCase):
    def test_a_new_table_begins_with_its_key_and_is_checked(self):
        tables = self.env["bpmn.decision"].with_user(self.olga)
        table = tables.create({"name": "How grave", "key": "gravity"})
        self.assertIn('id="gravity"', table.table)
        broken = table.table.replace('hitPolicy="UNIQUE"', 'hitPolicy="WHATEVER"')
        problems = tables.modeling_check(broken)
        self.assertEqual(problems[0]["severity"], "error")

    def test_a_table_that_cannot_be_asked_does_not_replace_one_that_can(self):
        tables = self.env["bpmn.decision"].with_user(self.olga)
        table = tables.create({"name": "How grave", "key": "gravity"})
        broken = TABLE.replace("UNIQUE", "WHATEVER")
        table.table = broken  # in the making
        table.table = TABLE
        with self.assertRaisesRegex(UserError, "stays in force") as refused:
            table.table = broken
        self.assertIn("WHATEVER", str(refused.exception))
