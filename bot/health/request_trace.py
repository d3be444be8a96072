"""Observes the answers of the platform: rate limits, and the codes of its refusals."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, Protocol

import aiohttp

from bot.messaging.error_codes import NO_CODE

TOO_MANY_REQUESTS = 429
FIRST_REFUSAL = 400
"""The lowest status of a refusal."""


class RequestObserver(Protocol):
    """What is told about requests."""

    def on_rate_limit(self, scope: str) -> None:
        """Take a refusal for too many requests; `scope` is that of Discord's header."""
        ...

    def on_refusal(self, status: int, code: int) -> None:
        """Take any other refusal; `code` is 0 when the answer has none."""
        ...


def observe_requests(trace: aiohttp.TraceConfig, observer: RequestObserver) -> None:
    """Add to a trace, before its session is made, that `observer` is told of refusals."""

    async def on_end(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        response = request.response
        if response.status == TOO_MANY_REQUESTS:
            # Discord's proxy, which names no scope, limits the whole address.
            observer.on_rate_limit(response.headers.get("X-RateLimit-Scope", "address"))
        elif response.status >= FIRST_REFUSAL:
            # The session keeps what is read, and gives it to the library.
            observer.on_refusal(response.status, _parse_code(await response.read()))

    trace.on_request_end.append(on_end)


def _parse_code(body: bytes) -> int:
    try:
        answer: Any = json.loads(body)
    except ValueError:
        return NO_CODE
    match answer:
        case {"code": int(code)}:
            return code
        case _:
            return NO_CODE
