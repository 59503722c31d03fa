"""The engine and the token game play one diagram side by side, with random answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from .case import BEGIN, Player, look
from .diagram import Diagram
from .engine_player import EnginePlayer
from .standing import Stuck
from .token_game import TokenGame

LONGEST_GAME = 25
OUTAGE = timedelta(hours=50)


class Duel:
    """Raises ``Refused`` where the engine refuses the diagram."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.engine = EnginePlayer(diagram, BEGIN)
        self.game = TokenGame(diagram, BEGIN)
        self.told: list[str] = []

    def play(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> str | None:
        """Play to the end or for a while; returns the first difference."""
        difference = self._both("start", lambda player: player.start(None))
        for _ in range(LONGEST_GAME):
            if difference or self.game.status != "running":
                break
            moves = self._moves()
            if not moves:
                break
            text, move = draw(st.sampled_from(moves))
            if text in self.game.open_tasks():
                values = self._answers(draw, text)
                difference = self._both(
                    f"{text} {values}",
                    lambda player, text=text, values=values: player.complete(
                        text, values
                    ),
                )
            else:
                difference = self._both(text, move)
        return difference

    def _moves(self) -> list[tuple[str, Any]]:
        moves: list[tuple[str, Any]] = [
            (task, None) for task in sorted(self.game.open_tasks())
        ]
        for call in sorted(self.game.open_calls()):
            moves.append(
                (f"answer {call}", lambda player, c=call: player.answer(c, {}))
            )
        for wait in self.game.waiting_events():
            if wait.kind == "message":
                name = wait.value
                moves.append(
                    (f"message {name}", lambda player, n=name: player.message(n, {}))
                )
            elif wait.kind == "signal":
                name = wait.value
                moves.append(
                    (f"signal {name}", lambda player, n=name: player.signal(n))
                )
        due = self.game.next_due()
        if due is not None:
            moves.append((f"wake {due}", lambda player: player.wake(due)))
            late = due + OUTAGE
            moves.append((f"wake late {late}", lambda player: player.wake(late)))
        return moves

    def _answers(
        self, draw: Callable[[st.SearchStrategy[Any]], Any], task: str
    ) -> dict[str, int]:
        diagrams = (self.diagram, *self.diagram.called.values())
        names = next(d.nodes[task].fields for d in diagrams if task in d.nodes)
        return {name: draw(st.integers(0, 3)) for name in names}

    def _both(self, text: str, act: Callable[[Player], Any]) -> str | None:
        self.told.append(text)
        answers = []
        for player in (self.game, self.engine):
            try:
                answers.append(act(player))
            except Stuck as stuck:
                return f"the token game is stuck: {stuck}"
        game, engine = look(self.game), look(self.engine)
        if game != engine:
            return f"{self._path()}: token game sees {game}, engine {engine}"
        if answers[0] != answers[1]:
            return f"{self._path()}: token game says {answers[0]}, engine {answers[1]}"
        known = self._shared(self.game.data), self._shared(self.engine.data)
        if known[0] != known[1]:
            return f"{self._path()}: token game knows {known[0]}, engine {known[1]}"
        if self.game.next_due() != self.engine.next_due():
            return (
                f"{self._path()}: token game wakes {self.game.next_due()}, "
                f"engine {self.engine.next_due()}"
            )
        return None

    def _shared(self, data: dict[str, Any]) -> dict[str, Any]:
        """Without what instances of a repeated subprocess answer: each keeps its own
        (BPMN 2.0 leaves to the drawing what of it comes out, table 10.30)."""
        own = self._own_names(self.diagram, False)
        return {name: value for name, value in data.items() if name not in own}

    def _own_names(self, diagram: Diagram, around: bool) -> set[str]:
        """Names answered in a repetition; ``around``: the diagram is called in one."""
        own: set[str] = set()
        for node in diagram.nodes.values():
            repeated = around or _is_repeated(diagram, node.scope)
            if repeated:
                own.update(node.fields)
            if node.kind == "call":
                called = self.diagram.called[node.does["process"]]
                own |= self._own_names(called, repeated)
        return own

    def _path(self) -> str:
        return "; ".join(self.told)


def _is_repeated(diagram: Diagram, scope: str) -> bool:
    while scope:
        node = diagram.nodes[scope]
        if node.loop is not None:
            return True
        scope = node.scope
    return False
