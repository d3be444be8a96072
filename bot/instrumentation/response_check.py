"""Refuses answers of Discord that cannot be read, as it refuses a connection that breaks.

The library would parse them, fail in the middle of a feature, and raise what looks like a bug.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from discord.http import Route

JSON_TYPE = "application/json"
"""The library takes an answer with any other content type, or parameters, for text."""
NO_CONTENT = 204
TOO_MANY_REQUESTS = 429


def check_responses(trace: aiohttp.TraceConfig) -> None:
    """Have each request of a session raise ClientPayloadError for an answer that cannot be read.

    That is one of `sending.REQUEST_ERRORS`, and may pass. Only requests to Discord's API are
    looked at, not those for files.
    """
    trace.on_request_end.append(_check)


async def _check(
    _session: aiohttp.ClientSession, _context: Any, request: aiohttp.TraceRequestEndParams
) -> None:
    response = request.response
    if not str(request.url).startswith(Route.BASE):
        return
    # The session keeps what is read, and gives it to the library.
    body = await response.read()
    if not is_readable(response.status, response.headers.get("Content-Type"), body):
        start = body[:60].decode(errors="replace")
        raise aiohttp.ClientPayloadError(
            f"the answer to {request.method} {request.url.path} is unreadable: {start!r}"
        )


def is_readable(status: int, content_type: str | None, body: bytes) -> bool:
    """Return whether the library can read an answer: JSON, or for an error also a page.

    An answer about a rate limit has to say how long it lasts.
    """
    if status == NO_CONTENT:
        return True
    if content_type != JSON_TYPE:
        is_success = 200 <= status < 300
        return not is_success and _is_text(body)
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    if status == TOO_MANY_REQUESTS:
        return isinstance(answer, dict) and "retry_after" in answer
    return isinstance(answer, dict | list)


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
