"""Moves tokens: SpiffWorkflow task specifications and a workflow of our own kind.

SpiffWorkflow keeps the task tree and drives each task through its life (``update``,
``ready``, ``run``, ``complete``, ``cancel``). What a node does at each of these moments
stands here, after the text of BPMN 2.0 (OMG formal/2011-01-03).
"""
