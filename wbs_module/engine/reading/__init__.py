"""From a BPMN file to a ``Drawing``: what was drawn, before anything is made of it.

Door: ``reader.read_drawing(bpmn)`` → (``Drawing`` or ``None``, problems).
"""
