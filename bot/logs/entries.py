"""Reads what the bot has logged: from its files, or as Docker, compose or journalctl show it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

_HEAD = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) +(\S+): (.*)"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PREFIXES = (
    re.compile(r"(?P<source>)"),
    # docker compose: the service and its number.
    re.compile(r"(?P<source>[\w.-]+) +\| "),
    # journalctl: time, computer, program and process.
    re.compile(r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?P<source>\S+ \S+?\[\d+\]): "),
    # docker logs --timestamps, and journalctl --output=short-iso.
    re.compile(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.,\d]*(?:Z|[+-]\d\d:?\d\d) "
        r"(?P<source>(?:\S+ \S+?\[\d+\]: )?)"
    ),
)
"""What other programs put before each line; `source` tells which process it is from."""


class LogEntry(NamedTuple):
    """One message with the lines that belong to it."""

    time: str
    """Local time, such as "2026-11-28 23:15:01"; of the computer that wrote it."""
    level: str
    message: str
    more: str
    """Further lines, such as a traceback; "" for none."""


def read_entries(lines: Iterable[str]) -> Iterator[LogEntry]:
    """Yield the entries in `lines`, which end in line breaks or not; other lines are left out."""
    head: LogEntry | None = None
    more: list[str] = []
    prefix, source = _PREFIXES[0], ""
    for line in lines:
        text = _COLOUR.sub("", line).rstrip("\r\n")
        found = _find_head(text)
        if found is None:
            match = prefix.match(text)
            if head is not None and match is not None and match["source"] == source:
                more.append(text[match.end() :])
            continue
        if head is not None:
            yield _complete(head, more)
        head, prefix, source = found
        more = []
    if head is not None:
        yield _complete(head, more)


def _complete(head: LogEntry, more: list[str]) -> LogEntry:
    return head._replace(more="\n".join([head.more, *more]).strip("\n"))


def _find_head(text: str) -> tuple[LogEntry, re.Pattern[str], str] | None:
    """Return the entry that a line begins, with the prefix that it has and that prefix's source."""
    for prefix in _PREFIXES:
        match = prefix.match(text)
        entry = None if match is None else _parse(text[match.end() :])
        if match is not None and entry is not None:
            return entry, prefix, match["source"]
    return None


def _parse(text: str) -> LogEntry | None:
    if text.startswith("{"):
        return _parse_json(text)
    match = _HEAD.fullmatch(text)
    return None if match is None else LogEntry(match[1], match[2], match[4], "")


def _parse_json(text: str) -> LogEntry | None:
    try:
        line = json.loads(text)
        instant = datetime.fromisoformat(line["time"]).astimezone()
        level, message, error = line["level"], line["message"], line.get("error", "")
    except (ValueError, LookupError, TypeError):
        return None
    return LogEntry(f"{instant:%Y-%m-%d %H:%M:%S}", str(level), str(message), str(error))
