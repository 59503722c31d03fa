"""Sealing to people: two layers of age, neither of which the server can open.

The inner age file is for the approvers' generation, the outer one for the custodians'.
Any age program opens it in an emergency::

    age --decrypt -i custodians.key sealed | age --decrypt -i approvers.key
"""

from .age import age_encrypt
from .generation import APPROVERS, CUSTODIANS, Generation


def check_layers(custodians: Generation, approvers: Generation) -> None:
    """Raises `ValueError` if the layers were mixed up."""
    if (custodians.layer, approvers.layer) != (CUSTODIANS, APPROVERS):
        raise ValueError("The outer layer is the custodians', the inner not.")


def seal_identity(
    plaintext: bytes, custodians: Generation, approvers: Generation
) -> bytes:
    """``plaintext`` under both layers, in age's binary format.

    The generations must come from `verify_generation_chain` or `trusted_generations`;
    nothing is checked again here.
    """
    check_layers(custodians, approvers)
    inner = age_encrypt(plaintext, [approvers.age_recipient])
    return age_encrypt(inner, [custodians.age_recipient])
