"""Notices at once that the server has closed a connection on which nothing is under way."""

from __future__ import annotations

import asyncio
import os
import select
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from storage.engines.postgres.session import Session


@contextmanager
def watch_socket(session: Session, on_close: Callable[[], object]) -> Generator[None]:
    """Call `on_close` when the server closes the connection inside the block.

    Only where the system has `epoll`. The driver watches the socket itself while it waits for an
    answer, so it is watched through a descriptor of its own, and for its end only.
    """
    if sys.platform != "linux" or session.is_lost:
        yield
        return
    loop, descriptor = asyncio.get_running_loop(), os.dup(session.connection.fileno())
    with select.epoll() as watch:
        try:
            watch.register(descriptor, select.EPOLLRDHUP | select.EPOLLONESHOT)
            loop.add_reader(watch.fileno(), _report, loop, watch, on_close)
            yield
        finally:
            loop.remove_reader(watch.fileno())
            os.close(descriptor)


def _report(
    loop: asyncio.AbstractEventLoop, watch: select.epoll, on_close: Callable[[], object]
) -> None:
    loop.remove_reader(watch.fileno())
    on_close()
