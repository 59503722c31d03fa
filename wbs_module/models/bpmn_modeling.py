"""What the editor of drawings asks of the server: open, save, check, upload.

Each public method is an RPC door on purpose, for those who may write a process. None of
them reads an instance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from odoo import api, models
from odoo.exceptions import UserError

from .. import engine
from ..engine.contract import Problem
from ..engine.errors import EngineError
from .bpmn_process import BPMN_NAMESPACE

DI_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/DI"
# Problem → what of the offer its sentence lists as existing.
CHOSEN_FROM = {
    "clock_unknown": "clocks",
    "group_unknown": "groups",
    "letter_unknown": "letters",
    "operation_unknown": "operations",
    "decision_unknown": "decisions",
    "called_process_unknown": "processes",
}
LARGEST_DRAWING = 5_000_000
"""Characters. The largest drawings known of this kind stay below a tenth of it."""

_NEW_DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" \
xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:procedure="urn:bpmn-procedure:1.0" id="definitions" targetNamespace="urn:drawing">
  <bpmn:process id="{key}" name="{name}" isExecutable="true">
    <bpmn:startEvent id="Start"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="{key}">
      <bpmndi:BPMNShape id="Start_shape" bpmnElement="Start">
        <dc:Bounds x="180" y="160" width="36" height="36"/>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    # --- open and save -----------------------------------------------------------

    def modeling_open(self) -> dict[str, Any]:
        """The draft, what it may name, and the version that it is compared with.

        :return: ``xml``, ``revision`` (to be handed back on saving), ``in_force``
            (number and day, or false), ``offer`` (what may be chosen)
        """
        self._modeling_check_right()
        return {
            "name": self.name,
            "key": self.key,
            "xml": self.drawing or self._new_drawing(),
            "revision": self._revision(),
            "in_force": self._modeling_in_force(),
            "offer": self._modeling_offer(),
        }

    def modeling_save(
        self, xml: str = "", revision: str = "", replace: bool = False
    ) -> dict[str, Any]:
        """Keep the draft, unless somebody else changed it since ``revision``.

        :param replace: the person was told, and puts theirs in its place on purpose
        :return: ``saved`` and the new ``revision``; if not saved, ``changed_by`` and
            ``changed_at`` of the other one's draft
        """
        self._modeling_check_right()
        _refuse_giant(self, xml)
        if self._revision() != revision and not replace:
            return {"saved": False, **self._modeling_last_change()}
        if xml != self.drawing:
            self.drawing = xml
            self.flush_recordset()
        return {"saved": True, "revision": self._revision()}

    def modeling_state(self) -> dict[str, Any]:
        """The draft's revision and who changed it last: is mine still the newest?"""
        self._modeling_check_right()
        return self._modeling_last_change()

    def _modeling_last_change(self) -> dict[str, Any]:
        # sudo: name of the colleague who changed the draft of the same office
        return {
            "revision": self._revision(),
            "changed_by": self.sudo().write_uid.name,
            "changed_at": self.write_date,
            "in_force": self._modeling_in_force(),
        }

    def _modeling_in_force(self) -> dict[str, Any] | bool:
        version = self.version_id
        if not version:
            return False
        return {
            "number": version.number,
            "since": version.deployed_at,
            "running": version.running,
        }

    def _modeling_check_right(self) -> None:
        self.ensure_one()
        self.check_access("write")

    def _revision(self) -> str:
        return hashlib.sha256((self.drawing or "").encode()).hexdigest()

    def _new_drawing(self) -> str:
        def quoted(text: str) -> str:
            text = text.replace("&", "&amp;").replace("<", "&lt;")
            return text.replace('"', "&quot;")

        return _NEW_DRAWING.format(key=quoted(self.key), name=quoted(self.name))

    # --- what a drawing may name ---------------------------------------------------

    def _modeling_offer(self) -> dict[str, Any]:
        """Everything that the properties panel lets choose, in the reader's words."""
        # sudo: keys and names that a drawing may name, own office only
        surroundings = self._surroundings()
        operations = self.env["bpmn.operation"].sudo()
        words, office = operations._operation_names(), self.company_id
        usual, repeated = operations._usual_results(), operations._repeated_results()
        groups = self.env["res.groups"]._bpmn_groups()
        siblings = self.sudo().search(
            [("company_id", "=", office.id), ("id", "!=", self.id)]
        )
        tables = (
            self.env["bpmn.decision"].sudo().search([("company_id", "=", office.id)])
        )
        return {
            "clocks": self._offered_clocks(),
            "groups": [
                {"key": key, "name": group.name} for key, group in groups.items()
            ],
            "letters": [
                {"key": key, "name": name}
                for key, name in sorted(operations._letter_names(office).items())
            ],
            "operations": [
                {
                    "key": key,
                    "name": words.get(key, key),
                    "parameters": dict(signature.parameters),
                    "results": list(signature.results),
                    "usual": usual.get(key, {}),
                    "repeated": list(repeated.get(key, ())),
                    "errors": list(signature.errors),
                }
                for key, signature in sorted(surroundings.operations.items())
            ],
            "decisions": [{"key": each.key, "name": each.name} for each in tables],
            "processes": [{"key": each.key, "name": each.name} for each in siblings],
            "contents": [
                {"key": key, "name": name}
                for key, name in operations._content_names().items()
            ],
            "names": self._offered_names(surroundings.names),
            "results": self._name_words() | operations._result_words(),
            "languages": self._offered_languages(),
        }

    def _offered_names(self, names: Mapping[str, str]) -> list[dict[str, Any]]:
        """What is known when a procedure starts, as people call it."""
        words = self._name_words()
        unknown: dict[str, Any] = {"choices": []}
        return [
            {"key": name, "type": kind, "label": name} | words.get(name, unknown)
            for name, kind in names.items()
        ]

    def _name_words(self) -> dict[str, dict[str, Any]]:
        if not self.res_model:
            return {}
        # sudo: what fields are called, of a record that owners may not read
        return self.env[self.res_model].sudo()._bpmn_name_words()

    def _offered_languages(self) -> list[dict[str, str]]:
        """Languages of a drawing's texts beside its own; English is always one."""
        installed = dict(self.env["res.lang"].get_installed())
        names = {code.partition("_")[0]: name for code, name in installed.items()}
        names["en"] = self.env._("English")
        return [{"key": key, "name": name} for key, name in names.items()]

    def _offered_clocks(self) -> list[dict[str, Any]]:
        # sudo: the office's clocks, which its drawings name
        clocks = (
            self.env["bpmn.clock"]
            .sudo()
            .search([("company_id", "=", self.company_id.id)])
        )
        units = dict(clocks._fields["unit"]._description_selection(self.env))
        newest = {clock.key: clock for clock in reversed(clocks)}
        return [
            {
                "key": key,
                "name": clock.name,
                "words": f"{clock.amount:g} {units[clock.unit].lower()}",
                "pausable": clock.pausable,
            }
            for key, clock in sorted(newest.items(), key=lambda item: item[1].name)
        ]

    # --- checks while somebody draws ----------------------------------------------

    def modeling_check(self, xml: str = "") -> list[dict[str, Any]]:
        """Every problem of a drawing that is not kept yet, errors first."""
        self._modeling_check_right()
        problems = self._compile_draft(xml)[1]
        names = self._called_in(xml) if problems else {}
        if any(item.code in CHOSEN_FROM for item in problems):
            problems = self._with_what_exists(problems)
        return [self._problem_in_words(item, names) for item in problems]

    def _with_what_exists(self, problems: list[Problem]) -> list[Problem]:
        """Let sentences say what may be chosen by the names that the panel shows."""
        offer = self._modeling_offer()
        found = []
        for problem in problems:
            if problem.code in CHOSEN_FROM:
                names = [f"“{it['name']}”" for it in offer[CHOSEN_FROM[problem.code]]]
                known = ", ".join(sorted(names)) or self.env._("nothing yet")
                parameters = {**problem.parameters, "known": known}
                problem = replace(problem, parameters=parameters)
            found.append(problem)
        return found

    def modeling_check_expression(self, text: str = "") -> dict[str, Any] | bool:
        """What is wrong with one FEEL text by itself: message, advice, column."""
        self._modeling_check_right()
        problem = engine.problem_of_expression(text)
        if problem is None:
            return False
        return {
            "message": self._expression_words(problem.message),
            "advice": self._expression_words(problem.advice),
            "line": problem.line,
            "column": problem.column,
        }

    def _compile_draft(self, xml: str) -> tuple[Any, list[Problem]]:
        """(the compiled process or ``None``, problems) of a text that is not kept."""
        _refuse_giant(self, xml)
        # A record in memory, so that what the text calls is looked up like the draft's.
        draft = self.new(origin=self)
        draft.drawing = xml
        compilation = engine.compile(xml.encode(), draft._surroundings())
        problems = sorted(compilation.problems, key=lambda it: it.severity != "error")
        return compilation.process, problems

    def _problem_in_words(
        self, problem: Problem, names: Mapping[str, str]
    ) -> dict[str, Any]:
        message, advice = self._problem_words(problem, names)
        key = problem.element_id or ""
        return {
            "severity": problem.severity,
            "code": problem.code,
            "message": message,
            "advice": advice,
            "element_id": problem.element_id or False,
            "element_name": names.get(key) or problem.element_name or key or False,
            "line": problem.line or False,
        }

    # --- files from elsewhere --------------------------------------------------------

    def modeling_read_file(self, xml: str = "", current: str = "") -> dict[str, Any]:
        """Make an uploaded file a drawing of this process, and say what it lost.

        :param current: the drawing that it would replace
        :return: ``xml`` with the id of its process set to this process's key;
            ``renamed`` (the id that it had, or false); ``lost``: settings that the
            current drawing has on the same elements and the file has not
        :raise UserError: the file is no BPMN 2.0, or holds no one process to take
        """
        self._modeling_check_right()
        _refuse_giant(self, xml)
        taken, renamed = self._with_own_key(xml)
        try:
            found = engine.differences(current.encode(), taken.encode())
        except EngineError:
            found = []
        lost = self._lost_settings(found, self._called_in(taken))
        return {"xml": taken, "renamed": renamed, "lost": lost}

    def _lost_settings(
        self, found: list[engine.Difference], called: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        lost = []
        for difference in found:
            names = [
                self._property_in_words(change.name)
                for change in difference.changes
                if change.name.startswith("settings.")
                and change.before
                and not change.after
            ]
            if names:
                lost.append(
                    {
                        "element_id": difference.element_id,
                        "name": called.get(difference.element_id)
                        or difference.element_id,
                        "settings": names,
                    }
                )
        return lost

    def _with_own_key(self, xml: str) -> tuple[str, str | bool]:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(xml.encode(), parser)
        except etree.XMLSyntaxError as error:
            raise UserError(
                self.env._(
                    "This file is not XML (line %(line)s): open it in the program "
                    "that drew it, and save it again as BPMN 2.0.",
                    line=error.lineno,
                )
            ) from None
        processes = list(root.iter(f"{{{BPMN_NAMESPACE}}}process"))
        wanted = [each for each in processes if each.get("id") == self.key]
        wanted += [each for each in processes if each.get("isExecutable") == "true"]
        wanted += processes if len(processes) == 1 else []
        if not wanted:
            raise UserError(
                self.env._(
                    "The file holds no process that could be taken. Save it as BPMN "
                    "2.0, with one process marked as executable; your drawing has not "
                    "changed."
                )
            )
        process = wanted[0]
        process.set("isExecutable", "true")
        old = process.get("id", "")
        if old != self.key:
            _rename(root, old, self.key)
        text = etree.tostring(root, encoding="unicode")
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return head + text, old if old != self.key else False


class BpmnOperation(models.AbstractModel):
    _inherit = "bpmn.operation"

    @api.model
    def _operation_names(self) -> dict[str, str]:
        """Key of an operation → what it does, in the reader's language. Extend."""
        return {}

    @api.model
    def _letter_names(self, company: models.Model) -> dict[str, str]:
        """Key of a letter → its name, in the reader's language. Extend."""
        return {key: key for key in self._letter_keys(company)}

    @api.model
    def _usual_results(self) -> dict[str, dict[str, str]]:
        """Key of an operation → what it answers most often, for a trial. Extend."""
        return {}

    @api.model
    def _repeated_results(self) -> dict[str, dict[str, str]]:
        """Key of an operation → result → the parameter that it repeats. Extend.

        A trial knows these by itself: operations do not run there.
        """
        return {}

    @api.model
    def _result_words(self) -> dict[str, dict[str, Any]]:
        """Name that an operation brings → ``label`` and ``choices``, as
        ``bpmn.participant._bpmn_name_words`` gives them. Extend."""
        return {}

    @api.model
    def _content_names(self) -> dict[str, str]:
        """Content that a task can show → its name, in the reader's language. Extend."""
        return {}


def _rename(root: etree._Element, old: str, new: str) -> None:
    """Give the process ``old`` the id ``new``, wherever the file points to it."""
    for element in root.iter(etree.Element):
        for name in ("id", "processRef", "bpmnElement"):
            if element.get(name) == old:
                element.set(name, new)


def _refuse_giant(process: models.Model, xml: str) -> None:
    if len(xml) > LARGEST_DRAWING:
        raise UserError(
            process.env._(
                "This drawing is too large to be edited here; nothing is "
                "lost. Change it in the program that it comes from, and "
                "upload it."
            )
        )
