"""Finds in the log the error behind the code that a member was given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bot.hosting.data_place import CONTAINER, get_owner_command, is_in_our_image
from bot.hosting.folders import APP_NAME
from bot.logs.entries import read_entries
from bot.logs.remedies import find_remedy

CODE = re.compile(r"[0-9a-f]{6}")
_MESSAGE = re.compile(r"incident ([0-9a-f]{6}) in (.*?)(?: \(server (\d+)\))?", re.DOTALL)
_TRACEBACK = "Traceback (most recent call last):"


class Incident(NamedTuple):
    """One error that a member met."""

    time: str
    """Local time of the computer that wrote the log."""
    source: str
    """What the member used, such as "/trivia play"."""
    server: str
    """The server's id, "" when it was elsewhere or is not told."""
    error: str
    """The last line of the traceback: the class and what it says."""
    traceback: str


def find_incident(code: str, lines: Iterable[str]) -> Incident | None:
    """Return the newest incident of a code in a log, None when there is none."""
    found = None
    for entry in read_entries(lines):
        match = _MESSAGE.fullmatch(entry.message)
        if match is not None and match[1] == code:
            error = _find_error_line(entry.more)
            found = Incident(entry.time, match[2], match[3] or "", error, entry.more)
    return found


def _find_error_line(traceback: str) -> str:
    """Return the class and the text of the last error, as far as they are on one line."""
    _, _, last = traceback.rpartition(_TRACEBACK)
    lines = last.splitlines()
    plain = (line for line in lines if line and not line[0].isspace())
    # In a group of errors, every line is indented and begins with a bar.
    grouped = (line.strip(" |") for line in lines if "ExceptionGroup: " in line)
    return next(plain, "") or next(grouped, "")


def format_incident(code: str, incident: Incident) -> str:
    """Return what a person needs to know, then the traceback."""
    rows = [
        ("incident", code),
        ("time", incident.time),
        ("command", incident.source),
        ("server", incident.server),
        ("error", incident.error),
        ("what to do", find_remedy(incident.error)),
    ]
    table = "\n".join(f"{name:<11} {text}" for name, text in rows if text)
    return f"{table}\n\n{incident.traceback or 'The log has no traceback of it.'}"


def build_lookup_command(code: str, log_path: Path | None) -> str:
    """Return what the owner types to see an incident; `log_path` is None for a log in no file."""
    if log_path is not None:
        return f"{get_owner_command()} incident {code}"
    if is_in_our_image():
        return (
            f"docker logs {CONTAINER} 2>&1 | docker exec -i {CONTAINER} {APP_NAME} incident "
            f"{code} -"
        )
    return f"journalctl -u {APP_NAME} | {get_owner_command()} incident {code} -"
