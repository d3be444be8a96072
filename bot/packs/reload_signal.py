"""Reloads the packs of a running bot when its process gets SIGHUP, where there is such a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

from seeds.pack import PackError
from storage.errors import DatabaseError

log = logging.getLogger(__name__)


@contextmanager
def reload_on_signal(reload: Callable[[], Awaitable[str]]) -> Generator[None]:
    """Call `reload` at each SIGHUP inside the block, unless that signal is to end the process.

    A terminal that is closed sends it too, and a bot that runs in one is to end then. `reload`
    returns a sentence, which is logged; it raises PackError or DatabaseError when it cannot.
    """
    if sys.platform == "win32" or not _is_signal_free():
        yield
        return
    loop, tasks = asyncio.get_running_loop(), set[asyncio.Task[None]]()

    def start() -> None:
        task = loop.create_task(_log_reload(reload), name="reload packs")
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    loop.add_signal_handler(signal.SIGHUP, start)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        for task in tasks:
            task.cancel()


def _is_signal_free() -> bool:
    """Return whether the signal means nothing to this process yet; `nohup` has it ignored."""
    is_terminal = sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()
    return not is_terminal and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN


async def _log_reload(reload: Callable[[], Awaitable[str]]) -> None:
    try:
        log.info("%s", await reload())
    except PackError as error:
        for problem in error.problems:
            log.error("%s: %s", error.path, problem)
        log.error("the packs stay as they were: correct that, then reload them again")
    except DatabaseError as error:
        log.error("the packs were not reloaded: %s", error)
