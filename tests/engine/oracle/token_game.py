"""A small interpreter of BPMN 2.0, written from its execution semantics (clause 13).

It shares nothing with the engine: it moves tokens, is slow, and says what each rule
rests on. What runs by itself does so until nothing moves any more; then inclusive
joins are looked at (13.4.3 speaks of tokens that could still arrive), then scopes
without tokens end (13.3.4).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from . import triage
from .diagram import Diagram, Event, Flow, Node
from .expressions import assign, evaluate
from .inclusive_join import may_fire
from .standing import Run, Scope, Stuck, Wait, Work, catches, starts_event_sub


class TokenGame:
    """One instance of ``diagram``, at ``now``; see the commands below."""

    def __init__(self, diagram: Diagram, now: datetime) -> None:
        self.diagram, self.now = diagram, now
        self.data: dict[str, Any] = dict(diagram.given)
        self.status = "running"
        self.tasks: list[Run] = []
        self.calls: list[Run] = []
        self.moving: deque[tuple[Flow, Scope]] = deque()
        self.root = Scope(diagram, "")
        self.steps = 0

    # -- commands --------------------------------------------------------------

    def start(self, event: str | None = None) -> None:
        self._open(self.root, event)
        self._settle()

    def complete(self, node_id: str, values: dict[str, Any]) -> bool:
        run = next((run for run in self.tasks if run.work.node.id == node_id), None)
        if run is None:
            return False
        self.data.update(values)
        self.tasks.remove(run)
        self._run_done(run)
        self._settle()
        return True

    def answer(self, node_id: str, values: dict[str, Any]) -> bool:
        run = next((run for run in self.calls if run.work.node.id == node_id), None)
        if run is None:
            return False
        self.data.update(values)
        self.calls.remove(run)
        self._run_done(run)
        self._settle()
        return True

    def fail(self, node_id: str, code: str) -> bool:
        """The call of an activity ends with a BPMN error."""
        run = next((run for run in self.calls if run.work.node.id == node_id), None)
        if run is None:
            return False
        if not self._catch_at_boundary("error", code, run.work):
            self._throw("error", code, run.work.scope)
        self._settle()
        return True

    def message(self, name: str, values: dict[str, Any]) -> bool:
        """A message reaches one that waits for it (the first)."""
        for wait in self._waits():
            if wait.event == Event("message", name):
                self.data.update(values)
                self._trigger(wait)
                self._settle()
                return True
        return False

    def signal(self, name: str) -> bool:
        caught = self._broadcast(name)
        self._settle()
        return caught

    def wake(self, at: datetime) -> None:
        """Fire what is due up to ``at``, in due order; what they arm is armed now."""
        self.now = at
        while self.status == "running":
            ready = [
                (moment, number, wait)
                for number, wait in enumerate(self._waits())
                if (moment := wait.due()) is not None and moment <= at
            ]
            if not ready:
                return
            wait = min(ready, key=lambda item: item[:2])[2]
            wait.fired += 1
            self._trigger(wait)
            self._settle()

    def next_due(self) -> datetime | None:
        moments = [wait.due() for wait in self._waits()]
        return min((moment for moment in moments if moment), default=None)

    # -- what is seen ----------------------------------------------------------

    def open_tasks(self) -> Counter[str]:
        return Counter(run.work.node.id for run in self.tasks)

    def open_calls(self) -> Counter[str]:
        return Counter(run.work.node.id for run in self.calls)

    def waiting_events(self) -> list[Event]:
        """What messages, signals and timers are waited for, each once."""
        return list(dict.fromkeys(wait.event for wait in self._waits()))

    # -- moving ----------------------------------------------------------------

    def _settle(self) -> None:
        while self.status == "running":
            if self.moving:
                self._move(*self.moving.popleft())
            elif not (self._fire_inclusive_join() or self._end_scope()):
                return

    def _move(self, flow: Flow, scope: Scope) -> None:
        self.steps += 1
        if self.steps > 2000:
            raise Stuck("an automatic loop has no end")
        node = scope.diagram.nodes[flow.target]
        incoming = scope.diagram.incoming(node.id)
        if node.kind in ("and", "or") and len(incoming) > 1:
            scope.arrived[flow.id] += 1
            if node.kind == "and":
                self._fire_parallel_join(node, incoming, scope)
            return
        self._enter(node, scope)

    def _fire_parallel_join(
        self, node: Node, incoming: list[Flow], scope: Scope
    ) -> None:
        """13.4.1: one token from each incoming flow, one on each outgoing one."""
        if all(scope.arrived[flow.id] for flow in incoming):
            for flow in incoming:
                scope.arrived[flow.id] -= 1
            self._enter(node, scope)

    def _fire_inclusive_join(self) -> bool:
        for scope in self._scopes():
            for node in scope.diagram.inside(scope.name):
                incoming = scope.diagram.incoming(node.id)
                if node.kind != "or" or len(incoming) < 2:
                    continue
                if may_fire(node, scope):
                    for flow in incoming:
                        if scope.arrived[flow.id]:
                            scope.arrived[flow.id] -= 1
                    self._enter(node, scope)
                    return True
        return False

    def _end_scope(self) -> bool:
        """13.3.4: a scope ends when no token is left in it."""
        for scope in self._scopes():
            # Boundary events and event subprocesses wait, but are no tokens.
            waiting = any(
                wait.work is None and not starts_event_sub(wait) for wait in scope.waits
            )
            if not scope.works and not waiting and not +scope.arrived:
                self._close(scope)
                return True
        return False

    def _close(self, scope: Scope) -> None:
        self._kill(scope)
        if scope.owner is None:
            self.status = "completed"
        else:
            self._run_done(scope.owner)

    def _enter(self, node: Node, scope: Scope) -> None:
        if node.kind in ("xor", "or", "and"):
            self._leave(node, scope)
        elif node.kind == "event":
            gate = object()
            for flow in scope.diagram.outgoing(node.id):
                self._await(scope.diagram.nodes[flow.target], scope, gate=gate)
        elif node.kind == "catch" and node.event and node.event.kind != "link":
            self._await(node, scope)
        elif node.kind in ("throw", "end") and node.event is not None:
            self._throw_event(node, node.event, scope)
        elif node.kind in ("start", "catch", "throw"):
            self._leave(node, scope)
        elif node.kind != "end":
            self._begin(node, scope)

    def _leave(self, node: Node, scope: Scope) -> None:
        for flow in self._chosen(node, scope):
            self.moving.append((flow, scope))

    def _chosen(self, node: Node, scope: Scope) -> list[Flow]:
        """13.3.1, 13.4.2 and 13.4.3: which of the outgoing flows get a token."""
        flows = scope.diagram.outgoing(node.id)
        if node.kind == "and" or len(flows) == 1 and not flows[0].condition:
            return flows
        data = self._data(scope)
        exclusive = node.kind == "xor"
        chosen = []
        for flow in flows:
            if flow.default or (flow.condition is None and exclusive):
                continue
            if flow.condition is None or evaluate(flow.condition, data) is True:
                chosen.append(flow)
                if exclusive:
                    break
        chosen = chosen or [flow for flow in flows if flow.default]
        if flows and not chosen:
            raise Stuck(f"no way leads out of {node.id}")
        return chosen

    # -- activities ------------------------------------------------------------

    def _begin(self, node: Node, scope: Scope) -> None:
        work = Work(node, scope)
        scope.works.append(work)
        for boundary in scope.diagram.boundaries(node.id):
            self._await(boundary, scope, work=work)
        loop = node.loop
        if loop is None:
            self._run(work, None)
        elif loop.how == "while":
            if loop.before and evaluate(loop.over, self._data(scope)) is not True:
                self._work_done(work)
            else:
                self._run(work, None)
        else:
            over = evaluate(loop.over, self._data(scope))
            items = list(over) if loop.item else list(range(over))
            work.number = len(items)
            work.left = deque(items)
            if not items:
                self._work_done(work)
            for _ in range(1 if loop.sequential and items else len(items)):
                if work in scope.works:
                    self._run(work, work.left.popleft())

    def _run(self, work: Work, item: Any) -> None:
        run = Run(work, item)
        work.runs.append(run)
        node, scope = work.node, work.scope
        if node.kind in ("user", "manual"):
            self.tasks.append(run)
        elif node.kind in ("service", "send"):
            self.calls.append(run)
        elif node.kind == "receive":
            self._await(node, scope, run=run)
        elif node.kind in ("sub", "call"):
            self._open_inside(run)
        else:
            if node.kind == "script":
                assign(node.does["script"], self.data)
            elif node.kind == "rule":
                self.data.update(triage.decide(self.data))
            self._run_done(run)

    def _open_inside(self, run: Run) -> None:
        node, scope = run.work.node, run.work.scope
        diagram, name = scope.diagram, node.id
        if node.kind == "call":
            diagram, name = self.diagram.called[node.does["process"]], ""
        run.inner = Scope(diagram, name, run, scope)
        if node.loop is not None and node.loop.item is not None:
            run.inner.local[node.loop.item] = run.item
        self._open(run.inner, None)

    def _open(self, scope: Scope, event: str | None) -> None:
        for sub in scope.diagram.event_subs(scope.name):
            for start in scope.diagram.inside(sub.id):
                if start.kind == "start":
                    self._await(start, scope)
        for node in scope.diagram.inside(scope.name):
            wanted = node.id == event if event else node.event is None
            if node.kind == "start" and (wanted or self._is_event_sub(scope)):
                self._leave(node, scope)

    def _is_event_sub(self, scope: Scope) -> bool:
        node = scope.diagram.nodes.get(scope.name)
        return node is not None and node.event_sub

    def _run_done(self, run: Run) -> None:
        work = run.work
        work.runs.remove(run)
        work.done += 1
        loop = work.node.loop
        if loop is None:
            self._work_done(work)
        elif loop.how == "while":
            again = evaluate(loop.over, self._data(work.scope)) is True
            if again and (loop.maximum is None or work.done < loop.maximum):
                self._run(work, None)
            else:
                self._work_done(work)
        elif self._complete_early(work) or work.done == work.number:
            self._cancel_runs(work)
            self._work_done(work)
        elif loop.sequential:
            self._run(work, work.left.popleft())

    def _complete_early(self, work: Work) -> bool:
        """10.2.8, completionCondition: looked at when an instance ends."""
        loop = work.node.loop
        if loop is None or loop.until is None:
            return False
        counts = {
            "numberOfInstances": work.number,
            "numberOfCompletedInstances": work.done,
            "numberOfActiveInstances": len(work.runs),
        }
        return evaluate(loop.until, {**self._data(work.scope), **counts}) is True

    def _work_done(self, work: Work) -> None:
        work.scope.works.remove(work)
        self._forget_waits(work)
        if work.node.event_sub:
            return  # 13.5.4: nothing follows an event subprocess
        self._leave(work.node, work.scope)

    # -- events ----------------------------------------------------------------

    def _await(self, node: Node, scope: Scope, **more: Any) -> None:
        event = node.event
        if node.kind == "receive":
            event = Event("message", node.does["message"])
        assert event is not None
        scope.waits.append(Wait(node, event, scope, self.now, **more))

    def _trigger(self, wait: Wait) -> None:
        node, scope = wait.node, wait.scope
        if starts_event_sub(wait):
            self._start_event_sub(wait)
        elif wait.work is not None:
            if node.interrupting:
                self._cancel(wait.work)
            elif wait.event.kind == "timer" and wait.due() is None:
                scope.waits.remove(wait)
            self._leave(node, scope)
        else:
            gate = wait.gate
            scope.waits = [
                other
                for other in scope.waits
                if other is not wait and (gate is None or other.gate is not gate)
            ]
            if wait.run is not None:
                self._run_done(wait.run)
            else:
                self._leave(node, scope)

    def _start_event_sub(self, wait: Wait) -> None:
        """13.5.4: an interrupting one ends all else in its scope first."""
        scope, sub = wait.scope, wait.scope.diagram.nodes[wait.node.scope]
        if wait.node.interrupting:
            self._kill(scope)
            scope.over = False
        elif wait.event.kind == "timer" and wait.due() is None:
            scope.waits.remove(wait)
        self._begin(sub, scope)

    def _throw_event(self, node: Node, event: Event, scope: Scope) -> None:
        if event.kind == "terminate":
            self._kill(scope)
            scope.over = False  # 13.5.6: it ends as a scope without tokens does
        elif event.kind == "error":
            self._throw("error", event.value, scope)
        elif event.kind == "link":
            catch = next(
                other
                for other in scope.diagram.inside(scope.name)
                if other.kind == "catch" and other.event == event
            )
            self._enter(catch, scope)
        elif event.kind == "message":
            self._begin(Node(node.id, "send", node.scope), scope)
        else:
            if node.kind == "throw":
                # The token goes on first, so that an interruption takes it along.
                self._leave(node, scope)
            if event.kind == "signal":
                self._broadcast(event.value)
            else:
                self._throw("escalation", event.value, scope)

    def _throw(self, kind: str, code: str, scope: Scope) -> None:
        """10.4.7: the innermost scope that catches it; an error must be caught."""
        at: Scope | None = scope
        while at is not None:
            for wait in list(at.waits):
                if starts_event_sub(wait) and catches(wait, kind, code):
                    self._trigger(wait)
                    return
            if at.owner is None:
                break
            if self._catch_at_boundary(kind, code, at.owner.work):
                return
            at = at.outer
        if kind == "error":
            raise Stuck("an error that nobody catches")

    def _catch_at_boundary(self, kind: str, code: str, work: Work) -> bool:
        for wait in list(work.scope.waits):
            if wait.work is work and catches(wait, kind, code):
                self._trigger(wait)
                return True
        return False

    def _broadcast(self, name: str) -> bool:
        """A signal reaches all that wait for it when it is thrown (10.4.1)."""
        waiting = [
            wait for wait in self._waits() if wait.event == Event("signal", name)
        ]
        for wait in waiting:
            if wait in wait.scope.waits and not wait.scope.over:
                self._trigger(wait)
        return bool(waiting)

    # -- ending ----------------------------------------------------------------

    def _cancel(self, work: Work) -> None:
        self._cancel_runs(work)
        self._forget_waits(work)
        work.scope.works.remove(work)

    def _cancel_runs(self, work: Work) -> None:
        for run in work.runs:
            self.tasks = [other for other in self.tasks if other is not run]
            self.calls = [other for other in self.calls if other is not run]
            work.scope.waits = [
                wait for wait in work.scope.waits if wait.run is not run
            ]
            if run.inner is not None:
                self._kill(run.inner)
        work.runs = []

    def _kill(self, scope: Scope) -> None:
        for work in list(scope.works):
            self._cancel(work)
        scope.waits, scope.arrived, scope.over = [], Counter(), True
        self.moving = deque(item for item in self.moving if item[1] is not scope)

    def _forget_waits(self, work: Work) -> None:
        work.scope.waits = [wait for wait in work.scope.waits if wait.work is not work]

    # -- looking ---------------------------------------------------------------

    def _scopes(self) -> Iterator[Scope]:
        """Innermost first."""

        def inner(scope: Scope) -> Iterator[Scope]:
            for work in list(scope.works):
                for run in list(work.runs):
                    if run.inner is not None:
                        yield from inner(run.inner)
            yield scope

        return inner(self.root)

    def _waits(self) -> list[Wait]:
        return [wait for scope in self._scopes() for wait in scope.waits]

    def _data(self, scope: Scope) -> dict[str, Any]:
        local: dict[str, Any] = {}
        at: Scope | None = scope
        while at is not None:
            local = {**at.local, **local}
            at = at.outer
        return {**self.data, **local}
