"""A mail server on loopback that keeps what it is given and sends nothing."""

from __future__ import annotations

import socketserver
import threading


class _Session(socketserver.StreamRequestHandler):
    server: MailSink

    def handle(self) -> None:
        self._say("220 sink")
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if word == b"DATA":
                self._say("354 go on")
                message = line
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    message += part
                self.server.messages.append(message)
                self._say("250 kept")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                # Who it is from and for counts as much as what it says.
                self.server.messages.append(line)
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class MailSink(socketserver.ThreadingTCPServer):
    """``messages`` holds each message and each envelope line, as bytes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: list[bytes] = []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()
