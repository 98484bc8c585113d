"""A server on this machine alone that answers as an API does, and fails as one does."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit


class Asked(NamedTuple):
    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Answer(NamedTuple):
    status: int
    content: Any = None
    headers: dict[str, str] = {}

    def bytes(self) -> bytes:
        if self.content is None or isinstance(self.content, bytes):
            return self.content or b""
        return json.dumps(self.content, ensure_ascii=False).encode()


CUT, HALF = "the connection is cut", "half of the JSON"


class Loopback:
    """Serves a system; `faults` come first, one per request for data; `asked` holds them all."""

    def __init__(self, system):
        self.system, self.faults, self.asked = system, [], []

    def answer(self, asked):
        """Return the answer to a request, and how to spoil it."""
        if asked.path == self.system.token_path:
            return self.system.grant(asked), None
        self.asked.append(asked)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Answer):
            return fault, None
        return self.system.answer(asked), fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the client to confirm

    def do_GET(self):
        parts = urlsplit(self.path)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, parts.path, params, dict(self.headers), body)
        answer, fault = self.server.loopback.answer(asked)
        self._send(answer, fault)

    do_POST = do_GET

    def _send(self, answer, fault):
        content = answer.bytes()
        if fault == HALF:
            content = content[: len(content) // 2]
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if fault == CUT:
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        elif answer.status not in (204, 304):
            self.wfile.write(content)

    def log_message(self, *words):
        pass


@contextmanager
def serving(system):
    """Serve a system while a test runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.loopback = Loopback(system)
    system.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
