"""A small procedure with a short timer and two messages for the outside.

``procedure.bpmn`` is what the first version shipped: whatever an office works by today,
the crowd of ``tools.kill`` knows its tasks.
"""

from pathlib import Path
from typing import Any

from lxml import etree

PROCEDURE = Path(__file__).with_name("procedure.bpmn")
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "urn:bpmn-procedure:1.0"
SILENCE = "PT4S"
"""How long it waits for the reporter, instead of a clock of days."""

# (flow that the message interrupts, its new element, lane)
MESSAGES = (
    ("flow_resume", "ProbeResumed", "lane_secretariat"),
    ("flow_begin", "ProbeBegun", "lane_handler"),
)


def with_short_silence(drawing: str) -> str:
    """Return the drawing with a plain timer of `SILENCE`."""
    return etree.tostring(_shortened(drawing), encoding="unicode")


def hurried() -> str:
    """Return the drawing as ``tools.kill`` runs it."""
    tree = _shortened(PROCEDURE.read_text(encoding="utf-8"))
    for flow, element, lane in MESSAGES:
        _interrupt(tree, flow, element, lane)
    for diagram in tree.findall("{http://www.omg.org/spec/BPMN/20100524/DI}*"):
        tree.remove(diagram)
    return etree.tostring(tree, encoding="unicode")


def _shortened(drawing: str) -> Any:
    tree = etree.fromstring(drawing.encode())
    _shorten(_by_id(tree, "NoAnswer"))
    return tree


def _by_id(tree: Any, key: str) -> Any:
    return tree.find(f".//*[@id='{key}']")


def _shorten(event: Any) -> None:
    settings = event.find(f".//{{{OURS}}}settings")
    del settings.attrib["clock"]
    timer = event.find(f"{{{BPMN}}}timerEventDefinition")
    duration = etree.SubElement(timer, f"{{{BPMN}}}timeDuration")
    duration.text = SILENCE


def _interrupt(tree: Any, flow_id: str, element_id: str, lane_id: str) -> None:
    """Put a service task that calls the probe into the middle of a flow."""
    flow = _by_id(tree, flow_id)
    target = _by_id(tree, flow.get("targetRef"))
    process = flow.getparent()
    second = f"{flow_id}_on"
    task = etree.Element(f"{{{BPMN}}}serviceTask", id=element_id, name=element_id)
    extensions = etree.SubElement(task, f"{{{BPMN}}}extensionElements")
    etree.SubElement(extensions, f"{{{OURS}}}settings", operation="kill_probe")
    etree.SubElement(task, f"{{{BPMN}}}incoming").text = flow_id
    etree.SubElement(task, f"{{{BPMN}}}outgoing").text = second
    process.insert(process.index(target), task)
    for incoming in target.findall(f"{{{BPMN}}}incoming"):
        if incoming.text == flow_id:
            incoming.text = second
    flow.set("targetRef", element_id)
    etree.SubElement(
        process,
        f"{{{BPMN}}}sequenceFlow",
        id=second,
        sourceRef=element_id,
        targetRef=target.get("id"),
    )
    lane = _by_id(tree, lane_id)
    etree.SubElement(lane, f"{{{BPMN}}}flowNodeRef").text = element_id
