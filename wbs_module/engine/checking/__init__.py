"""Whether a ``Drawing`` can be run, said about what the person drew.

Door: ``check.check_drawing(drawing, surroundings) -> tuple[Problem, ...]``.
"""
