"""Reads times of day as people type them."""

from __future__ import annotations

import re
from datetime import time

_NAMED_TIMES = {"midnight": time(0), "noon": time(12), "midday": time(12)}
_TIME_PATTERN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)


def parse_time(text: str) -> time | None:
    """Return the time that text such as "9", "09:00", "9.30 pm", "21h15" or "noon" names.

    None when it names no time of day.
    """
    text = text.strip().casefold()
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    match = _TIME_PATTERN.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
