"""Every bound of the language, in one place.

The bounds are wide for what a decision in a procedure needs and narrow for an attack:
the dearest expression that they admit takes a fraction of a second.
"""

from __future__ import annotations

#: Characters of one expression, unary test or script.
TEXT_LENGTH = 10_000
#: Depth of the expression's tree, and of values handed in.
DEPTH = 100
#: Steps of one evaluation; a turn of a loop costs as many as its body has nodes.
STEPS = 100_000
#: Items of a list that an evaluation produces.
LIST_LENGTH = 10_000
#: Characters of a string that an evaluation produces.
STRING_LENGTH = 100_000
#: Parsed texts kept in memory, for each kind of text.
CACHED_TEXTS = 4_096
#: Significant digits of a number (decimal128, DMN 1.3 section 10.3.2).
NUMBER_DIGITS = 34
#: Exponents of a number reach from minus to plus this.
NUMBER_EXPONENT = 6_144
