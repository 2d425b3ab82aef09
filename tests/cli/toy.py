"""A part in small, for the supervisor to keep: `python -m tests.cli.toy NAME PORT JOURNAL [HABIT...]`.

Habits: `deaf` ignores SIGTERM, `dies` ends with code 75 as soon as it is ready, `frail` does so the first time only,
`sick` never calls itself ready, `loud` logs a line of every level.
"""

import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Health(BaseHTTPRequestHandler):
    reasons: dict[str, str] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        body = json.dumps({"alive": True, "ready": not self.reasons, "reasons": self.reasons}).encode()
        self.send_response(503 if self.reasons else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


def main(name: str, port: int, journal: Path, habits: list[str]) -> None:
    started = f"{name} started {os.getpid()}"
    first = not journal.exists() or f"{name} started" not in journal.read_text()
    server = HTTPServer(("127.0.0.1", port), Health)
    stop = threading.Event()
    if "sick" in habits:
        Health.reasons = {"kafka": "nobody there"}
    signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in habits else lambda *_: stop.set())
    _note(journal, started)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if "loud" in habits:
        for level in ("info", "warning", "error"):
            print(f"2026-01-31T10:00:00.1Z [{level:9}] {level} said    part={name} why=toy", file=sys.stderr)
    if "dies" in habits or ("frail" in habits and first):
        print("my last words", flush=True)
        os._exit(75)
    stop.wait()
    _note(journal, f"{name} stopped")


def _note(journal: Path, text: str) -> None:
    with journal.open("a") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
