"""From a BPMN file to a ``Drawing``: what was drawn, before anything is made of it.

Door: ``reader.read_drawing(bpmn: bytes) -> tuple[Drawing | None, tuple[Problem, ...]]``.
"""
