"""The published functions (DMN 1.3 section 10.3.4), each module one of its tables."""

from . import lists, numbers, presence, strings, temporal
from .registry import FUNCTIONS, Function, Parameter

__all__ = [
    "FUNCTIONS",
    "Function",
    "Parameter",
    "lists",
    "numbers",
    "presence",
    "strings",
    "temporal",
]
