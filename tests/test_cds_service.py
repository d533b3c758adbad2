"""
The example service and the clients that nobody wants: slow, broken, hostile, or many at once.

Each holds a connection for no longer than the patience of the service, and none of them is a line of a traceback.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from place import ROOT, environment

SERVICE = ROOT / "examples" / "cds_hooks_service.py"
REQUEST = (ROOT / "examples" / "cds-hooks" / "request.json").read_bytes()
CALL = "/cds-services/forge-il6"
PATIENCE = 1.0
HEAD = f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n".encode()


class Service:
    """A process of its own, and what it writes."""

    def __init__(self) -> None:
        options = ["--port", "0", "--as-of", "2026-11-21", "--patience", str(PATIENCE)]
        self.process = subprocess.Popen(
            [sys.executable, str(SERVICE), *options], stderr=subprocess.PIPE, text=True, env=environment()
        )
        self.log: list[str] = []
        for line in self.process.stderr or ():
            self.log.append(line)
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr or ()), daemon=True)
        self.reader.start()

    def connect(self, sent: bytes) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        opened.sendall(sent)
        return opened

    def ask(self, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def lines(self) -> int:
        time.sleep(0.2)
        return len(self.log)

    def memory(self) -> int:
        """Resident megabytes, where the system tells them."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            pytest.skip("this system does not tell the memory of a process")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text())
        return int(found[1]) // 1024 if found else 0


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.process.terminate()
    running.process.wait(timeout=30)
    running.reader.join(timeout=30)
    if running.process.stderr is not None:
        running.process.stderr.close()
    assert not re.search("Traceback|ClientDisconnect", "".join(running.log)), "".join(running.log)


def ended(opened: socket.socket) -> bytes:
    """What came before the service closed the connection."""
    came = b""
    try:
        while part := opened.recv(65_536):
            came += part
    except ConnectionResetError:
        pass
    finally:
        opened.close()
    return came


@pytest.mark.parametrize("head", [b"", b"POST", HEAD, HEAD + b"X-More: "], ids=["nothing", "a word", "lines", "a name"])
def test_a_head_that_does_not_come_is_not_waited_for(service: Service, head: bytes):
    """400 of 400 half-open requests were open after 75 seconds."""
    opened = [service.connect(head) for _ in range(10)]
    start = time.monotonic()
    answers = [ended(each) for each in opened]
    assert time.monotonic() - start < 10 * PATIENCE
    assert {b""} == set(answers)


def test_a_head_that_comes_in_drops_is_not_waited_for(service: Service):
    """Each byte is activity, and all of them are no request."""
    opened = service.connect(HEAD)
    start = time.monotonic()
    while time.monotonic() - start < 20 * PATIENCE and still_takes(opened):
        time.sleep(PATIENCE / 5)
    opened.close()
    assert time.monotonic() - start < 10 * PATIENCE


def still_takes(opened: socket.socket) -> bool:
    """Whether one more byte can be sent."""
    try:
        opened.sendall(b"X")
    except OSError:
        return False
    return True


def test_a_body_that_does_not_come_is_answered_and_closed(service: Service):
    opened = [service.connect(HEAD + b"Content-Length: 3999999\r\n\r\n" + b" " * 1000) for _ in range(5)]
    answers = [ended(each) for each in opened]
    assert [b"HTTP/1.1 408"] * 5 == [answer[:12] for answer in answers]


def test_a_second_request_has_no_more_time_than_the_first(service: Service):
    """Kept alive is kept for a request that comes."""
    opened = service.connect(b"GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert opened.recv(65_536).startswith(b"HTTP/1.1 200")
    opened.sendall(HEAD)
    start = time.monotonic()
    ended(opened)
    assert time.monotonic() - start < 10 * PATIENCE


def test_a_client_that_goes_away_leaves_no_line(service: Service):
    """Each was a traceback of ten thousand characters."""
    before = service.lines()
    for _ in range(20):
        service.connect(HEAD + b"Content-Length: 3999999\r\n\r\n" + b" " * 1000).close()
    assert before == service.lines()


def test_a_body_that_says_it_is_too_long_is_not_read(service: Service):
    opened = service.connect(HEAD + b"Content-Length: 4000001\r\n\r\n")
    assert opened.recv(65_536).startswith(b"HTTP/1.1 413")
    opened.close()


def test_unfinished_bodies_hold_little_memory(service: Service):
    """40 of 3.9 MB took 161 MB, and kept them."""
    before = service.memory()
    opened = [service.connect(HEAD + b"Content-Length: 3999999\r\n\r\n" + b" " * 100_000) for _ in range(40)]
    for each in opened:
        each.close()
    assert service.memory() - before < 120


def test_feedback_is_one_line_however_long_it_is(service: Service):
    """3.8 MB of it were 35,000 lines of log."""
    before = service.lines()
    told = {
        "card": "0b6c1f60-9f0e-4d0c-8d1f-5a1e6c0f7a11",
        "outcome": "accepted",
        "outcomeTimestamp": "2026-11-21T08:00:00Z",
    }
    told["acceptedSuggestions"] = []  # type: ignore[assignment]  # a list, as the specification has it
    status, _ = service.ask(f"{CALL}/feedback", json.dumps({"feedback": [told] * 5000}).encode())
    assert (200, before + 1) == (status, service.lines())
    assert "5000 accepted" in service.log[-1]


@pytest.mark.parametrize("host, status", [("evil.test", 400), ("localhost", 200), ("127.0.0.1", 200)])
def test_only_names_of_this_machine_are_answered_to(service: Service, host: str, status: int):
    """A name of somebody else that points here lets a page in a browser call what listens on loopback."""
    assert status == service.ask(CALL, REQUEST, Host=host)[0]


def test_the_service_still_answers_and_has_named_nobody(service: Service):
    assert 200 == service.ask(CALL, REQUEST)[0]
    assert not re.search("pat-|Patient/|Muster|birthDate", "".join(service.log))
