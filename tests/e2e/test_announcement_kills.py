"""A process that is killed anywhere between an approval and its announcement, and its successor."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
FIRST = "2026-01-01 09:00"


async def one_life(folder: Path, instant: str, step: str = "never") -> list[str] | None:
    """Run a bot until it has announced what is due; None when it was killed on the way."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", "-m", "tests.e2e.killed_announcer"),
        *(str(folder), instant, step),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode == -signal.SIGKILL:
        return None
    assert process.returncode == 0
    return json.loads(output)


def posts(folder: Path) -> int:
    """How many messages the platform ever created."""
    journal = folder / "channel.jsonl"
    return len(journal.read_text().splitlines()) if journal.exists() else 0


@pytest.mark.parametrize("step", ["proposed", "approved", "claimed", "sent", "confirmed"])
@pytest.mark.parametrize(
    "again", ["2026-01-01 09:01", "2026-01-01 14:00"], ids=["a minute later", "hours later"]
)
async def test_a_killed_process_is_followed_by_one_announcement_in_all(
    tmp_path: Path, step: str, again: str
) -> None:
    assert await one_life(tmp_path, FIRST, step) is None
    assert await one_life(tmp_path, again) == ["sent", ""]
    assert posts(tmp_path) == 1


async def test_killed_again_and_again_it_still_announces_once(tmp_path: Path) -> None:
    minutes = ("09:00", "09:01", "09:02", "09:20", "09:21")
    for minute, step in zip(
        minutes, ("claimed", "sent", "approved", "claimed", "sent"), strict=True
    ):
        await one_life(tmp_path, f"2026-01-01 {minute}", step)
    assert await one_life(tmp_path, "2026-01-01 09:40") == ["sent", ""]
    assert posts(tmp_path) == 1
