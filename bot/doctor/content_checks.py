"""Whether the pack can be read, and the feeds that servers watch."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

from bot.doctor.check_results import CheckResult, broken, good, warning
from bot.hosting.data_place import get_owner_command
from seeds.loader import load_pack
from seeds.pack import PackError
from storage.store import Store


def check_pack(folder: Path) -> CheckResult:
    """Return whether the pack in `folder` can be read."""
    try:
        pack = load_pack(folder)
    except PackError as error:
        return broken(
            "pack",
            f"{folder} has {_count_problems(error)} {error.problems[0]}.",
            f"Run `{get_owner_command()} seeds check {folder}`.",
        )
    return good("pack", f"{pack.manifest.title}: {len(pack.entries)} entries.")


async def check_feeds(store: Store) -> AsyncGenerator[CheckResult]:
    """Yield a row for each watched feed that fails, or one that none does."""
    failing = await store.feeds.list_failing()
    for feed in failing:
        since = f" since {feed.failing_since:%Y-%m-%d}" if feed.failing_since else ""
        yield warning(
            "feeds",
            f"{feed.address} has failed{since}: {feed.fault}.",
            f"See for yourself with `{get_owner_command()} news look --feed {feed.address}`.",
        )
    if not failing:
        yield good("feeds", _describe_watched(await store.feeds.count_watched()))


def _count_problems(error: PackError) -> str:
    count = len(error.problems)
    return "a problem:" if count == 1 else f"{count:,} problems, the first:"


def _describe_watched(count: int) -> str:
    if count == 0:
        return "No feeds are watched."
    return "One is watched, and works." if count == 1 else f"{count:,} are watched, and none fails."
