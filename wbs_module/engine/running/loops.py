"""Activities that run more than once (BPMN 2.0, 10.3.4 and 13.3.7).

Around the activity stands a scope that nobody sees; in it, the rounds of a loop or the
instances of a multi-instance activity run as tokens. Events on the edge of the activity
belong to the scope, its clock and pauses to each instance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.defaults import (
    ParallelMultiInstanceTask,
    StandardLoopTask,
)

from .conditions import Condition, Formula
from .data import LOCAL, names_for, store_of
from .failure import Failure
from .node import FlowNode
from .scopes import Scope

if TYPE_CHECKING:
    from .token import Token

MOST_INSTANCES = 1_000
COUNTER = "loopCounter"


class _Around(Scope):
    """The unseen scope around the rounds."""

    def __init__(self, *args: Any, inner: str, **kwargs: Any) -> None:
        Scope.__init__(self, *args, **kwargs)
        self.inner = inner

    def enter(self, token: Token) -> None:
        token.internal_data["in"] = 1
        for name in self.boundary:
            token.add(token.workflow.spec.task_specs[name]).arrive()

    def leave(self, token: Token) -> None:
        token.workflow.close_armed(token)

    def cancelled(self, token: Token) -> None:
        """Its instances speak for themselves."""

    def emptied(self, token: Token) -> None:
        if "incident" not in token.internal_data:
            token.complete()

    def instance_done(self, around: Token, instance: Token) -> None:
        around.data.update(instance.data)
        around.data.pop(COUNTER, None)
        around.internal_data["done"] = around.internal_data.get("done", 0) + 1
        names = dict(names_for(instance))
        try:
            self.after_one(around, instance, names)
        except Failure as failure:
            around.internal_data["names"] = names
            around.workflow.incidents.open(around, failure)

    def after_one(self, around: Token, instance: Token, names: dict[str, Any]) -> None:
        raise NotImplementedError

    def retry(self, token: Token) -> None:
        if "done" not in token.internal_data:
            if self.attempt(token):
                token.complete()
            return
        names = token.internal_data.pop("names", {})
        names.update(store_of(token))
        try:
            self.decide(token, names)
        except Failure as failure:
            token.internal_data["names"] = names
            token.workflow.incidents.open(token, failure)
            return
        token.workflow.incidents.drop(token)
        token.workflow.end_if_empty(token)

    def decide(
        self, around: Token, names: dict[str, Any], instance: Token | None = None
    ) -> None:
        raise NotImplementedError


class Loop(_Around, StandardLoopTask):  # type: ignore[misc]
    """Again while a condition holds."""

    def __init__(
        self,
        *args: Any,
        condition: Condition | None,
        test_before: bool,
        maximum: int | None,
        **kwargs: Any,
    ) -> None:
        _Around.__init__(self, *args, **kwargs)
        self.condition = condition
        self.test_before = test_before
        self.maximum = maximum

    def work(self, token: Token) -> bool | None:
        names = {**names_for(token), COUNTER: 1}
        if self.test_before and not self._wanted(token, names):
            return True
        self._round(token, 1)
        return None

    def after_one(self, around: Token, instance: Token, names: dict[str, Any]) -> None:
        self.decide(around, names)

    def decide(
        self, around: Token, names: dict[str, Any], instance: Token | None = None
    ) -> None:
        done = around.internal_data["done"]
        if self.maximum is not None and done >= self.maximum:
            return
        if self._wanted(around, names):
            self._round(around, done + 1)

    def _wanted(self, token: Token, names: dict[str, Any]) -> bool:
        if self.maximum is not None and self.maximum < 1:
            return False
        return self.condition is None or self.condition.holds(names, token.workflow)

    def _round(self, around: Token, number: int) -> None:
        instance = around.add(around.workflow.spec.task_specs[self.inner])
        instance.data[COUNTER] = number
        instance.arrive()


class MultiInstance(_Around, ParallelMultiInstanceTask):  # type: ignore[misc]
    """Once for each item of a list, or so many times.

    :param item: name under which an instance sees its item
    :param output_collection: name of the list of what the completed instances gave,
        in the order of the items
    """

    def __init__(
        self,
        *args: Any,
        sequential: bool,
        cardinality: Formula | None,
        collection: Formula | None,
        item: str | None,
        output_collection: str | None,
        output_item: Formula | None,
        until: Condition | None,
        **kwargs: Any,
    ) -> None:
        _Around.__init__(self, *args, **kwargs)
        self.sequential = sequential
        self.count_formula = cardinality
        self.list_formula = collection
        self.item = item
        self.output_collection = output_collection
        self.output = output_item
        self.until = until

    def work(self, token: Token) -> bool | None:
        items = self._items(token)
        kept = token.internal_data
        kept["count"], kept["done"] = len(items), 0
        if self.output_collection is not None:
            kept["gathered"] = {}
        if not items:
            self._hand_over(token)
            return True
        if self.sequential:
            kept["items"] = items
            self._instance(token, 0, items[0])
        else:
            for index, item in enumerate(items):
                self._instance(token, index, item)
        return None

    def _items(self, token: Token) -> list[Any]:
        names, workflow = names_for(token), token.workflow
        if self.list_formula is not None:
            items = self.list_formula.value(names, workflow)
            if not isinstance(items, list):
                raise Failure(
                    "not_a_list",
                    "What this activity is to run through is not a list. Correct the "
                    "data.",
                )
        else:
            assert self.count_formula is not None
            count = self.count_formula.value(names, workflow)
            try:
                whole = int(count)
            except (TypeError, ValueError, ArithmeticError):
                whole = -1
            if whole < 0 or whole != count:
                raise Failure(
                    "not_a_count",
                    "How often this activity is to run is not a whole number of zero "
                    "or more. Correct the data.",
                )
            items = [None] * min(whole, MOST_INSTANCES + 1)
        if len(items) > MOST_INSTANCES:
            raise Failure(
                "too_many_instances",
                f"This activity would run more than {MOST_INSTANCES} times. Correct "
                "the data.",
            )
        return list(items)

    def _instance(self, around: Token, index: int, item: Any) -> None:
        instance = around.add(around.workflow.spec.task_specs[self.inner])
        local: dict[str, Any] = {COUNTER: index + 1}
        if self.item is not None:
            local[self.item] = item
        instance.internal_data[LOCAL] = local
        instance.internal_data["index"] = index
        instance.arrive()

    def after_one(self, around: Token, instance: Token, names: dict[str, Any]) -> None:
        kept = around.internal_data
        if "gathered" in kept:
            output = None
            if self.output is not None:
                output = self.output.value(names, around.workflow)
            kept["gathered"][str(instance.internal_data["index"])] = output
        else:
            written = dict(instance.internal_data[LOCAL])
            written.pop(COUNTER, None)
            written.pop(self.item, None)
            store_of(around).update(written)
        self.decide(around, names, instance)

    def decide(
        self, around: Token, names: dict[str, Any], instance: Token | None = None
    ) -> None:
        kept = around.internal_data
        if self.until is not None:
            counts = self._counts(around, instance)
            if self.until.holds({**names, **counts}, around.workflow):
                around.workflow.cancel_inside(around, keep=instance)
                self._hand_over(around)
                return
        done = kept["done"]
        if self.sequential and done < kept["count"]:
            self._instance(around, done, kept["items"][done])
        elif done == kept["count"]:
            self._hand_over(around)

    def _counts(self, around: Token, instance: Token | None) -> dict[str, int]:
        done, count = around.internal_data["done"], around.internal_data["count"]
        active = sum(
            1
            for child in around.children
            if not child.task_spec.is_armed and child is not instance
        )
        return {
            "numberOfInstances": count,
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": active,
            "numberOfTerminatedInstances": 0,
        }

    def _hand_over(self, around: Token) -> None:
        gathered = around.internal_data.pop("gathered", None)
        around.internal_data.pop("items", None)
        if gathered is not None and self.output_collection is not None:
            ordered = sorted(gathered.items(), key=lambda pair: int(pair[0]))
            store_of(around)[self.output_collection] = [value for _, value in ordered]


def is_repeated(node: FlowNode) -> bool:
    return isinstance(node, _Around)
