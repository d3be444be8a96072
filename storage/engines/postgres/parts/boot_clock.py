"""The clock of the computer that also counts the time in which it slept."""

from __future__ import annotations

import time


def read_boot_clock() -> float:
    """Return seconds since the start of the computer, also those in which it slept if possible."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
