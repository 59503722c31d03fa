"""Gateways that wait: when has every token arrived that can?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from .failure import Failure

if TYPE_CHECKING:
    from .token import Token
    from .workflow import Procedure


def waiting_at(token: Token) -> dict[str, list[Token]]:
    """Tokens that wait at the same gateway in the same scope: flow id → oldest first.

    Tokens stay on their flow until the gateway takes them, so two tokens on one flow
    of a loop are two rounds, never one.
    """
    scope, spec = token.scope, token.task_spec
    found: dict[str, list[Token]] = {}
    joining = token.workflow.joining
    for other in sorted(joining.values(), key=_age):
        if other.task_spec is spec and other.scope is scope:
            found.setdefault(other.internal_data["via"], []).append(other)
    return found


def merge(token: Token, others: list[Token]) -> None:
    """Make one token of several: what the later ones know overrides the earlier."""
    workflow = token.workflow
    merged = {}
    for each in sorted([token, *others], key=_age):
        merged.update(each.data)
    token.data = merged
    for other in others:
        workflow.forget(other)
    workflow.joining.pop(token.id, None)
    token._ready()


def _age(token: Token) -> int:
    return token.id


def fire_inclusive_joins(workflow: Procedure) -> bool:
    """Let one inclusive gateway go on for which no more token can come (BPMN 2.0,
    13.3.3). It is asked when nothing else moves, so a token that is still on its way
    is always seen. Returns whether there was one."""
    if not workflow.joining:
        return False
    asked: set[tuple[int, str]] = set()
    for token in sorted(workflow.joining.values(), key=_age):
        spec = token.task_spec
        place = (token.scope.id, spec.name)
        if not spec.is_inclusive or place in asked:
            continue
        asked.add(place)
        waiting = waiting_at(token)
        if _more_may_come(token, waiting):
            continue
        first = [tokens[0] for tokens in waiting.values()]
        first.sort(key=_age)
        merge(first[-1], first[:-1])
        return True
    return False


def _more_may_come(token: Token, waiting: dict[str, list[Token]]) -> bool:
    """Is there a token with a path to an empty flow of this gateway, and none to a
    flow that holds a token?"""
    spec, workflow = token.task_spec, token.workflow
    reach = workflow.process.reach(spec)
    empty = [flow for flow in spec.incoming if flow not in waiting]
    taken = [flow for flow in spec.incoming if flow in waiting]
    if not empty:
        return False
    for other in token.scope.children:
        if not other._state & TaskState.NOT_FINISHED_MASK or other.task_spec.is_armed:
            continue
        if other.task_spec is spec:
            continue
        name = other.task_spec.name
        if any(name in reach[flow] for flow in empty) and not any(
            name in reach[flow] for flow in taken
        ):
            return True
    return False


def recheck(workflow: Procedure) -> None:
    """Let parallel gateways go on that are complete in another version."""
    for token in sorted(workflow.joining.values(), key=_age):
        if token.task_spec.is_inclusive or token.id not in workflow.joining:
            continue
        waiting = waiting_at(token)
        if len(waiting) == len(token.task_spec.incoming):
            first = [tokens[0] for tokens in waiting.values()]
            first.sort(key=_age)
            merge(first[-1], first[:-1])


def note_waiting_in_vain(workflow: Procedure) -> None:
    """Say it where every token waits at a join and nothing can bring another one.

    Deployment refuses what can be proven to end so; this is for drawings that were too
    large to be explored.
    """
    if not workflow.joining or len(workflow.incidents.of_token) or workflow.ready:
        return
    for token in workflow.tasks.values():
        spec = token.task_spec
        if token.id not in workflow.joining and not spec.is_scope:
            return  # something may still happen, an armed event included
    for token in list(workflow.joining.values()):
        workflow.incidents.open(
            token,
            Failure(
                "waits_in_vain",
                "A token waits here for others that can no longer come. Skip it to go "
                "on with those that are here, and correct the drawing.",
            ),
        )


def go_on_without(token: Token) -> None:
    """Fire a gateway with the tokens that are there."""
    first = [tokens[0] for tokens in waiting_at(token).values()]
    merge(token, [other for other in first if other is not token])
