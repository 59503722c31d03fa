"""A new generation as plain data, to be carried from set-up into the database."""

import base64
from collections.abc import Mapping

from .generation import Generation
from .generation_creation import NewGeneration


def generation_to_record(made: NewGeneration) -> dict[str, str | int]:
    """Public record and sealed private halves, fit for JSON; nothing is secret."""
    return {
        "layer": made.generation.layer,
        "number": made.generation.number,
        "age_recipient": made.generation.age_recipient,
        "signing_public_key": made.generation.signing_public_key,
        "previous": made.generation.previous,
        "created": made.generation.created,
        "signature": made.generation.signature,
        "sealed_private": base64.b64encode(made.sealed_private).decode(),
    }


def generation_from_record(record: Mapping[str, object]) -> NewGeneration:
    """What `generation_to_record` wrote. Raises `KeyError` or `ValueError`.

    Nothing is trusted by reading it: see `verify_generation_chain`.
    """
    number = record["number"]
    if not isinstance(number, int):
        raise ValueError("The number of a generation is a whole number.")
    return NewGeneration(
        Generation(
            layer=str(record["layer"]),
            number=number,
            age_recipient=str(record["age_recipient"]),
            signing_public_key=str(record["signing_public_key"]),
            previous=str(record["previous"]),
            created=str(record["created"]),
            signature=str(record["signature"]),
        ),
        base64.b64decode(str(record["sealed_private"]), validate=True),
    )
