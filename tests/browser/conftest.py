"""
The built documentation on a server of its own, opened in a real browser.

`python3 dev.py browser` builds the site, names it in FORGE_IL6_SITE and asks for these tests.
"""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

SITE = os.environ.get("FORGE_IL6_SITE")
collect_ignore_glob = [] if SITE else ["*"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--js-flags=--liftoff-only",  # a page lives for seconds, and compiling it better would take the other core
]  # fmt: skip


class Served(http.server.SimpleHTTPRequestHandler):
    """Files as any server sends them."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm",
    }  # fmt: skip

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name of the base class)
        """Say nothing."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the site is served."""
    site = Path(SITE or "")
    if not (site / "playground.html").is_file():
        pytest.fail("build the documentation first: python3 dev.py browser does it")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *arguments: Served(*arguments, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  (only who asks for these tests has it)

    expect.set_options(timeout=60_000)  # Python has to be loaded first, and the machine may be slow
    if not shutil.which(CHROMIUM):
        pytest.fail(f"no browser at {CHROMIUM}: apt-get install -y chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A page, what it asked for, and what it complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.context.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, fragment: str = "") -> Page:
        self.page.goto(f"{self.address}/playground.html{fragment}")
        self.page.wait_for_selector("#play", state="visible")
        return self.page


@contextmanager
def visiting(browser: Browser, address: str, **circumstances: Any) -> Generator[Visit]:
    circumstances = {"locale": "en-GB", "timezone_id": "Europe/Berlin"} | circumstances
    context = browser.new_context(**circumstances)
    visit = Visit(context.new_page(), address)
    yield visit
    context.close()
    if visit.complaints:
        pytest.fail(f"the page broke its own policy or raised an error: {visit.complaints}")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit of a fresh browser; it fails where the page raises an error or breaks its own policy."""
    with visiting(browser, address) as visit:
        yield visit


@pytest.fixture(scope="session")
def python(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit that keeps its Python, for many cases."""
    with visiting(browser, address) as visit:
        visit.open()
        yield visit
