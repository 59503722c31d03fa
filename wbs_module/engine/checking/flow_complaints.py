"""Complaints about the flow: connections, events, gateways, soundness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

FLOW_COMPLAINTS: Mapping[Literal["error", "warning"], Mapping[str, tuple[str, str]]] = {
    "error": {
        # --- Connections
        "process_empty": (
            "{element} contains nothing that could run.",
            "Draw at least a start event, a task and an end event.",
        ),
        "flow_across": (
            "{element} crosses the border of a subprocess.",
            "Let it end at the border: at the subprocess itself or at an event on its "
            "edge.",
        ),
        "start_incoming": (
            "{element} is a start event, but a flow leads into it.",
            "Lead the flow into the first element after it.",
        ),
        "start_alone": (
            "{element} is a start event from which nothing leads on.",
            "Connect it with the first element.",
        ),
        "end_outgoing": (
            "{element} is an end event, but a flow leaves it.",
            "Let the flow begin at the element before, or use an intermediate event.",
        ),
        "boundary_incoming": (
            "{element} sits on the edge of an activity, but a flow leads into it.",
            "Lead the flow into the activity.",
        ),
        "gateway_dead_end": (
            "{element} is a gateway that leads nowhere.",
            "Connect it, or take it out.",
        ),
        "unreachable": (
            "{element} can never be reached: no flow from a start leads there.",
            "Connect it, or take it out.",
        ),
        "no_end": (
            "From {element} no end can be reached.",
            "Draw a way out, such as a gateway with a flow to an end event.",
        ),
        "chain_too_long": (
            "{count} elements stand in a row from {element} on; {limit} can run.",
            "Move parts of them into subprocesses or processes to call.",
        ),
        "start_several": (
            "{element} has {count} start events without a trigger.",
            "Keep one; put a gateway behind it where several ways begin.",
        ),
        "start_kind": (
            "{element} starts with {kind}, which is not possible in this place.",
            "A process starts with none, a timer, a message or a signal; a subprocess "
            "with none; an event subprocess with a trigger.",
        ),
        # --- Events
        "event_kind_missing": (
            "{element} does not say what it waits for.",
            "Choose a kind of event, such as a timer or a message.",
        ),
        "event_kind_wrong": (
            "{element}: {kind} is not possible on a {place}.",
            "Choose another kind of event.",
        ),
        "event_several": (
            "{element} combines several events in one.",
            "Draw one event for each: behind an event-based gateway, on the edge of "
            "the activity, or one after another.",
        ),
        "attached_wrong": (
            "{element} sits on {target}, which is no activity beside it.",
            "Drag the event onto the edge of a task, subprocess or call activity.",
        ),
        "error_cannot_continue": (
            "{element} catches an error without ending its activity.",
            "Make it interrupting: an error always ends the activity.",
        ),
        "message_missing": (
            "{element} does not say which message it means.",
            "Choose a message.",
        ),
        "message_unnamed": (
            "{element} means a message without a name.",
            "Give the message a name.",
        ),
        "signal_missing": (
            "{element} does not say which signal it means.",
            "Choose a signal with a name.",
        ),
        "error_code_missing": (
            "{element} means an error without a code.",
            "Choose an error with a code, so that it can be caught.",
        ),
        "escalation_code_missing": (
            "{element} means an escalation without a code.",
            "Choose an escalation with a code.",
        ),
        "link_unnamed": (
            "{element} is a link without a name.",
            "Give it the name of its counterpart.",
        ),
        "link_alone": (
            "{element}: the link “{name}” has no counterpart in the same process or "
            "subprocess.",
            "Draw the other end, with the same name.",
        ),
        "link_twice": (
            "{element}: another link that catches has the name “{name}” too.",
            "Give each its own name.",
        ),
        "link_connected": (
            "{element} is a link, but a flow stands on its inner side.",
            "Nothing leads into a link that catches, or out of one that throws.",
        ),
        "event_subprocess_connected": (
            "{element} is an event subprocess, but a flow touches it.",
            "Take the flow away; its start event says when it begins.",
        ),
        "event_subprocess_start": (
            "{element} is an event subprocess with {count} start events.",
            "Draw exactly one start event with a trigger in it.",
        ),
        # --- Gateways and conditions
        "condition_misplaced": (
            "{element} has a condition, but leaves a {kind}, which takes all flows.",
            "Take the condition away, or use an exclusive or inclusive gateway.",
        ),
        "condition_missing": (
            "{element} leaves {source} without a condition and is not its default.",
            "Write a condition, or mark it as the default flow.",
        ),
        "default_missing": (
            "At {element} it can happen that no condition holds, for example with "
            "{example}; the procedure would stop there.",
            "Mark one flow as the default flow.",
        ),
        "default_foreign": (
            "{element} has {target} as its default flow, which does not leave it.",
            "Mark one of its own outgoing flows as the default flow.",
        ),
        "default_misplaced": (
            "{element} has a default flow, but no flow of it has a condition.",
            "Write conditions on the other flows, or remove the mark.",
        ),
        "event_gateway_single": (
            "{element} is an event-based gateway with fewer than two events.",
            "Lead it to two events or more, or take it out.",
        ),
        "event_gateway_target": (
            "{element} stands behind an event-based gateway, but is no event that "
            "waits for a message, a timer or a signal.",
            "Put such an event, or a receive task, directly behind the gateway.",
        ),
        "event_gateway_shared": (
            "{element} stands behind an event-based gateway, but other flows lead into "
            "it too.",
            "Draw an event of its own for the gateway.",
        ),
        # --- What is not run
        "compensation_refused": (
            "{element} is part of a compensation, which is not run.",
            "Draw the steps that undo something as an ordinary branch.",
        ),
        "transaction_refused": (
            "{element} is a transaction, which is not run.",
            "Use a subprocess with an error event on its edge.",
        ),
        "ad_hoc_refused": (
            "{element} is an ad-hoc subprocess, which is not run.",
            "Draw its steps in order or in parallel, or as a loop with a choice.",
        ),
        "complex_gateway_refused": (
            "{element} is a complex gateway, which is not run.",
            "Use an inclusive gateway, or a multi-instance task with a completion "
            "condition.",
        ),
        "conditional_event_refused": (
            "{element} waits for a condition, which is not run.",
            "Wait for a message or a signal, or check the condition at a gateway in a "
            "loop with a timer.",
        ),
        "instantiate_refused": (
            "{element} is to start the process by receiving, which is not run.",
            "Draw a message start event.",
        ),
        "loop_behavior_refused": (
            "{element} is to throw events while its instances end, which is not run.",
            'Take the attribute behavior out, or set it to "All".',
        ),
        # --- Soundness
        "deadlock": (
            "{element} can wait for ever: it needs a token on each of its flows, and "
            "{missing} can stay without one.",
            "Join alternatives with an exclusive gateway, and parallel flows with a "
            "parallel one.",
        ),
        "stuck": (
            "The procedure can get stuck at {element}.",
            "Join alternatives with an exclusive gateway, and parallel flows with a "
            "parallel one.",
        ),
        "endless_loop": (
            "{element} lies in a loop of automatic steps that nothing can end.",
            "Put a waiting step (a user task, a timer) into the loop, or a condition "
            "that leads out of it.",
        ),
        "loop_endless": (
            "{element} repeats without a condition and without a maximum.",
            "Write while what it repeats, or how many times at most.",
        ),
    },
    "warning": {
        "implicit_end": (
            "Nothing leads on from {element}; its branch ends there.",
            "Draw an end event, so that the end is meant.",
        ),
        "default_condition": (
            "{element} is a default flow; its condition is never looked at.",
            "Take the condition out.",
        ),
        "default_unproven": (
            "At {element} it could not be shown that a condition always holds.",
            "Mark one flow as the default flow.",
        ),
        "lane_member_unknown": (
            "{element} lists {target}, which is not in its process.",
            "Save the drawing again in a modelling program.",
        ),
        "lane_twice": (
            "{element} stands in two lanes, {first} and {second}; the second counts.",
            "Draw it into one lane.",
        ),
        "multiplied_endlessly": (
            "Tokens can pile up at {element}, each round one more.",
            "Join parallel flows with a parallel gateway before the flow goes back.",
        ),
        "never_runs": (
            "{element} can never run, although flows lead there.",
            "Look at the gateways before it.",
        ),
        "joined_late": (
            "{element} can be reached by more than one token at a time, and runs once "
            "for each.",
            "If it is to run once, join the parallel flows with a parallel gateway "
            "before it.",
        ),
        "soundness_not_explored": (
            "{element} has too many possible situations to go through them all; "
            "deadlocks may remain unseen.",
            "Try it in a dry run, or move parallel parts into processes to call.",
        ),
    },
}
