"""The world outside: takes messages over HTTP on loopback and counts them by id."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Counts what arrives. ``on_arrival(sender's pid)`` runs before it answers."""

    def __init__(self, delay: float = 0.05) -> None:
        self.counted: Counter[str] = Counter()
        self.on_arrival: Callable[[int], None] = lambda _pid: None
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(delay))
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Take nothing any more."""
        self._server.shutdown()
        self._server.server_close()

    def _arrived(self, key: str, sender: int) -> None:
        with self._lock:
            self.counted[key] += 1
        self.on_arrival(sender)

    def _handler(self, delay: float) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                key = self.headers["Idempotency-Key"]
                receiver._arrived(key, int(self.headers["X-Sender"]))
                time.sleep(delay)
                try:
                    self.send_response(204)
                    self.end_headers()
                except OSError:
                    pass  # the sender does not live any more

            def log_message(self, *_arguments: Any) -> None:
                pass

        return Handler
