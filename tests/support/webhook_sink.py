"""`python tests/support/webhook_sink.py LEDGER`: a webhook receiver in its own process, which keeps before it answers."""

from __future__ import annotations

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hook(BaseHTTPRequestHandler):
    """Appends the Idempotency-Key of each request to the ledger, fsynced, then answers 200."""

    protocol_version = "HTTP/1.1"
    ledger = -1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        line = {"id": self.headers["Idempotency-Key"], "path": self.path, "at": time.time()}
        os.write(self.ledger, json.dumps(line).encode() + b"\n")
        os.fsync(self.ledger)
        try:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except OSError:
            self.close_connection = True  # the sender was killed; what it sent is kept

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            return  # the sender was killed between two requests

    def log_message(self, *_: object) -> None:
        """The ledger is the log."""


def main() -> None:
    Hook.ledger = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
