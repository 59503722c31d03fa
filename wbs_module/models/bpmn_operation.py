"""What a drawing may call: operations, letters and messages to the outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo import api, models, tools

from ..engine.contract import Call, OperationSignature


class BpmnError(Exception):
    """An operation ended in an error that the drawing may catch (BPMN 2.0, 10.5.6).

    :param code: error code, one of those that the operation declared
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def operation(
    key: str,
    *,
    parameters: dict[str, bool] | None = None,
    results: tuple[str, ...] = (),
    errors: tuple[str, ...] = (),
) -> Callable:
    """Declare a method of ``bpmn.operation`` that drawings may call by ``key``.

    The method is called as ``method(instance, **parameters)`` in the transaction of
    the step, in a savepoint, as superuser with the uid of whoever caused the step. It
    answers a dict with its results, or raises ``BpmnError``; any other exception
    becomes an incident and is tried again later.

    :param parameters: name of each parameter → whether it must be given
    :param results: names of the values that it answers
    :param errors: codes of the ``BpmnError`` that it may raise
    """

    def declare(method: Callable) -> Callable:
        method._bpmn_operation = (
            key,
            OperationSignature(
                parameters=parameters or {}, results=results, errors=errors
            ),
        )
        return method

    return declare


class BpmnOperation(models.AbstractModel):
    """Domain addons extend this model by ``_inherit`` and ``@operation``."""

    _name = "bpmn.operation"
    _description = "Operations of Procedures"

    @api.model
    @tools.ormcache()
    def _declared(self) -> dict[str, tuple[OperationSignature, str]]:
        """Key → signature and name of the method, of each operation."""
        found = {}
        for name in dir(type(self)):
            declared = getattr(getattr(type(self), name, None), "_bpmn_operation", None)
            if declared:
                key, signature = declared
                found[key] = signature, name
        return found

    @api.model
    def _signatures(self) -> dict[str, OperationSignature]:
        return {key: signature for key, (signature, _) in self._declared().items()}

    @api.model
    def _letter_keys(self, company: models.Model) -> frozenset[str]:
        """Keys of the letters that a drawing of this company may send. Extend."""
        return frozenset()

    @api.model
    def _perform(self, instance: models.Model, call: Call) -> dict[str, Any]:
        """Do what the engine asks for; answers the results.

        :raise BpmnError: the operation failed in a way that the drawing may catch
        """
        if call.kind == "letter":
            return self._letter(instance, call.name, call) or {}
        if call.kind == "message":
            return self._message(instance, call.name, call) or {}
        if call.name not in self._declared():
            raise LookupError(f"No operation has the key {call.name!r}.")
        _signature, method_name = self._declared()[call.name]
        return getattr(self, method_name)(instance, **call.parameters) or {}

    @api.model
    def _letter(
        self, instance: models.Model, key: str, call: Call
    ) -> dict[str, Any] | None:
        """Queue the letter ``key``. Domain addons override it."""
        raise LookupError(f"No letter has the key {key!r}.")

    @api.model
    def _message(
        self, instance: models.Model, name: str, call: Call
    ) -> dict[str, Any] | None:
        """A message thrown to another pool: a black box outside, so that by default
        nothing is to be done. Domain addons override it."""
        return None
