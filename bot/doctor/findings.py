"""What the doctor finds: one row for each check, as a table or as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

WIDTH = 100
UPGRADE = "Make a backup, then start the bot: it updates the database on its own."
_INDENT = 24
"""Columns before the text of a row."""


class Verdict(StrEnum):
    """How bad a finding is; the higher its place, the worse."""

    GOOD = "good"
    WARNING = "warning"
    """The bot works, but something is missing or will go wrong."""
    BROKEN = "broken"
    """The bot, or a part of it, does not work before the owner has changed something."""

    @property
    def exit_code(self) -> int:
        """The exit code of a command whose worst finding this is."""
        return list(Verdict).index(self)


class Finding(NamedTuple):
    """One row: what was checked, how it is, and what to do, "" for nothing."""

    check: str
    verdict: Verdict
    text: str
    remedy: str = ""


def good(check: str, text: str) -> Finding:
    """Return a row about something that is as it should be."""
    return Finding(check, Verdict.GOOD, text)


def warning(check: str, text: str, remedy: str = "") -> Finding:
    """Return a row about something that the owner should know of."""
    return Finding(check, Verdict.WARNING, text, remedy)


def broken(check: str, text: str, remedy: str = "") -> Finding:
    """Return a row about something that the owner has to change."""
    return Finding(check, Verdict.BROKEN, text, remedy)


def judge_database_version(version: int, pending: Sequence[int], newest_known: int) -> Finding:
    """Return whether a database has the format of this version of the bot; 0 for an empty one."""
    if version > newest_known:
        return broken(
            "database version",
            f"A newer version of the bot wrote it: its format is {version}, and I know up to "
            f"{newest_known}.",
            "Update the bot.",
        )
    if pending:
        return warning("database version", f"Its format is {version}, and mine is newer.", UPGRADE)
    return good("database version", f"Its format is {version}, as in this version.")


def get_exit_code(findings: Sequence[Finding]) -> int:
    """Return 0 when all is good, 1 with warnings only, and 2 when something is broken."""
    return max((finding.verdict.exit_code for finding in findings), default=0)


def format_table(findings: Sequence[Finding]) -> str:
    """Return the rows as lines of at most `WIDTH` columns."""
    return "\n".join(line for finding in findings for line in _format_row(finding))


def _format_row(finding: Finding) -> Iterator[str]:
    head = f"{finding.verdict:<8}{finding.check}"
    text = " ".join(f"{finding.text} {finding.remedy}".split())
    lines = textwrap.wrap(text, WIDTH - _INDENT, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        yield f"{head if number == 0 else '':<{_INDENT - 1}} {line}"


def format_json(findings: Sequence[Finding]) -> str:
    """Return the rows as a JSON array of objects with the names of the fields of `Finding`."""
    rows = [finding._asdict() for finding in findings]
    return json.dumps(rows, indent=1, ensure_ascii=False)
