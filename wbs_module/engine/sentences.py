"""Marks the English sentences that a caller may say in another language.

The mark changes nothing: the sentence itself is what translations are found by, and
tools that gather sentences to translate look for the name of the mark.
"""


def _lt(sentence: str) -> str:
    return sentence
