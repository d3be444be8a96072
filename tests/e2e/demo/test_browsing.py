"""What becomes of a test whose browser stands still."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.browsing import open_browser


async def test_a_browser_that_does_not_answer_fails_the_test_with_a_sentence(
    chromium: str,
) -> None:
    with pytest.raises(TimeoutError, match="Chromium or its driver may have ended"):
        await use_browser_that_stands_still(chromium)


async def use_browser_that_stands_still(chromium: str) -> None:
    with ExitStack() as stack:
        async with open_browser(chromium, limit_s=2) as browser:
            driver = find_driver()
            os.kill(driver, signal.SIGSTOP)
            stack.callback(os.kill, driver, signal.SIGCONT)
            await browser.new_page()


def find_driver() -> int:
    """Return the id of the program through which this process talks to browsers."""
    [found] = (
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if b"playwright" in (folder / "cmdline").read_bytes()
        and f"PPid:\t{os.getpid()}\n" in (folder / "status").read_text()
    )
    return found
