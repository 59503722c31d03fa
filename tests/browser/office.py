"""What waits in the office when a test begins, made inside Odoo."""

from __future__ import annotations

from typing import Any

COLLEAGUE = "handler2"
COLLEAGUE_NAME = "Dian Penangan"


def prepare_day(env: Any, whats: list[str], evidence: str) -> list[dict[str, Any]]:
    """A second handler, and reports that passed the check and wait for handlers.

    :param whats: what each report says; each has one file, whose text is ``evidence``
    :return: for each the ``case``, the receipt ``code`` and the open ``task``
    """
    handler = env.ref("wbs_module.demo_user_handler_malang")
    if not env["res.users"].search_count([("login", "=", COLLEAGUE)]):
        handler.copy(
            {
                "name": COLLEAGUE_NAME,
                "login": COLLEAGUE,
                "password": COLLEAGUE,
                "tz": handler.tz,
            }
        )
    prepared = [_checked_report(env, what, evidence.encode()) for what in whats]
    env.cr.commit()
    return prepared


def let_timers_fire(env: Any) -> None:
    """What is due happens now, not with the next minute's sweep."""
    env["bpmn.instance"]._sweep()
    env.cr.commit()


def _checked_report(env: Any, what: str, evidence: bytes) -> dict[str, Any]:
    # Importable inside Odoo only.
    from odoo.addons.wbs_module.models.wbs_intake import (  # noqa: PLC0415
        IncomingFile,
        IncomingReport,
    )

    office = env.ref("wbs_module.demo_office_malang")
    code = env["wbs.intake"]._take(
        office,
        IncomingReport(
            channel="web",
            category="corruption",
            account={"what": what},
            files=(IncomingFile("catatan.txt", "text/plain", iter([evidence])),),
        ),
    )
    case = env["wbs.case"].search([], order="id desc", limit=1)
    # The outbox's work, done at once: what it does is seen elsewhere.
    for file in case.evidence_ids:
        file._make_copy()
    secretariat = env.ref("wbs_module.demo_user_secretariat_malang")
    _open_task(env, case).with_user(secretariat).complete("accept")
    return {"case": case.name, "code": code, "task": _open_task(env, case).id}


def _open_task(env: Any, case: Any) -> Any:
    case.invalidate_recordset()
    return env["bpmn.task"].search(
        [
            ("instance_id", "in", case.bpmn_instance_ids.ids),
            ("state", "=", "open"),
        ],
        limit=1,
    )


def begin_what_fails(env: Any) -> str:
    """Begin a procedure beside a case whose one step cannot be done; names the step.

    It tells the reporter what nobody wrote, and nothing in the drawing catches that.
    """
    step = "Kirim kabar yang tidak ditulis"
    key = "fails"
    office = env.ref("wbs_module.demo_office_malang")
    process = env["bpmn.process"].create(
        {
            "name": "Macet",
            "key": key,
            "company_id": office.id,
            "res_model": "wbs.case",
            "drawing": FAILING.format(key=key, step=step),
        }
    )
    process._deploy("For a test")
    case = env["wbs.case"].search(
        [("company_id", "=", office.id), ("status", "=", "assessing")], limit=1
    )
    case._bpmn_start(key, main=False)
    env.cr.commit()
    return step


FAILING = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:procedure="urn:bpmn-procedure:1.0" targetNamespace="urn:test">
  <process id="{key}" isExecutable="true">
    <startEvent id="Begin"><outgoing>to_tell</outgoing></startEvent>
    <serviceTask id="Tell" name="{step}">
      <extensionElements>
        <procedure:settings operation="message_reporter">
          <procedure:parameter name="text" value="nobody_wrote_this"/>
        </procedure:settings>
      </extensionElements>
      <incoming>to_tell</incoming><outgoing>to_end</outgoing>
    </serviceTask>
    <endEvent id="Done"><incoming>to_end</incoming></endEvent>
    <sequenceFlow id="to_tell" sourceRef="Begin" targetRef="Tell"/>
    <sequenceFlow id="to_end" sourceRef="Tell" targetRef="Done"/>
  </process>
</definitions>
"""
