"""Objection, good faith, protection, and what goes with a referral."""

import hashlib
import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_wbs_procedure import OfficeOfProcedures

INTENT = "Pesan yang menyebut laporan ini dikarang"
NOTES = b"catatan pungutan\n" * 20


@tagged("post_install", "-at_install")
class TestProcedureSides(OfficeOfProcedures):
    def close(self, case, person="inspector"):
        self.bring_to_approval(case)
        self.do(case, person, "ApproveClosure", "approve")
        self.assertEqual(case.status, "closed")

    def make(self, person, role):
        self.people[person].group_ids += self.env.ref(f"wbs_module.group_{role}")

    def started(self, case, key):
        case.invalidate_recordset(["bpmn_instance_ids"])
        return case.bpmn_instance_ids.filtered(
            lambda instance: instance.process_id.key == key
        )

    # --- where it stands ----

    def test_a_case_says_that_a_decision_is_awaited_and_what_it_was_sent_back_for(self):
        case, _code = self.report()
        self.bring_to_approval(case)
        self.assertEqual(case.status, "approving")
        self.assertEqual(self.asked(case), ["send_back_reason"])
        again = {"send_back_reason": "Jawaban belum lengkap"}
        self.do(case, "inspector", "ApproveClosure", "send_back", **again)
        self.assertEqual(case.status, "assessing")
        self.do(
            case,
            "handler",
            "Assess",
            "measures",
            assessment="Perlu didalami",
            recommendations="- klarifikasi",
        )
        self.assertEqual(case.status, "deciding")
        self.do(
            case,
            "inspector",
            "Decide",
            "forward",
            decision_reason="Cukup alasan",
            answer="Laporan Saudara diteruskan",
            recipient_kind="opd",
            recipient_name="Dinas",
        )
        self.refer(case)
        conclusion = {"result": "none", "conclusion": "Selesai", "answer": "Selesai"}
        self.do(case, "team_leader", "Conclude", "propose", **conclusion)
        self.assertEqual(case.status, "approving")
        # After an examination or a referral the approver says to which step.
        self.assertIn("send_back_to", self.asked(case))
        again["send_back_to"] = "conclusion"
        self.do(case, "inspector2", "ApproveClosure", "send_back", **again)
        self.assertEqual(case.status, "referred")
        self.assertEqual(self.open_steps(case), ["Conclude"])
        self.do(case, "team_leader", "Conclude", "propose", **conclusion)
        again["send_back_to"] = "assessment"
        self.do(case, "inspector2", "ApproveClosure", "send_back", **again)
        self.assertEqual(case.status, "assessing")
        self.assertEqual(self.open_steps(case), ["Assess"])

    def asked(self, case):
        """Names of the fields that the one open task shows, read as pages read it."""
        task = self.env["bpmn.task"].search(
            [("instance_id", "in", case.bpmn_instance_ids.ids), ("state", "=", "open")]
        )
        task.invalidate_recordset()
        (read,) = task.web_read({"form": {}})
        return [field["name"] for field in read["form"]["fields"]]

    def test_the_drawing_of_a_case_speaks_the_language_of_whoever_looks(self):
        case, _code = self.report()
        instance = case.main_instance_id.with_user(self.people["inspector"])
        for language, lane, flow in (
            ("en_US", "Handling team", "incomplete"),
            ("id_ID", "Tim Penanganan", "kurang lengkap"),
        ):
            drawing = instance.with_context(lang=language).get_drawing()["xml"]
            self.assertIn(f'name="{lane}"', drawing)
            self.assertIn(f'name="{flow}"', drawing)

    # --- objection ----

    def test_who_had_a_part_in_the_outcome_does_not_review_the_objection(self):
        self.make("inspector", "sekda")
        case, _code = self.report()
        self.close(case)
        case._reporter_says("objection", "Saya keberatan")
        self.do(case, "secretariat", "AdmitObjection", "admit")
        review = {
            "objection_reasons": "Sesuai",
            "objection_answer": "Hasil tetap",
        }
        with self.assertRaises(UserError):
            self.do(case, "inspector", "ReviewObjection", "uphold", **review)
        self.do(case, "sekda", "ReviewObjection", "uphold", **review)
        self.assertEqual(self.started(case, "wbs_objection").status, "completed")

    def test_where_all_of_the_leadership_had_a_part_it_is_pointed_outside(self):
        self.make("sekda", "inspector")
        case, _code = self.report()
        self.close(case, "sekda")
        case._reporter_says("objection", "Saya keberatan")
        self.do(case, "secretariat", "AdmitObjection", "admit")
        self.assertEqual(self.started(case, "wbs_objection").status, "completed")
        self.assertNotIn("ReviewObjection", self.open_steps(case))

    def test_a_reporter_is_not_stopped_where_the_office_has_no_such_procedure(self):
        case, _code = self.report()
        case._reporter_says("withdrawal", "Saya cabut")
        self.do(
            case, "inspector", "DecideWithdrawal", "stop", withdrawal_answer="Dicabut"
        )
        processes = self.env["bpmn.process"].search(
            [
                ("key", "in", ("wbs_retaliation", "wbs_objection")),
                ("company_id", "=", self.office.id),
            ]
        )
        processes.active = False
        before = len(case.message_ids)
        self.assertTrue(case._why_not_asked("retaliation"))
        self.assertFalse(case._reporter_says("retaliation", "Saya dimutasi"))
        case.invalidate_recordset(["message_ids"])
        self.assertEqual(len(case.message_ids), before + 1)
        with self.assertRaises(UserError):
            case._reporter_says("objection", "Saya keberatan")

    # --- good faith ----

    def doubt(self, case, person="inspector", evidence=INTENT):
        action = case.with_user(self.people[person]).action_doubt_good_faith()
        model = self.env[action["res_model"]].with_user(self.people[person])
        model = model.with_context(**action["context"])
        doubt = model.create({"evidence": evidence})
        doubt.action_begin()
        return doubt

    def test_whoever_doubts_good_faith_does_not_decide_on_it(self):
        case, _code = self.report()
        self.close(case)
        self.make("inspector", "team_leader")
        self.doubt(case)
        listed = {"intent_evidence": INTENT}
        with self.assertRaises(UserError):
            self.do(case, "inspector", "ListIntent", "intent", **listed)
        self.do(case, "team_leader", "ListIntent", "intent", **listed)
        case._reporter_says("message", "Saya mendengar sendiri")
        with self.assertRaises(UserError):
            self.do(
                case,
                "inspector",
                "SecondDecides",
                "good_faith",
                faith_reasons="Pesan itu asli",
            )
        self.do(
            case,
            "inspector2",
            "SecondDecides",
            "good_faith",
            faith_reasons="Pesan itu asli",
        )
        self.assertEqual(self.started(case, "wbs_good_faith").status, "completed")

    def test_good_faith_is_not_questioned_where_nobody_else_could_decide(self):
        case, _code = self.report()
        case._exclude(self.people["inspector2"])
        self.fresh()
        with self.assertRaises(UserError):
            self.doubt(case)
        self.assertFalse(self.started(case, "wbs_good_faith"))

    def test_an_inspector_has_good_faith_judged_by_two_people(self):
        case, _code = self.report()
        self.close(case)
        doubt = self.doubt(case)
        self.assertEqual(case.status, "closed")
        self.do(case, "team_leader", "ListIntent", "intent", intent_evidence=INTENT)
        self.assertTrue(case._reporter_says("message", "Saya mendengar sendiri"))
        self.do(
            case,
            "inspector2",
            "SecondDecides",
            "bad_faith",
            faith_reasons="Pesan itu asli",
            faith_answer="Diputus",
            sanction="protection",
        )
        self.assertFalse(case.bad_faith, "the reporter can still object")
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM wbs_doubt t")
        self.assertNotIn(INTENT, str(self.env.cr.fetchall()))
        self.fresh()
        self.assertFalse(doubt.evidence)
        key = self.env["wbs.vault"]._open_key(case)
        notes = self.env["wbs.note"]._of_case(case)._opened(key)
        doubts = [note for note in notes if note["field"] == "doubt"]
        self.assertEqual([note["text"] for note in doubts], [INTENT])
        self.assertTrue(case.with_user(self.people["inspector"]).good_faith_questioned)
        # Whoever works on the case and may not raise the question does not learn of it.
        for person in ("secretariat", "handler", "team_leader"):
            with self.assertRaises(AccessError):
                case.with_user(self.people[person]).read(["good_faith_questioned"])
        with self.assertRaises(UserError):
            self.doubt(case)

    def test_without_evidence_good_faith_stands(self):
        case, _code = self.report()
        with self.assertRaises(UserError):
            self.doubt(case, evidence="  ")
        self.assertFalse(self.started(case, "wbs_good_faith"))

    def test_only_an_inspector_who_sees_the_case_can_question_good_faith(self):
        case, _code = self.report()
        for person in ("secretariat", "handler", "team_leader", "examiner", "sekda"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                case.with_user(self.people[person]).action_doubt_good_faith()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                doubts = self.env["wbs.doubt"].with_user(self.people[person])
                doubts.create({"case_id": case.id, "evidence": INTENT})
        case._exclude(self.people["inspector"])
        self.fresh()
        with self.assertRaises(AccessError):
            self.doubt(case)
        self.assertFalse(self.started(case, "wbs_good_faith"))

    # --- what goes with a referral ----

    def test_cleaned_copies_go_with_a_referral_and_originals_never(self):
        case, _code = self.report(files=(self.file(content=NOTES), self.file()))
        first, second = case.evidence_ids
        first._make_copy()
        self.decide(case, "forward", recipient_kind="opd", recipient_name="Dinas")
        referral = case.referral_ids.with_user(self.people["secretariat"])
        self.refer(case)
        self.assertEqual((referral.copy_count, referral.left_out), (1, 1))
        opened = case.with_user(self.people["secretariat"]).open_content()
        ((copy,),) = [item["copies"] for item in opened["referrals"]]
        self.assertEqual(copy["uid"], first.uid)
        _name, _size, blocks = referral._download()
        with zipfile.ZipFile(io.BytesIO(b"".join(blocks))) as archive:
            names = archive.namelist()
            content = archive.read(copy["name"])
            index = archive.read("SHA256SUMS.txt").decode()
        self.assertEqual(names, ["SHA256SUMS.txt", copy["name"]])
        self.assertEqual(hashlib.sha256(content).hexdigest(), copy["sha256"])
        self.assertEqual(len(content), copy["size"])
        self.assertEqual(index, f"{copy['sha256']}  {copy['name']}\n")
        self.assertNotIn(second.uid, json.dumps(opened["referrals"]))
        self.assertIn("referral.download", self.actions(case))
        self.env.cr.execute("SELECT t::text FROM wbs_referral t")
        self.assertNotIn(copy["sha256"], str(self.env.cr.fetchall()))

    def actions(self, case):
        entries = self.env["wbs.audit.entry"].sudo()
        return entries.search([("chain", "=", case.uid)]).mapped("action")

    def test_a_referral_says_which_copies_came_too_late_for_its_bundle(self):
        case, _code = self.report(files=(self.file(content=NOTES),))
        self.decide(case, "forward", recipient_kind="opd", recipient_name="Dinas")
        self.refer(case)
        referral = case.referral_ids.with_user(self.people["secretariat"])
        self.assertEqual((referral.left_out, referral.later_count), (1, 0))
        case.evidence_ids._make_copy()
        referral.invalidate_recordset(["later_count"])
        self.assertEqual((referral.copy_count, referral.later_count), (0, 1))

    def test_a_bundle_that_is_not_put_together_is_not_handed_out(self):
        case, _code = self.report()
        self.decide(case, "forward", recipient_kind="opd", recipient_name="Dinas")
        with self.assertRaises(UserError):
            case.referral_ids.with_user(self.people["secretariat"])._download()

    def test_an_infected_file_stays_here(self):
        case, _code = self.report(files=(self.file(content=NOTES),))
        case.evidence_ids._make_copy()
        case.evidence_ids.scan = "infected"
        self.assertEqual(case._cleaned_copies(), [])

    def test_a_virus_found_after_bundling_keeps_the_copy_here_and_the_index_says_so(
        self,
    ):
        case, _code = self.report(files=(self.file(content=NOTES),))
        case.evidence_ids._make_copy()
        self.decide(case, "forward", recipient_kind="opd", recipient_name="Dinas")
        self.refer(case)
        case.evidence_ids.scan = "infected"
        referral = case.referral_ids.with_user(self.people["secretariat"])
        _name, _size, blocks = referral._download()
        with zipfile.ZipFile(io.BytesIO(b"".join(blocks))) as archive:
            self.assertEqual(archive.namelist(), ["SHA256SUMS.txt"])
            index = archive.read("SHA256SUMS.txt").decode()
        self.assertEqual(
            index,
            f"# bukti-{case.evidence_ids.uid[:8]}.txt: "
            "withheld, a virus was found in the file\n",
        )
