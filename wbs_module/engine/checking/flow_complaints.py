"""Complaints about the flow: connections, events, gateways, soundness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..sentences import _lt

FLOW_COMPLAINTS: Mapping[Literal["error", "warning"], Mapping[str, tuple[str, str]]] = {
    "error": {
        # --- Connections
        "process_empty": (
            _lt("{element} contains nothing that could run."),
            _lt("Draw at least a start event, a task and an end event."),
        ),
        "flow_across": (
            _lt("{element} crosses the border of a subprocess."),
            _lt(
                "Let it end at the border: at the subprocess itself or at an event on "
                "its "
                "edge."
            ),
        ),
        "start_incoming": (
            _lt("{element} is a start event, but a flow leads into it."),
            _lt("Lead the flow into the first element after it."),
        ),
        "start_alone": (
            _lt("{element} is a start event from which nothing leads on."),
            _lt("Connect it with the first element."),
        ),
        "end_outgoing": (
            _lt("{element} is an end event, but a flow leaves it."),
            _lt(
                "Let the flow begin at the element before, or use an intermediate "
                "event."
            ),
        ),
        "boundary_incoming": (
            _lt("{element} sits on the edge of an activity, but a flow leads into it."),
            _lt("Lead the flow into the activity."),
        ),
        "gateway_dead_end": (
            _lt("{element} is a gateway that leads nowhere."),
            _lt("Connect it, or take it out."),
        ),
        "unreachable": (
            _lt("{element} can never be reached: no flow from a start leads there."),
            _lt("Connect it, or take it out."),
        ),
        "no_end": (
            _lt("From {element} no end can be reached."),
            _lt("Draw a way out, such as a gateway with a flow to an end event."),
        ),
        "chain_too_long": (
            _lt("{count} elements stand in a row from {element} on; {limit} can run."),
            _lt("Move parts of them into subprocesses or processes to call."),
        ),
        "start_several": (
            _lt("{element} has {count} start events without a trigger."),
            _lt("Keep one; put a gateway behind it where several ways begin."),
        ),
        "start_kind": (
            _lt("{element} starts with {kind}, which is not possible in this place."),
            _lt(
                "A process starts with none, a timer, a message or a signal; a "
                "subprocess "
                "with none; an event subprocess with a trigger."
            ),
        ),
        # --- Events
        "event_kind_missing": (
            _lt("{element} does not say what it waits for."),
            _lt("Choose a kind of event, such as a timer or a message."),
        ),
        "event_kind_wrong": (
            _lt("{element}: {kind} is not possible on a {place}."),
            _lt("Choose another kind of event."),
        ),
        "event_several": (
            _lt("{element} combines several events in one."),
            _lt(
                "Draw one event for each: behind an event-based gateway, on the edge "
                "of "
                "the activity, or one after another."
            ),
        ),
        "attached_wrong": (
            _lt("{element} sits on {target}, which is no activity beside it."),
            _lt("Drag the event onto the edge of a task, subprocess or call activity."),
        ),
        "error_cannot_continue": (
            _lt("{element} catches an error without ending its activity."),
            _lt("Make it interrupting: an error always ends the activity."),
        ),
        "message_missing": (
            _lt("{element} does not say which message it means."),
            _lt("Choose a message."),
        ),
        "message_unnamed": (
            _lt("{element} means a message without a name."),
            _lt("Give the message a name."),
        ),
        "signal_missing": (
            _lt("{element} does not say which signal it means."),
            _lt("Choose a signal with a name."),
        ),
        "error_code_missing": (
            _lt("{element} means an error without a code."),
            _lt("Choose an error with a code, so that it can be caught."),
        ),
        "escalation_code_missing": (
            _lt("{element} means an escalation without a code."),
            _lt("Choose an escalation with a code."),
        ),
        "link_unnamed": (
            _lt("{element} is a link without a name."),
            _lt("Give it the name of its counterpart."),
        ),
        "link_alone": (
            _lt(
                "{element}: the link “{name}” has no counterpart in the same process "
                "or "
                "subprocess."
            ),
            _lt("Draw the other end, with the same name."),
        ),
        "link_twice": (
            _lt("{element}: another link that catches has the name “{name}” too."),
            _lt("Give each its own name."),
        ),
        "link_connected": (
            _lt("{element} is a link, but a flow stands on its inner side."),
            _lt("Nothing leads into a link that catches, or out of one that throws."),
        ),
        "event_subprocess_connected": (
            _lt("{element} is an event subprocess, but a flow touches it."),
            _lt("Take the flow away; its start event says when it begins."),
        ),
        "event_subprocess_start": (
            _lt("{element} is an event subprocess with {count} start events."),
            _lt("Draw exactly one start event with a trigger in it."),
        ),
        # --- Gateways and conditions
        "condition_misplaced": (
            _lt(
                "{element} has a condition, but leaves a {kind}, which takes all flows."
            ),
            _lt("Take the condition away, or use an exclusive or inclusive gateway."),
        ),
        "condition_missing": (
            _lt(
                "{element} leaves {source} without a condition and is not its default."
            ),
            _lt("Write a condition, or mark it as the default flow."),
        ),
        "default_missing": (
            _lt(
                "At {element} it can happen that no condition holds, for example with "
                "{example}; the procedure would stop there."
            ),
            _lt("Mark one flow as the default flow."),
        ),
        "default_foreign": (
            _lt("{element} has {target} as its default flow, which does not leave it."),
            _lt("Mark one of its own outgoing flows as the default flow."),
        ),
        "default_misplaced": (
            _lt("{element} has a default flow, but no flow of it has a condition."),
            _lt("Write conditions on the other flows, or remove the mark."),
        ),
        "event_gateway_single": (
            _lt("{element} is an event-based gateway with fewer than two events."),
            _lt("Lead it to two events or more, or take it out."),
        ),
        "event_gateway_target": (
            _lt(
                "{element} stands behind an event-based gateway, but is no event that "
                "waits for a message, a timer or a signal."
            ),
            _lt("Put such an event, or a receive task, directly behind the gateway."),
        ),
        "event_gateway_shared": (
            _lt(
                "{element} stands behind an event-based gateway, but other flows lead "
                "into "
                "it too."
            ),
            _lt("Draw an event of its own for the gateway."),
        ),
        # --- What is not run
        "compensation_refused": (
            _lt("{element} is part of a compensation, which is not run."),
            _lt("Draw the steps that undo something as an ordinary branch."),
        ),
        "transaction_refused": (
            _lt("{element} is a transaction, which is not run."),
            _lt("Use a subprocess with an error event on its edge."),
        ),
        "ad_hoc_refused": (
            _lt("{element} is an ad-hoc subprocess, which is not run."),
            _lt("Draw its steps in order or in parallel, or as a loop with a choice."),
        ),
        "complex_gateway_refused": (
            _lt("{element} is a complex gateway, which is not run."),
            _lt(
                "Use an inclusive gateway, or a multi-instance task with a completion "
                "condition."
            ),
        ),
        "conditional_event_refused": (
            _lt("{element} waits for a condition, which is not run."),
            _lt(
                "Wait for a message or a signal, or check the condition at a gateway "
                "in a "
                "loop with a timer."
            ),
        ),
        "instantiate_refused": (
            _lt("{element} is to start the process by receiving, which is not run."),
            _lt("Draw a message start event."),
        ),
        "loop_behavior_refused": (
            _lt(
                "{element} is to throw events while its instances end, which is not "
                "run."
            ),
            _lt('Take the attribute behavior out, or set it to "All".'),
        ),
        # --- Soundness
        "deadlock": (
            _lt(
                "{element} can wait for ever: it needs a token on each of its flows, "
                "and "
                "{missing} can stay without one."
            ),
            _lt(
                "Join alternatives with an exclusive gateway, and parallel flows with "
                "a "
                "parallel one."
            ),
        ),
        "stuck": (
            _lt("The procedure can get stuck at {element}."),
            _lt(
                "Join alternatives with an exclusive gateway, and parallel flows with "
                "a "
                "parallel one."
            ),
        ),
        "endless_loop": (
            _lt("{element} lies in a loop of automatic steps that nothing can end."),
            _lt(
                "Put a waiting step (a user task, a timer) into the loop, or a "
                "condition "
                "that leads out of it."
            ),
        ),
        "loop_endless": (
            _lt("{element} repeats without a condition and without a maximum."),
            _lt("Write while what it repeats, or how many times at most."),
        ),
    },
    "warning": {
        "implicit_end": (
            _lt("Nothing leads on from {element}; its branch ends there."),
            _lt("Draw an end event, so that the end is meant."),
        ),
        "default_condition": (
            _lt("{element} is a default flow; its condition is never looked at."),
            _lt("Take the condition out."),
        ),
        "default_unproven": (
            _lt("At {element} it could not be shown that a condition always holds."),
            _lt("Mark one flow as the default flow."),
        ),
        "lane_member_unknown": (
            _lt("{element} lists {target}, which is not in its process."),
            _lt("Save the drawing again in a modelling program."),
        ),
        "lane_twice": (
            _lt(
                "{element} stands in two lanes, {first} and {second}; the second "
                "counts."
            ),
            _lt("Draw it into one lane."),
        ),
        "multiplied_endlessly": (
            _lt("Tokens can pile up at {element}, each round one more."),
            _lt(
                "Join parallel flows with a parallel gateway before the flow goes back."
            ),
        ),
        "never_runs": (
            _lt("{element} can never run, although flows lead there."),
            _lt("Look at the gateways before it."),
        ),
        "joined_late": (
            _lt(
                "{element} can be reached by more than one token at a time, and runs "
                "once "
                "for each."
            ),
            _lt(
                "If it is to run once, join the parallel flows with a parallel gateway "
                "before it."
            ),
        ),
        "soundness_not_explored": (
            _lt(
                "{element} has too many possible situations to go through them all; "
                "deadlocks may remain unseen."
            ),
            _lt("Try it in a dry run, or move parallel parts into processes to call."),
        ),
    },
}
