"""The main procedure as people go through it: each decision once, and ways aside."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .wbs_office import OfficeOfReports

ASSIGNED = "2026-03-12"
MEETING = "2026-03-18"


class OfficeOfProcedures(OfficeOfReports):
    """People who do the tasks of a case one after the other."""

    def do(self, case, person, element, outcome=None, **values):
        case.invalidate_recordset(["bpmn_instance_ids"])
        self.task(case, element, person).complete(outcome, values)

    def open_steps(self, case):
        case.invalidate_recordset(["bpmn_instance_ids"])
        tasks = self.env["bpmn.task"].search(
            [
                ("instance_id", "in", case.bpmn_instance_ids.ids),
                ("state", "=", "open"),
            ]
        )
        return sorted(tasks.element_id.mapped("key"))

    def decide(self, case, outcome, **values):
        """The team proposes further handling, and the Inspector decides."""
        self.do(case, "secretariat", "IntakeCheck", "accept")
        self.do(
            case,
            "handler",
            "Assess",
            "measures",
            assessment="Perlu didalami",
            recommendations="- klarifikasi\n- pemeriksaan",
        )
        self.do(
            case,
            "inspector",
            "Decide",
            outcome,
            decision_reason="Cukup alasan",
            answer="Laporan Saudara ditindaklanjuti",
            **values,
        )

    def examine(self, case):
        self.do(
            case,
            "inspector",
            "AssignTeam",
            assigned_members=f"{self.people['examiner'].name}; III/d; 19; Auditor",
            assignment_tasks="Memeriksa",
            from_date=ASSIGNED,
            until_date="2026-04-10",
        )
        self.hear(case)
        self.do(
            case,
            "examiner",
            "WriteReport",
            facts="Fakta satu",
            analysis="Analisis",
            conclusion="Terbukti",
            recommendations="Sanksi",
        )
        self.do(case, "team_leader", "ReviewReport", "agree")
        self.do(case, "inspector", "SignReport", "sign")

    def hear(self, case):
        self.do(
            case,
            "examiner",
            "Summon",
            invited_name="Kepala loket",
            meeting_date=MEETING,
            meeting_time="09.00",
            meeting_place="Ruang klarifikasi",
            agenda="Layanan loket",
        )
        self.do(
            case,
            "examiner",
            "Hear",
            "attended",
            from_time="09.00",
            until_time="10.00",
            heard_name="Kepala loket",
            statements="Apakah sehat?\nYa.",
        )

    def refer(self, case):
        self.do(
            case,
            "secretariat",
            "PrepareBundle",
            referral_summary="Ringkasan",
            measures_asked="- meneliti",
        )
        if "ApproveReferral" in self.open_steps(case):
            self.do(case, "inspector", "ApproveReferral", "send")
        self.do(
            case, "secretariat", "RecordAnswer", "accepted", referral_answer="Ditangani"
        )

    def conclude(self, case, outcome="propose", **values):
        self.do(
            case,
            "team_leader",
            "Conclude",
            outcome,
            result="discipline",
            conclusion="Terbukti",
            answer="Selesai ditangani",
            **values,
        )

    def written(self, case):
        """Kinds of letters of the case, all of which can be filled."""
        for letter in case.letter_ids:
            letter._write_document()
            self.assertEqual(letter.state, "ready")
        return case.letter_ids.mapped("kind")


@tagged("post_install", "-at_install")
class TestProcedure(OfficeOfProcedures):
    def test_an_archived_report_is_answered_and_closed(self):
        case, _code = self.report()
        self.decide(case, "archive")
        self.assertEqual(case.status, "closed")
        self.assertEqual(
            self.written(case),
            ["assessment_report", "reporter_answer", "closure_notice"],
        )

    def test_a_report_is_forwarded_with_an_index_and_its_answer_is_kept(self):
        case, _code = self.report(files=(self.file(),))
        self.decide(
            case, "forward", recipient_kind="opd", recipient_name="Kepala Dinas Contoh"
        )
        self.assertEqual(case.status, "referred")
        self.refer(case)
        referral = case.referral_ids
        self.assertEqual(referral.state, "accepted")
        self.assertEqual(referral.answer_due.date(), date(2026, 4, 1))
        self.assertEqual((referral.copy_count, referral.left_out), (0, 1))
        key = self.env["wbs.vault"]._open_key(case)
        (opened,) = referral._opened(key)
        self.assertEqual(opened["recipient"], "Kepala Dinas Contoh")
        self.assertEqual(opened["answer"], "Ditangani")
        self.conclude(case)
        self.do(case, "inspector", "ApproveClosure", "approve")
        self.assertEqual(case.status, "closed")
        self.assertIn("forwarding", self.written(case))

    def test_a_clarification_brings_invitation_and_minutes(self):
        case, _code = self.report()
        self.decide(case, "clarify")
        self.assertEqual(case.status, "clarifying")
        self.hear(case)
        self.do(
            case,
            "team_leader",
            "WeighClarification",
            "enough",
            clarification_result="Cukup",
        )
        self.conclude(case)
        self.assertEqual(self.open_steps(case), ["ApproveClosure"])
        kinds = self.written(case)
        self.assertIn("clarification_invitation", kinds)
        self.assertIn("clarification_minutes", kinds)
        invitation = case.letter_ids.filtered(
            lambda letter: letter.kind == "clarification_invitation"
        )
        self.assertEqual(invitation.facts, {"meeting_date": MEETING})
        minutes = case.letter_ids.filtered(
            lambda letter: letter.kind == "clarification_minutes"
        )
        (heard_by,) = minutes._values()["minutes"]["examiners"]
        self.assertEqual(heard_by["name"], self.people["examiner"].name)

    def test_an_examination_is_the_assigned_teams_alone(self):
        other = self._person("examiner", self.office, "other-team")
        case, _code = self.report()
        self.decide(case, "special")
        self.assertEqual(case.status, "examining")
        self.examine(case)
        self.fresh()
        self.assertEqual(case.team_user_ids, self.people["examiner"])
        self.assertFalse(self.env["wbs.case"].with_user(other).search([]))
        self.conclude(case, "follow_up")
        self.assertEqual(case.status, "following")
        self.do(
            case,
            "team_leader",
            "FollowUp",
            "done",
            follow_up_result="Sanksi dijatuhkan",
            answer="Sudah dilaksanakan",
        )
        self.do(case, "inspector", "ApproveClosure", "approve")
        self.assertEqual(case.status, "closed")
        self.assertIn("assignment_letter", self.written(case))

    def test_who_examined_does_not_approve_the_closure(self):
        self.people["examiner"].group_ids += self.env.ref("wbs_module.group_inspector")
        case, _code = self.report()
        self.decide(case, "audit")
        self.examine(case)
        self.conclude(case)
        with self.assertRaises(UserError):
            self.do(case, "examiner", "ApproveClosure", "approve")
        self.do(case, "inspector", "ApproveClosure", "approve")
        self.assertEqual(case.status, "closed")

    def test_a_referral_goes_to_law_enforcement(self):
        case, _code = self.report()
        self.decide(
            case, "refer", recipient_kind="law_enforcement", recipient_name="Kejaksaan"
        )
        self.refer(case)
        self.assertEqual(case.referral_ids.recipient_kind, "law_enforcement")
        self.assertEqual(self.open_steps(case), ["Conclude"])

    def test_a_named_inspector_never_sees_the_case_and_the_secretary_decides(self):
        inspector = self.people["inspector"]
        inspector.name = "Ira Purnama Sari"
        case, _code = self.report(
            account={"what": "uang", "who": "Inspektur Ira Purnama Sari sendiri"}
        )
        self.assertEqual(self.open_steps(case), ["StandInDecide"])
        self.assertEqual(case.status, "deciding")
        self.fresh()
        for named in ("inspector", "inspector2"):
            person = self.people[named]
            self.assertFalse(self.env["wbs.case"].with_user(person).search([]))
        self.do(
            case,
            "sekda",
            "StandInDecide",
            "refer",
            decision_reason="Inspektur disebut",
            answer="Laporan Saudara dilimpahkan",
            recipient_kind="province",
            recipient_name="Inspektur Provinsi",
        )
        self.refer(case)
        self.conclude(case)
        self.do(case, "sekda", "StandInApprove", "approve")
        self.assertEqual(case.status, "closed")

    def test_a_named_member_of_the_team_loses_it_and_the_others_go_on(self):
        colleague = self._person("handler", self.office, "second")
        self.people["handler"].name = "Hadi Wirawan"
        case, _code = self.report(account={"what": "uang", "who": "Hadi Wirawan"})
        self.do(case, "secretariat", "IntakeCheck", "accept")
        self.fresh()
        tasks = self.env["bpmn.task"]
        self.assertFalse(tasks.with_user(self.people["handler"]).search([]))
        self.assertTrue(tasks.with_user(colleague).search([("mine", "=", True)]))

    def test_a_conflict_that_nobody_can_be_found_for_is_refused_in_words(self):
        case, _code = self.report()
        with self.assertRaisesRegex(UserError, "Nobody on the staff") as refused:
            self.do(
                case,
                "secretariat",
                "IntakeCheck",
                "conflict",
                named_role="member",
                named_people="Tidak Ada Orangnya",
            )
        self.assertNotIn("Orangnya", str(refused.exception))
        self.assertEqual(self.open_steps(case), ["IntakeCheck"])
        self.assertFalse(self.env["wbs.note"].search([("case_id", "=", case.id)]))

    def test_a_reporter_withdraws_and_the_office_stops(self):
        case, _code = self.report()
        self.assertTrue(case._reporter_says("withdrawal", "Saya cabut"))
        self.do(
            case, "inspector", "DecideWithdrawal", "stop", withdrawal_answer="Dicabut"
        )
        self.assertEqual(case.status, "closed")
        self.assertEqual(case.main_instance_id.status, "completed")

    def test_new_evidence_opens_a_closed_case_again(self):
        case, _code = self.report()
        self.bring_to_approval(case)
        self.do(case, "inspector", "ApproveClosure", "approve")
        self.assertTrue(case._reporter_says("evidence"))
        self.do(case, "team_leader", "ReadNewEvidence", "reopen")
        self.assertEqual(case.status, "deciding")
        self.assertFalse(case.closed_at)
        self.assertEqual(self.open_steps(case), ["Decide"])

    def test_an_objection_is_reviewed_by_somebody_else_and_reopens(self):
        case, _code = self.report()
        with self.assertRaises(UserError):
            case._reporter_says("objection", "Terlalu dini")
        self.bring_to_approval(case)
        self.do(case, "inspector", "ApproveClosure", "approve")
        self.assertTrue(case._reporter_says("objection", "Saya keberatan"))
        self.do(case, "secretariat", "AdmitObjection", "admit")
        self.do(
            case,
            "sekda",
            "ReviewObjection",
            "reopen",
            objection_reasons="Bukti diabaikan",
            objection_answer="Dibuka kembali",
        )
        self.assertEqual(self.open_steps(case), ["Decide"])
        self.assertEqual(case.status, "deciding")
        with self.assertRaises(UserError):
            case._reporter_says("objection", "Sekali lagi")

    def test_retaliation_begins_its_own_procedure_and_leaves_the_status_alone(self):
        case, _code = self.report()
        self.assertTrue(case._reporter_says("retaliation", "Saya dimutasi"))
        self.assertEqual(case.status, "checking")
        self.do(
            case, "team_leader", "RateRisk", None, risk="high", risk_reason="Mutasi"
        )
        self.assertEqual(
            self.open_steps(case),
            ["CollectEvidence", "IntakeCheck", "InterimMeasure"],
        )

    def test_an_office_that_asks_for_evidence_first_does_so(self):
        self.office.wbs_evidence_needed = True
        case, _code = self.report()
        self.do(case, "secretariat", "IntakeCheck", "accept")
        self.assertEqual(case.status, "waiting")
        self.assertTrue(case._reporter_says("message", "Lihat papan tarif"))
        self.assertEqual(self.open_steps(case), ["IntakeCheck"])
        self.assertEqual(self.written(case), ["additional_data_request"])

    def test_an_office_that_wants_names_takes_no_report_without_one(self):
        self.office.wbs_anonymous_allowed = False
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.report()

    def test_a_refusal_is_told_with_a_letter_and_a_receipt_is_written_at_the_desk(self):
        case, _code = self.report(channel="in_person")
        self.do(case, "secretariat", "IntakeCheck", "reject", reason="Bukan wewenang")
        self.assertEqual(case.status, "rejected")
        self.assertEqual(self.written(case), ["receipt", "refusal"])

    def test_an_answer_that_is_late_reminds_the_clerk(self):
        case, _code = self.report()
        self.decide(
            case, "forward", recipient_kind="opd", recipient_name="Kepala Dinas"
        )
        self.do(
            case,
            "secretariat",
            "PrepareBundle",
            referral_summary="Ringkasan",
            measures_asked="meneliti",
        )
        self.do(case, "inspector", "ApproveReferral", "send")
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(days=32)
        self.env["bpmn.instance"]._sweep()
        self.assertEqual(self.open_steps(case), ["RecordAnswer", "RemindRecipient"])

    def test_drawings_are_put_into_force_without_anything_to_complain_of(self):
        for process in self.env["bpmn.process"].search(
            [("company_id", "=", self.office.id)]
        ):
            with self.subTest(process=process.key):
                self.assertEqual(process._problems(), ())
                self.assertEqual(process.version_id.number, 1)
