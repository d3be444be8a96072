"""Looks up time zones of the tz database by their key."""

from __future__ import annotations

import logging
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.markdown import Markdown, mark_safe

log = logging.getLogger(__name__)


@cache
def get_time_zone(key: str) -> ZoneInfo:
    """Return the zone with this key, read from its file once; UTC when there is none.

    A stored key can be unknown: zones leave the tz database, and computers have different ones.
    """
    # The library itself keeps only the eight used last.
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        log.warning("the tz database of this computer has no zone %r: UTC is used instead", key)
        return ZoneInfo("UTC")


def get_time_zone_name(key: str) -> Markdown:
    """Return the name to show for a zone: its key, or "UTC−8" for one with a fixed offset.

    The tz database has no key that is markdown. The signs in keys such as Etc/GMT+8 are those of
    POSIX, the reverse of what people write.
    """
    offset = key.removeprefix("Etc/GMT")
    if offset == key or not offset:
        return mark_safe(key)
    return f"UTC{'−' if offset[0] == '+' else '+'}{mark_safe(offset[1:])}"


def is_known_time_zone(key: str) -> bool:
    """Return whether `get_time_zone` finds the zone itself."""
    return get_time_zone(key).key == key
