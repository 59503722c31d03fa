"""Draws diagrams at random, structured and not, for the engine and the token game.

A diagram is grown from blocks. What decides a way is answered by the user task right
before it, so no two tokens ever write one name for two readers. *Unstructured* diagrams
have jumps besides: exclusive gateways that lead to any merge of their region, and now
and then out of a parallel branch, which may well be refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from .diagram import Diagram, Event, Loop, Node

SIGNALS = ["Flood", "Fire"]


@dataclass
class _Region:
    """Where a single token moves: what it may jump to, and jumps without a target.

    ``free``: no join waits for the token, so its way may end anywhere.
    """

    free: bool = False
    merges: list[str] = field(default_factory=list)
    jumps: list[tuple[str, str]] = field(default_factory=list)


class _Grower:
    def __init__(self, draw: st.DrawFn, jumping: bool) -> None:
        self.draw, self.jumping = draw, jumping
        self.diagram = Diagram()
        self.number = 0
        self.left = draw(st.integers(3, 20))

    # -- pieces ----------------------------------------------------------------

    def node(self, kind: str, scope: str, **more: object) -> str:
        self.number += 1
        node = Node(f"{kind.capitalize()}{self.number}", kind, scope, **more)  # type: ignore[arg-type]
        return self.diagram.add(node).id

    def chance(self, of_ten: int) -> bool:
        return self.draw(st.integers(0, 9)) < of_ten

    def timer(self) -> Event:
        """No two timers of a diagram last the same time."""
        hours = self.draw(st.integers(0, 30))
        return Event("timer", f"PT{hours}H{self.number + 1}M")

    def happening(self) -> Event:
        kind = self.draw(st.sampled_from(["timer", "message", "signal", "thrown"]))
        if kind == "thrown":  # by some element of the diagram, perhaps
            return Event("signal", self.draw(st.sampled_from(SIGNALS)))
        return self.timer() if kind == "timer" else Event(kind, f"N{self.number}")

    def deciding_task(self, scope: str) -> tuple[str, str]:
        """A user task and the name that it answers."""
        task = self.node("user", scope)
        name = f"answer{self.number}"
        self.diagram.nodes[task].fields[name] = "integer"
        return task, name

    # -- scopes ----------------------------------------------------------------

    def fill(self, scope: str, depth: int) -> None:
        region = _Region(free=True)
        start = self.node("start", scope)
        last = self.sequence(start, scope, region, depth)
        last = self.land(last, scope, region)
        kind = self.draw(st.integers(0, 9))
        event = Event("terminate") if kind == 0 else None
        self.diagram.connect(last, self.node("end", scope, event=event))
        if depth < 2 and self.left > 0 and self.chance(2):
            self.event_subprocess(scope, depth)

    def event_subprocess(self, scope: str, depth: int) -> None:
        sub = self.node("sub", scope, event_sub=True)
        event = self.happening()
        beside = self.chance(5)
        start = self.node("start", sub, event=event, interrupting=not beside)
        last = self.sequence(start, sub, _Region(), depth + 2)
        self.diagram.connect(last, self.node("end", sub))

    def land(self, last: str, scope: str, region: _Region) -> str:
        """Give jumps that found no merge one at the end."""
        if not region.jumps:
            return last
        merge = self.merge(last, scope, region)
        for source, condition in region.jumps:
            self.diagram.connect(source, merge, condition)
        region.jumps.clear()
        return merge

    def merge(self, last: str, scope: str, region: _Region) -> str:
        merge = self.node("xor", scope)
        self.diagram.connect(last, merge)
        region.merges.append(merge)
        return merge

    # -- blocks ----------------------------------------------------------------

    def sequence(self, last: str, scope: str, region: _Region, depth: int) -> str:
        for _ in range(self.draw(st.integers(1, 3))):
            last = self.block(last, scope, region, depth)
        return last

    def block(self, last: str, scope: str, region: _Region, depth: int) -> str:
        self.left -= 1
        if self.left < 0 or depth > 3:
            return self.task(last, scope)
        if self.jumping and self.chance(3):
            last = self.merge(last, scope, region)
            while region.jumps and self.chance(6):
                self.diagram.connect(region.jumps[0][0], last, region.jumps[0][1])
                del region.jumps[0]
        grow = self.draw(
            st.sampled_from(
                [
                    self.task_block,
                    self.choice,
                    self.choice,
                    self.parallel,
                    self.inclusive,
                    self.loop,
                    self.event_gateway,
                    self.subprocess,
                    self.conditional_flows,
                    self.repeated,
                    self.catching,
                    self.throwing,
                    self.failing,
                    self.operation,
                    self.called,
                    self.linked,
                ]
            )
        )
        return grow(last, scope, region, depth)

    def task(self, last: str, scope: str) -> str:
        kind = self.draw(st.sampled_from(["user", "user", "manual", "task"]))
        task = self.node(kind, scope)
        self.diagram.connect(last, task)
        return task

    def task_block(self, last: str, scope: str, region: _Region, depth: int) -> str:
        task = self.node("user", scope)
        self.diagram.connect(last, task)
        if self.chance(6):
            return self.boundary(task, scope, region, depth)
        return task

    def boundary(self, host: str, scope: str, region: _Region, depth: int) -> str:
        """An event on the edge: its way ends for itself, or meets the main one."""
        interrupting = self.chance(5)
        edge = self.node(
            "boundary",
            scope,
            event=self.happening(),
            attached=host,
            interrupting=interrupting,
        )
        # A way beside the activity is another token: it has a region of its own.
        inner = region if interrupting else _Region()
        last = self.sequence(edge, scope, inner, depth + 1)
        if not interrupting:
            last = self.land(last, scope, inner)
        if interrupting and (not region.free or self.chance(6)):
            merge = self.merge(host, scope, region)
            self.diagram.connect(last, merge)
            return merge
        self.diagram.connect(last, self.node("end", scope))
        return host

    def choice(self, last: str, scope: str, region: _Region, depth: int) -> str:
        task, name = self.deciding_task(scope)
        gateway = self.node("xor", scope)
        self.diagram.connect(last, task)
        self.diagram.connect(task, gateway)
        ends = []
        for value in range(1, self.draw(st.integers(2, 3))):
            ends.append(self.branch(gateway, f"{name} = {value}", scope, region, depth))
        if self.jumping and self.chance(5):
            self.jump(gateway, f"{name} = 3", region)
        ends.append(self.branch(gateway, "*", scope, region, depth))
        if region.free and self.chance(2):
            self.diagram.connect(ends.pop(0), self.node("end", scope))
        merge = self.node("xor", scope)
        for end in ends:
            self.diagram.connect(end, merge)
        region.merges.append(merge)
        return merge

    def branch(
        self, gateway: str, condition: str, scope: str, region: _Region, depth: int
    ) -> str:
        task = self.node("user", scope)
        self.diagram.connect(gateway, task, condition)
        if self.chance(4):
            return self.sequence(task, scope, region, depth + 1)
        return task

    def jump(self, gateway: str, condition: str, region: _Region) -> None:
        if region.merges and self.chance(5):
            target = self.draw(st.sampled_from(region.merges))
            self.diagram.connect(gateway, target, condition)
        else:
            region.jumps.append((gateway, condition))

    def parallel(self, last: str, scope: str, region: _Region, depth: int) -> str:
        split, join = self.node("and", scope), self.node("and", scope)
        self.diagram.connect(last, split)
        for _ in range(self.draw(st.integers(2, 3))):
            # Seldom a branch may jump out: then the join may wait for ever.
            own = region if self.jumping and self.chance(1) else _Region()
            end = self.sequence(split, scope, own, depth + 1)
            if own is not region:
                end = self.land(end, scope, own)
            self.diagram.connect(end, join)
        return join

    def inclusive(self, last: str, scope: str, region: _Region, depth: int) -> str:
        task, name = self.deciding_task(scope)
        split, join = self.node("or", scope), self.node("or", scope)
        self.diagram.connect(last, task)
        self.diagram.connect(task, split)
        for value in range(1, self.draw(st.integers(3, 4))):
            own = _Region()
            end = self.branch(split, f"{name} >= {value}", scope, own, depth)
            self.diagram.connect(self.land(end, scope, own), join)
        self.diagram.connect(split, join, "*")
        return join

    def loop(self, last: str, scope: str, region: _Region, depth: int) -> str:
        merge = self.merge(last, scope, region)
        end = self.sequence(merge, scope, region, depth + 1)
        task, name = self.deciding_task(scope)
        gateway = self.node("xor", scope)
        self.diagram.connect(end, task)
        self.diagram.connect(task, gateway)
        self.diagram.connect(gateway, merge, f"{name} = 1")
        after = self.node("user", scope)
        self.diagram.connect(gateway, after, "*")
        return after

    def event_gateway(self, last: str, scope: str, region: _Region, depth: int) -> str:
        gateway, merge = self.node("event", scope), self.node("xor", scope)
        self.diagram.connect(last, gateway)
        for _ in range(self.draw(st.integers(2, 3))):
            catch = self.node("catch", scope, event=self.happening())
            self.diagram.connect(gateway, catch)
            end = self.sequence(catch, scope, region, depth + 1)
            self.diagram.connect(end, merge)
        region.merges.append(merge)
        return merge

    def subprocess(self, last: str, scope: str, region: _Region, depth: int) -> str:
        sub = self.node("sub", scope)
        self.diagram.connect(last, sub)
        self.fill(sub, depth + 1)
        if self.chance(3):
            self.diagram.nodes[sub].loop = self.repetition()
        if self.chance(5):
            return self.boundary(sub, scope, region, depth)
        return sub

    def conditional_flows(
        self, last: str, scope: str, region: _Region, depth: int
    ) -> str:
        task, name = self.deciding_task(scope)
        self.diagram.connect(last, task)
        join = self.node("or", scope)
        for condition in (f"{name} >= 1", f"{name} >= 2", "*"):
            end = self.branch(task, condition, scope, _Region(), depth + 3)
            self.diagram.connect(end, join)
        return join

    def repeated(self, last: str, scope: str, region: _Region, depth: int) -> str:
        task = self.node("user", scope, loop=self.repetition())
        self.diagram.connect(last, task)
        if self.chance(4):
            return self.boundary(task, scope, region, depth)
        return task

    def throwing(self, last: str, scope: str, region: _Region, depth: int) -> str:
        """The task before it sees to it that nothing else moves when it is thrown."""
        task = self.node("user", scope)
        signal = Event("signal", self.draw(st.sampled_from(SIGNALS)))
        throw = self.node("throw", scope, event=signal)
        self.diagram.connect(last, task)
        self.diagram.connect(task, throw)
        return throw

    def failing(self, last: str, scope: str, region: _Region, depth: int) -> str:
        """A subprocess that may end in an error or escalation, caught on its edge."""
        sub = self.node("sub", scope)
        self.diagram.connect(last, sub)
        kind = self.draw(st.sampled_from(["error", "escalation"]))
        code = f"Code{self.number}"
        task, name = self.deciding_task(sub)
        gateway = self.node("xor", sub)
        self.diagram.connect(self.node("start", sub), task)
        self.diagram.connect(task, gateway)
        end = self.node("end", sub, event=Event(kind, code))
        self.diagram.connect(gateway, end, f"{name} = 1")
        inner = self.sequence(gateway, sub, _Region(), depth + 1)
        self.first_is_default(gateway)
        self.diagram.connect(inner, self.node("end", sub))
        interrupting = kind == "error" or self.chance(5)
        edge = self.node(
            "boundary",
            scope,
            event=Event(kind, code if self.chance(7) else ""),
            attached=sub,
            interrupting=interrupting,
        )
        caught = self.node("user", scope)
        self.diagram.connect(edge, caught)
        if not interrupting:
            self.diagram.connect(caught, self.node("end", scope))
            return sub
        merge = self.node("xor", scope)
        self.diagram.connect(sub, merge)
        self.diagram.connect(caught, merge)
        return merge

    def first_is_default(self, gateway: str) -> None:
        flow = self.diagram.outgoing(gateway)[1]
        flow.default = True

    def operation(self, last: str, scope: str, region: _Region, depth: int) -> str:
        """Something to be done by the caller, or a message to wait for."""
        kind = self.draw(st.sampled_from(["service", "send", "receive"]))
        does = {
            "service": {"operation": "register"},
            "send": {"letter": "receipt"},
            "receive": {"message": f"R{self.number}"},
        }[kind]
        task = self.node(kind, scope, does=does)
        self.diagram.connect(last, task)
        if self.chance(3):
            return self.boundary(task, scope, region, depth)
        return task

    def called(self, last: str, scope: str, region: _Region, depth: int) -> str:
        grower = _Grower(self.draw, jumping=False)
        grower.diagram.process_id = f"Called{self.number}"
        grower.diagram.called = self.diagram.called
        grower.number, grower.left = self.number * 1_000, 2
        start = grower.node("start", "")
        end = grower.sequence(start, "", _Region(), 3)
        grower.diagram.connect(end, grower.node("end", ""))
        name = grower.diagram.process_id
        self.diagram.called[name] = grower.diagram
        call = self.node("call", scope, does={"process": name})
        self.diagram.connect(last, call)
        if self.chance(4):
            return self.boundary(call, scope, region, depth)
        return call

    def linked(self, last: str, scope: str, region: _Region, depth: int) -> str:
        link = Event("link", f"Link{self.number}")
        self.diagram.connect(last, self.node("throw", scope, event=link))
        catch = self.node("catch", scope, event=link)
        task = self.node("user", scope)
        self.diagram.connect(catch, task)
        return task

    def repetition(self) -> Loop:
        number = self.draw(st.integers(0, 3))
        return Loop("each", str(number), sequential=self.chance(5))

    def catching(self, last: str, scope: str, region: _Region, depth: int) -> str:
        catch = self.node("catch", scope, event=self.happening())
        self.diagram.connect(last, catch)
        return catch


@st.composite
def diagrams(draw: st.DrawFn, jumping: bool = False) -> Diagram:
    """A random diagram; ``jumping``: an unstructured one."""
    grower = _Grower(draw, jumping)
    grower.fill("", 0)
    return grower.diagram
