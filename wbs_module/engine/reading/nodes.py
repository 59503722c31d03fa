"""Reads flow nodes, sequence flows and lanes: the inside of a process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..checking.complaints import Complaints, Drawn, Spot
from .counterparts import Counterparts
from .document import Tag
from .drawing import (
    EVENTS,
    NODES,
    SUBPROCESSES,
    Flow,
    Lane,
    Loop,
    MultiInstance,
    Node,
    Settings,
    StandardLoop,
)
from .events import EventReader, reference
from .feel_text import expression, expression_in
from .settings import SettingsReader
from .vendors import VendorReader

# Part of a process without a say in its flow (BPMN 2.0, 7.2 and 10.3).
_PASSED_OVER = frozenset(
    {
        "artifact",
        "association",
        "auditing",
        "category",
        "correlationSubscription",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "documentation",
        "extensionElements",
        "group",
        "incoming",
        "ioBinding",
        "ioSpecification",
        "laneSet",
        "monitoring",
        "multiInstanceLoopCharacteristics",
        "outgoing",
        "property",
        "resourceRole",
        "standardLoopCharacteristics",
        "supports",
        "textAnnotation",
    }
)
_DATA = ("dataObjectReference", "dataObject", "property")
_RESOURCES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")


def documentation(tag: Tag) -> str:
    texts = (child.text.strip() for child in tag.every("documentation"))
    return "\n\n".join(text for text in texts if text)


def spot(tag: Tag) -> Spot:
    return Spot(tag.get("id") or "", tag.get("name") or "", tag.place)


def flag(tag: Tag, name: str, default: bool) -> bool:
    value = tag.get(name)
    return default if value is None else value in ("true", "1")


def settings_of(
    tag: Tag,
    owner: Drawn,
    kind: str,
    complaints: Complaints,
    loop: Tag | None = None,
) -> tuple[Settings, Counterparts]:
    """Settings of an element, with those of other vendors translated."""
    extensions = tag.first("extensionElements")
    ours = SettingsReader(owner, kind, complaints).read(extensions)
    found = VendorReader(owner, kind, complaints).read(tag, extensions, loop)
    return found.added_to(ours), found


class ProcessContents:
    """Gathers what stands in one process, in all its depths.

    :param shared: event definitions at the root of the file, by id
    """

    def __init__(
        self, process_id: str, shared: Mapping[str, Tag], complaints: Complaints
    ) -> None:
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.lanes: list[Lane] = []
        self._process_id = process_id
        self._shared = shared
        self._complaints = complaints
        self._lane_of: dict[str, str] = {}
        self._data_names: dict[str, str] = {}

    def read(self, tag: Tag) -> None:
        """Read a ``process`` tag."""
        self._contents(tag, None)

    def _lane_sets(self, tag: Tag) -> None:
        """Before the nodes, which look up their lane."""
        for lane_set in tag.every("laneSet"):
            self._lane_set(lane_set, None)

    def _lane_set(self, tag: Tag, parent_id: str | None) -> None:
        for lane in tag.every("lane"):
            owner = spot(lane)
            members = [reference(ref.text) for ref in lane.every("flowNodeRef")]
            known = tuple(member for member in members if member)
            for member in known:
                self._lane_of[member] = owner.id
            settings, _found = settings_of(lane, owner, "lane", self._complaints)
            self.lanes.append(
                Lane(
                    id=owner.id,
                    name=owner.name,
                    process_id=self._process_id,
                    place=owner.place,
                    parent_id=parent_id,
                    members=known,
                    settings=settings,
                )
            )
            for inner in lane.every("childLaneSet"):
                self._lane_set(inner, owner.id)

    def _contents(self, tag: Tag, parent_id: str | None) -> None:
        self._lane_sets(tag)
        for child in tag.relatives:
            if child.name in _DATA and child.get("name"):
                self._data_names[child.get("id") or ""] = child.get("name") or ""
        for child in tag.relatives:
            if child.name in NODES:
                self._node(child, parent_id)
            elif child.name == "sequenceFlow":
                self._flow(child, parent_id)
            elif child.name not in _PASSED_OVER and child.name not in _RESOURCES:
                self._complaints.add("element_unknown", spot(child), kind=child.name)

    def _flow(self, tag: Tag, parent_id: str | None) -> None:
        owner = spot(tag)
        settings_of(tag, owner, "sequenceFlow", self._complaints)
        self.flows.append(
            Flow(
                id=owner.id,
                source=reference(tag.get("sourceRef")) or "",
                target=reference(tag.get("targetRef")) or "",
                process_id=self._process_id,
                place=owner.place,
                parent_id=parent_id,
                name=owner.name,
                condition=expression_in(
                    tag.first("conditionExpression"), owner, self._complaints
                ),
            )
        )

    def _node(self, tag: Tag, parent_id: str | None) -> None:
        owner = spot(tag)
        if not owner.id:
            self._complaints.add("id_missing", owner, kind=tag.name)
            return
        loop_tag = tag.first("multiInstanceLoopCharacteristics")
        settings, found = settings_of(tag, owner, tag.name, self._complaints, loop_tag)
        details: dict[str, Any] = {}
        if tag.name in EVENTS:
            details |= self._event(tag, owner, settings)
        elif tag.name == "scriptTask":
            details |= self._script(tag, owner, found)
        elif tag.name == "callActivity":
            called = reference(tag.get("calledElement"))
            details["called_element"] = called or found.called_element
        elif tag.name in ("sendTask", "receiveTask"):
            details["message"] = reference(tag.get("messageRef"))
        self._resources(tag, owner)
        self.nodes.append(
            Node(
                id=owner.id,
                kind=tag.name,
                name=owner.name,
                process_id=self._process_id,
                place=owner.place,
                parent_id=parent_id,
                lane_id=self._lane_of.get(owner.id)
                or self._lane_of.get(parent_id or ""),
                documentation=documentation(tag),
                default=reference(tag.get("default")),
                loop=self._loop(tag, owner, found),
                instantiate=flag(tag, "instantiate", False),
                event_gateway_type=tag.get("eventGatewayType") or "Exclusive",
                triggered_by_event=flag(tag, "triggeredByEvent", False),
                for_compensation=flag(tag, "isForCompensation", False),
                settings=settings,
                **details,
            )
        )
        if tag.name in SUBPROCESSES:
            if owner.id not in self._lane_of and parent_id in self._lane_of:
                self._lane_of[owner.id] = self._lane_of[parent_id or ""]
            self._contents(tag, owner.id)

    def _event(self, tag: Tag, owner: Drawn, settings: Settings) -> dict[str, Any]:
        events = EventReader(owner, settings, self._shared, self._complaints)
        return {
            "events": events.read(tag),
            "parallel_multiple": flag(tag, "parallelMultiple", False),
            "attached_to": reference(tag.get("attachedToRef")),
            "cancel_activity": flag(tag, "cancelActivity", True),
            "is_interrupting": flag(tag, "isInterrupting", True),
        }

    def _script(self, tag: Tag, owner: Drawn, found: Counterparts) -> dict[str, Any]:
        script = tag.first("script")
        text = script.text if script else ""
        place = script.text_place if script else owner.place
        if not text.strip() and found.script:
            text, place = found.script, found.script_place
        if found.script_result and text.strip():
            text = f"{found.script_result} = {text.strip().removeprefix('=')}"
        return {
            "script": text.strip() or None,
            "script_format": tag.get("scriptFormat") or None,
            "script_place": place,
        }

    def _resources(self, tag: Tag, owner: Drawn) -> None:
        for name in _RESOURCES:
            for resource in tag.every(name):
                self._complaints.add(
                    "assignment_ignored", owner, resource.place, setting=name
                )

    def _loop(self, tag: Tag, owner: Drawn, found: Counterparts) -> Loop | None:
        several = tag.first("multiInstanceLoopCharacteristics")
        if several is not None:
            return self._multi_instance(several, owner, found)
        standard = tag.first("standardLoopCharacteristics")
        if standard is None:
            return None
        maximum = standard.get("loopMaximum")
        if maximum and not (maximum.isdecimal() and 0 < int(maximum[:10]) < 10**9):
            self._complaints.add("loop_maximum", owner, standard.place, value=maximum)
            maximum = None
        return StandardLoop(
            condition=expression_in(
                standard.first("loopCondition"), owner, self._complaints
            ),
            test_before=flag(standard, "testBefore", False),
            maximum=int(maximum) if maximum else None,
            place=standard.place,
        )

    def _multi_instance(
        self, tag: Tag, owner: Drawn, found: Counterparts
    ) -> MultiInstance:
        item = tag.first("inputDataItem")
        output = tag.first("outputDataItem")
        output_name = (output.get("name") or output.get("id")) if output else None
        collection = self._data_name(tag, "loopDataInputRef")
        return MultiInstance(
            sequential=flag(tag, "isSequential", False),
            cardinality=expression_in(
                tag.first("loopCardinality"), owner, self._complaints
            ),
            collection=expression(collection or "", tag.place, owner, self._complaints)
            or found.collection,
            item=(item.get("name") or item.get("id") if item else None) or found.item,
            output_collection=self._data_name(tag, "loopDataOutputRef")
            or found.output_collection,
            output_item=expression(
                output_name or "", tag.place, owner, self._complaints
            )
            or found.output_item,
            completion_condition=expression_in(
                tag.first("completionCondition"), owner, self._complaints
            ),
            behavior=tag.get("behavior") or "All",
            place=tag.place,
        )

    def _data_name(self, tag: Tag, name: str) -> str | None:
        """What a loop's reference to a data object or input means as a name."""
        child = tag.first(name)
        wanted = reference(child.text) if child else None
        return self._data_names.get(wanted, wanted) if wanted else None
