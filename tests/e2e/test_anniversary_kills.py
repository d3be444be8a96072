"""A process that is killed between claim, send and confirm, and the one that comes after it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
DUE = "2026-03-01 09:00"


async def one_life(folder: Path, instant: str, step: str = "never") -> dict[str, str] | None:
    """Run a bot until it has posted what is due; None when it was killed on the way."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", "-m", "tests.e2e.killed_poster"),
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


@pytest.mark.parametrize("step", ["taken", "claimed", "sent", "confirmed"])
@pytest.mark.parametrize(
    ("again", "state"),
    [("2026-03-01 09:01", "sent"), ("2026-03-01 14:00", "late")],
    ids=["a minute later", "hours later"],
)
async def test_a_killed_process_is_followed_by_one_post_in_all(
    tmp_path: Path, step: str, again: str, state: str
) -> None:
    assert await one_life(tmp_path, DUE, step) is None
    states = await one_life(tmp_path, again)

    was_sent_on_time = step in ("sent", "confirmed")
    assert states == {"2026-03-01": "sent" if was_sent_on_time else state}
    assert posts(tmp_path) == 1


async def test_a_post_that_went_out_before_the_kill_is_not_called_missed_the_next_day(
    tmp_path: Path,
) -> None:
    assert await one_life(tmp_path, DUE, "sent") is None
    assert await one_life(tmp_path, "2026-03-02 09:00") == {"2026-03-01": "sent"}
    assert posts(tmp_path) == 1


async def test_killed_again_and_again_it_still_posts_once(tmp_path: Path) -> None:
    minutes = ("09:00", "09:01", "09:02", "09:20", "09:21")
    for minute, step in zip(minutes, ("claimed", "sent", "taken", "taken", "claimed"), strict=True):
        await one_life(tmp_path, f"2026-03-01 {minute}", step)
    assert await one_life(tmp_path, "2026-03-01 09:40") == {"2026-03-01": "sent"}
    assert posts(tmp_path) == 1
