"""From a checked drawing to SpiffWorkflow specifications of our own kind.

What BPMN allows in many ways is brought to one here: links become jumps, conditions on
flows out of an activity a choice behind it, repeated activities a scope with rounds.
The elements keep the ids that were drawn for history, messages and overlays.
"""
