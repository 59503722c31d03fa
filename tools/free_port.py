"""Free ports on the loopback interface."""

import contextlib
import socket


def is_free(port: int) -> bool:
    """Say whether nothing listens on ``port`` of 127.0.0.1."""
    with contextlib.closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def free_port() -> int:
    """Return a port that the system hands out as free."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
