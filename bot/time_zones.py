"""Looks up time zones of the tz database by their key."""

from __future__ import annotations

import logging
import os
import re
import zoneinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzdata

from bot.markdown import Markdown, mark_safe

log = logging.getLogger(__name__)

EDITION = re.compile(r"(?:# version )?(\d{4})([a-z])")
"""The name of an edition of the tz database, such as "2025b", also as its file begins."""


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


def use_newest_zone_data() -> None:
    """Have zoneinfo use the package tzdata where its edition is newer than that of the system.

    An owner who sets PYTHONTZPATH has chosen already. Zones that were read before stay as they are.
    """
    edition = read_used_edition()
    if "PYTHONTZPATH" not in os.environ and edition and edition < tzdata.IANA_VERSION:
        zoneinfo.reset_tzpath(())


def read_used_edition() -> str | None:
    """Return the edition of the data that zoneinfo uses, None when it does not say."""
    for folder in map(Path, zoneinfo.TZPATH):
        if folder.is_dir():
            return _read_system_edition(folder)
    return tzdata.IANA_VERSION


def _read_system_edition(folder: Path) -> str | None:
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with (folder / name).open(encoding="ascii") as file:
                match = EDITION.match(file.readline())
        except (OSError, UnicodeDecodeError):
            continue
        if match is not None:
            return match[1] + match[2]
    return None
