"""Refuses requests that change anything while another process may have the part of this one."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import aiohttp

_READING_METHODS = frozenset({"GET", "HEAD"})


class RequestRefusedError(aiohttp.ClientError):
    """A request was not sent, as this process may have lost its part of the shards."""


def refuse_requests(trace: aiohttp.TraceConfig, is_held: Callable[[], bool]) -> None:
    """Have the sessions of a trace send nothing but reads while `is_held` returns False."""

    async def check(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        if request.method not in _READING_METHODS and not is_held():
            raise RequestRefusedError(
                f"{request.method} {request.url.path}: another process may have my shards"
            )

    # Before the others: a request that is refused has not begun.
    trace.on_request_start.insert(0, check)
