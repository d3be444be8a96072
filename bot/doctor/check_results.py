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
    """How bad a result is; the higher its place, the worse."""

    GOOD = "good"
    WARNING = "warning"
    """The bot works, but something is missing or will go wrong."""
    BROKEN = "broken"
    """The bot, or a part of it, does not work before the owner has changed something."""

    @property
    def exit_code(self) -> int:
        """The exit code of a command whose worst result this is."""
        return list(Verdict).index(self)


class CheckResult(NamedTuple):
    """One row: what was checked, how it is, and what to do, "" for nothing."""

    check: str
    verdict: Verdict
    text: str
    remedy: str = ""


def good(check: str, text: str) -> CheckResult:
    """Return a row about something that is as it should be."""
    return CheckResult(check, Verdict.GOOD, text)


def warning(check: str, text: str, remedy: str = "") -> CheckResult:
    """Return a row about something that the owner should know of."""
    return CheckResult(check, Verdict.WARNING, text, remedy)


def broken(check: str, text: str, remedy: str = "") -> CheckResult:
    """Return a row about something that the owner has to change."""
    return CheckResult(check, Verdict.BROKEN, text, remedy)


def judge_database_version(
    version: int, pending: Sequence[int], newest_known: int, needed_version: int
) -> CheckResult:
    """Return whether a database has the format of this version of the bot; 0 for an empty one.

    `needed_version` is the oldest format whose bots can run on one that is newer.
    """
    if version > newest_known >= needed_version:
        return warning(
            "database version",
            f"A newer version of the bot wrote it: its format is {version}, and I can run on it.",
            "Update the bot when you can.",
        )
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


def get_exit_code(results: Sequence[CheckResult]) -> int:
    """Return 0 when all is good, 1 with warnings only, and 2 when something is broken."""
    return max((result.verdict.exit_code for result in results), default=0)


def format_table(results: Sequence[CheckResult]) -> str:
    """Return the rows as lines of at most `WIDTH` columns."""
    return "\n".join(line for result in results for line in _format_row(result))


def _format_row(result: CheckResult) -> Iterator[str]:
    head = f"{result.verdict:<8}{result.check}"
    text = " ".join(f"{result.text} {result.remedy}".split())
    lines = textwrap.wrap(text, WIDTH - _INDENT, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        yield f"{head if number == 0 else '':<{_INDENT - 1}} {line}"


def format_json(results: Sequence[CheckResult]) -> str:
    """Return the rows as a JSON array of objects with the names of the fields of `CheckResult`."""
    rows = [result._asdict() for result in results]
    return json.dumps(rows, indent=1, ensure_ascii=False)
