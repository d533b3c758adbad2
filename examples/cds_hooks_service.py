"""
A CDS Hooks 2.0 service for interleukin-6, on loopback.

    python3 -m pip install ".[cds]"
    python3 examples/cds_hooks_service.py --as-of 2026-11-21

docs/interop-cds-hooks.md has a request to send it.

HTTP only: what is asked and answered is decided in `forge_il6.interop.cds`. It listens on
loopback because it does not check who calls. In use, put a proxy before it that speaks TLS and
verifies the client's signed token, as the specification requires.

A client may be slow, broken or hostile: head and body of a request have a time limit each, a body
has a size, few bodies are read at a time, and only the names of this machine are answered to.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

from forge_il6.interop.cds import SERVICE_ID, HookError, discovery, read_feedback, respond

LONGEST_BODY: Final = 4_000_000
"""Bytes: about three times what two searches of 200 results take."""

PATIENCE: Final = 10.0
"""Seconds for the head of a request, and as many for its body; a client in a network needs a fraction of one."""

MOST_BODIES: Final = 16
"""Bodies that are read at a time, so that memory ends at 64 MB of them."""

MOST_CALLS: Final = 100
"""Connections that are served at a time; more are told that the service is busy."""

HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names under which it answers: a page of another name that points here gets nothing."""

SANDBOX: Final = "https://sandbox.cds-hooks.org"
"""The public test client, which runs in a browser."""

log = logging.getLogger("uvicorn.error")


def application(
    origins: Iterable[str] = (SANDBOX,),
    as_of: date | None = None,
    hosts: Iterable[str] = HOSTS,
    patience: float = PATIENCE,
) -> FastAPI:
    """
    Make the service.

    Args:
        origins: the browser-based clients that may call it.
        as_of: the day that it takes for today; left out, the day that it is.
        hosts: the names under which it answers.
        patience: the seconds that a body may take.
    """
    app = FastAPI(title="forge_il6", openapi_url=None)
    app.add_middleware(
        CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "POST"], allow_headers=["*"], max_age=600
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    bodies = Bodies(patience)

    @app.exception_handler(HookError)
    async def refused(_request: Request, error: HookError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, error.status)

    @app.get("/cds-services")
    async def services() -> JSONResponse:
        return JSONResponse(discovery())

    @app.post("/cds-services/{service_id}")
    async def call(service_id: str, request: Request) -> JSONResponse:
        body = await bodies.read(service_id, request)
        today = as_of or datetime.now(UTC).date()
        return JSONResponse(await run_in_threadpool(respond, body, as_of=today))

    @app.post("/cds-services/{service_id}/feedback")
    async def feedback(service_id: str, request: Request) -> Response:
        told = await run_in_threadpool(read_feedback, await bodies.read(service_id, request))
        outcomes = Counter(each.outcome for each in told)
        reasons = sum(1 for each in told if each.reason)
        listed = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        log.info("feedback on cards: %s; %d with a reason", listed or "none", reasons)
        return Response()

    return app


class Bodies:
    """Reads the bodies of calls: few at a time, each within its size and its time."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.room = asyncio.Semaphore(MOST_BODIES)

    async def read(self, service_id: str, request: Request) -> bytes:
        """Return the body of a call to this service; one that is too long is not read to its end."""
        if service_id != SERVICE_ID:
            raise HTTPException(404, f"the one service here is {SERVICE_ID}")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "send application/json")
        declared = request.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared[:20]) > LONGEST_BODY:
            raise HTTPException(413, f"the body is longer than {LONGEST_BODY} bytes")
        try:
            async with asyncio.timeout(self.patience), self.room:
                return await _whole(request)
        except TimeoutError:
            late = f"the body did not come within {self.patience:g} seconds"
            raise HTTPException(408, late, {"Connection": "close"}) from None
        except ClientDisconnect:
            raise HTTPException(400, "the client went away") from None


async def _whole(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise HTTPException(413, f"the body is longer than {LONGEST_BODY} bytes")
    return bytes(body)


class Patient(H11Protocol):
    """A connection that is closed when the head of its next request does not come in time."""

    patience = PATIENCE
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop waiting once a request is there, whose body is limited where it is read."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; what still comes of an old body prolongs nothing."""
        self._wait()
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._deadline = self.loop.call_later(self.patience, self.transport.abort)

    def _look(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def main() -> None:
    """Serve on loopback until interrupted."""
    parser = argparse.ArgumentParser(description="A CDS Hooks service for interleukin-6, on loopback.")
    parser.add_argument("--port", type=int, default=8006)
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day to take for today")
    parser.add_argument("--allow-origin", action="append", metavar="URL", help=f"instead of {SANDBOX}; may be repeated")
    parser.add_argument("--allow-host", action="append", metavar="NAME", help="beside this machine's; may be repeated")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, metavar="SECONDS", help="for a head, and for a body"
    )
    options = parser.parse_args()
    hosts = (*HOSTS, *(options.allow_host or ()))
    app = application(options.allow_origin or (SANDBOX,), options.as_of, hosts, options.patience)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=options.port,
        http=type("Connection", (Patient,), {"patience": options.patience}),
        access_log=False,
        limit_concurrency=MOST_CALLS,
        h11_max_incomplete_event_size=16_384,
    )


if __name__ == "__main__":
    main()
