"""Whether the version, the clock and the time zones of this computer are up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from bot import __version__
from bot.clock_watch import format_offset
from bot.doctor.check_results import CheckResult, broken, good, warning
from bot.hosting.folders import PROGRAM_FOLDER
from bot.time_zones import EDITION, read_used_edition

MAX_ZONE_DATA_AGE = timedelta(days=500)
"""Most years have two or three editions, some have one."""
MAX_CLOCK_OFFSET = timedelta(minutes=5)
"""How far the clock may be off before encrypted connections and schedules fail."""
_VERSION_TAG = re.compile(r"refs/tags/v?(\d+(?:\.\d+)+)$", re.MULTILINE)


def judge_clock(offset: timedelta) -> CheckResult:
    """Return whether the clock is right; `offset` is how far it is ahead of Discord's."""
    if not offset:
        return good("clock", "It agrees with Discord's.")
    text = f"It is {format_offset(offset)}."
    remedy = "Let the system set it from the network, for example with `timedatectl set-ntp on`."
    if abs(offset) > MAX_CLOCK_OFFSET:
        return broken("clock", text, remedy)
    return warning("clock", text, remedy)


def check_zone_data(today: date) -> CheckResult:
    """Return how old the data of time zones are, of the system or else of the package tzdata."""
    edition = read_used_edition()
    if edition is None:
        return warning(
            "time zones",
            "I can't tell how old the system's data are.",
            "Update the system's package tzdata.",
        )
    return judge_zone_data(edition, today)


def judge_zone_data(edition: str, today: date) -> CheckResult:
    """Return whether an edition such as "2025b" is recent."""
    match = EDITION.fullmatch(edition)
    assert match is not None, "editions are named so"
    # Editions are named in the order of the letters; most come two to three months apart.
    month = min(12, 1 + 2 * (ord(match[2]) - ord("a")))
    text = f"The data are of the edition {edition}."
    if today - date(int(match[1]), month, 1) > MAX_ZONE_DATA_AGE:
        return warning(
            "time zones",
            text,
            "Install the system's newest tzdata, or update me: I use the newer of both.",
        )
    return good("time zones", text)


def check_release(program_folder: Path = PROGRAM_FOLDER) -> CheckResult:
    """Return whether this checkout knows of a newer release; the network is not asked."""
    newest = max(_list_releases(program_folder / ".git"), key=_parse_version, default="")
    if newest and _parse_version(newest) > _parse_version(__version__):
        return warning(
            "release",
            f"This is {__version__}, and {newest} is out.",
            "Make a backup, then update as the README says.",
        )
    return good("release", f"This is {__version__}; I know of no newer one, and don't ask.")


def _list_releases(git_folder: Path) -> Iterable[str]:
    """Return the versions that are tagged in a repository; none outside of one."""
    packed = git_folder / "packed-refs"
    names = [f"refs/tags/{path.name}" for path in (git_folder / "refs" / "tags").glob("*")]
    with suppress(OSError):
        names += packed.read_text("utf-8").splitlines()
    return _VERSION_TAG.findall("\n".join(names))


def _parse_version(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
