"""Which namespaces of other programs mean something, and to whom they are handed.

A setting with a plain counterpart is translated; the others are named in one warning
for each element, because a drawing may have relied on them where it ran before. What
only places or colours things is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..checking.complaints import Complaints, Drawn
from ..contract import NAMESPACE
from .camunda7 import Camunda7Reader
from .camunda8 import NAMESPACE as ZEEBE
from .camunda8 import Camunda8Reader
from .counterparts import Counterparts
from .document import Tag

CAMUNDA_LIKE: Mapping[str, str] = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
}
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
VENDORS: Mapping[str, str] = {
    **CAMUNDA_LIKE,
    ZEEBE: "Camunda 8",
    SPIFF: "SpiffWorkflow",
}
# Looks, and notes of modelling tools to themselves.
_COSMETIC = re.compile(
    r"/schema/modeler/|/spec/BPMN/non-normative/color|/bpmn/biocolor|"
    r"/DD/2010|/BPMN/20100524/DI|XMLSchema|/XML/1998/namespace|"
    r"signavio\.com|bpsim|/schema/bpmndi|flowable\.org/(modeler|design)"
)


class VendorReader:
    """Reads what other programs wrote on one element."""

    def __init__(self, owner: Drawn, kind: str, complaints: Complaints) -> None:
        self._owner = owner
        self._kind = kind
        self._complaints = complaints
        self.found = Counterparts()

    def read(
        self, tag: Tag, extensions: Tag | None, loop: Tag | None = None
    ) -> Counterparts:
        for namespace in self._vendors(tag, extensions, loop):
            found = self._read_one(namespace, tag, extensions, loop)
            if found.ignored:
                vendor = VENDORS.get(namespace, namespace)
                names = ", ".join(dict.fromkeys(found.ignored))
                self._complaints.add(
                    "vendor_ignored", self._owner, vendor=vendor, settings=names
                )
                found.ignored.clear()
        return self.found

    def _vendors(self, *tags: Tag | None) -> list[str]:
        namespaces: dict[str, None] = {}
        for tag in tags:
            if tag is None:
                continue
            for name in tag.attributes:
                namespaces[name.rpartition(" ")[0]] = None
            if tag.name in ("extensionElements", "multiInstanceLoopCharacteristics"):
                for child in tag.children:
                    namespaces[child.namespace] = None
                    for inside in child.children:
                        namespaces[inside.namespace] = None
        return [
            namespace
            for namespace in namespaces
            if namespace not in ("", NAMESPACE)
            and not namespace.endswith("BPMN/20100524/MODEL")
            and not _COSMETIC.search(namespace)
        ]

    def _read_one(
        self, namespace: str, tag: Tag, extensions: Tag | None, loop: Tag | None
    ) -> Counterparts:
        owner, kind, found = self._owner, self._kind, self.found
        if namespace in CAMUNDA_LIKE:
            camunda7 = Camunda7Reader(namespace, owner, kind, self._complaints, found)
            camunda7.read(tag, extensions)
            if loop is not None:
                camunda7.read_loop(loop)
        elif namespace == ZEEBE:
            camunda8 = Camunda8Reader(owner, kind, self._complaints, found)
            camunda8.read(tag, extensions)
            if loop is not None:
                camunda8.read_loop(loop)
        else:
            self._read_stranger(namespace, tag, extensions)
        return found

    def _read_stranger(self, namespace: str, tag: Tag, extensions: Tag | None) -> None:
        for name in tag.attributes:
            space, _, local = name.rpartition(" ")
            if space == namespace:
                self.found.ignored.append(local)
        for child in extensions.children if extensions else ():
            if child.namespace != namespace:
                continue
            if namespace == SPIFF and child.name == "calledDecisionId":
                self.found.decision = child.text.strip() or None
            else:
                self.found.ignored.append(child.name)
