"""
A CDS Hooks 2.0 service for interleukin-6, on loopback.

    python3 -m pip install ".[cds]"
    python3 examples/cds_hooks_service.py --as-of 2026-11-21

docs/interop-cds-hooks.md has a request to send it.

HTTP only: what is asked and answered is decided in `forge_il6.interop.cds`. It listens on
loopback because it does not check who calls. In use, put a proxy before it that speaks TLS and
verifies the client's signed token, as the specification requires.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from forge_il6.interop.cds import SERVICE_ID, HookError, discovery, read_feedback, respond

LONGEST_BODY: Final = 4_000_000
"""Bytes: about three times what two searches of 200 results take."""

SANDBOX: Final = "https://sandbox.cds-hooks.org"
"""The public test client, which runs in a browser."""

log = logging.getLogger("uvicorn.error")


def application(origins: Iterable[str] = (SANDBOX,), as_of: date | None = None) -> FastAPI:
    """
    Make the service.

    Args:
        origins: the browser-based clients that may call it.
        as_of: the day that it takes for today; left out, the day that it is.
    """
    app = FastAPI(title="forge_il6", openapi_url=None)
    app.add_middleware(
        CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "POST"], allow_headers=["*"], max_age=600
    )

    @app.exception_handler(HookError)
    async def refused(_request: Request, error: HookError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, error.status)

    @app.get("/cds-services")
    async def services() -> JSONResponse:
        return JSONResponse(discovery())

    @app.post("/cds-services/{service_id}")
    async def call(service_id: str, request: Request) -> JSONResponse:
        body = await _body(service_id, request)
        today = as_of or datetime.now(UTC).date()
        return JSONResponse(await run_in_threadpool(respond, body, as_of=today))

    @app.post("/cds-services/{service_id}/feedback")
    async def feedback(service_id: str, request: Request) -> Response:
        for each in await run_in_threadpool(read_feedback, await _body(service_id, request)):
            log.info("a card was %s%s", each.outcome, " with a reason" if each.reason else "")
        return Response()

    return app


async def _body(service_id: str, request: Request) -> bytes:
    """Return the body of a call to this service; one that is too long is not read to its end."""
    if service_id != SERVICE_ID:
        raise HTTPException(404, f"the one service here is {SERVICE_ID}")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "send application/json")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise HTTPException(413, f"the body is longer than {LONGEST_BODY} bytes")
    return bytes(body)


def main() -> None:
    """Serve on loopback until interrupted."""
    parser = argparse.ArgumentParser(description="A CDS Hooks service for interleukin-6, on loopback.")
    parser.add_argument("--port", type=int, default=8006)
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day to take for today")
    parser.add_argument("--allow-origin", action="append", metavar="URL", help=f"instead of {SANDBOX}; may be repeated")
    options = parser.parse_args()
    app = application(options.allow_origin or (SANDBOX,), options.as_of)
    uvicorn.run(app, host="127.0.0.1", port=options.port, access_log=False)


if __name__ == "__main__":
    main()
