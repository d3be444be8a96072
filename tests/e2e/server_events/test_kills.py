"""A process that is killed around the creation of an event, and the one that comes after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.server_events import list_all_events, list_events, look_at_events
from tests.e2e.lives import kill_process, open_persistent_world, run_in_process
from tests.posting import parse_utc
from tests.world import World

pytestmark = pytest.mark.slow

FIRST = "2026-02-10 12:00"


class EventJournal:
    """Keeps the created events in a file, one JSON object per line, and kills at a step."""

    def __init__(self, world: World, path: Path, step: str) -> None:
        self._world = world
        self._path = path
        self._step = step
        self._restore()
        self._forward = world.bot.http.request
        world.bot.http.request = self._request

    def _restore(self) -> None:
        """Create the events of earlier processes, each with its id."""
        if not self._path.exists():
            return
        events = self._world.env.backend.get_guild(self._world.guild.id).scheduled_events
        for line in self._path.read_text().splitlines():
            event_id, body = json.loads(line)
            del body["privacy_level"]
            event = self._world.env.backend.create_scheduled_event(self._world.guild.id, **body)
            del events[event.id]
            event.id = event_id
            events[event_id] = event

    async def _request(self, route: Any, **options: Any) -> Any:
        if route.method != "POST" or not route.url.endswith("/scheduled-events"):
            return await self._forward(route, **options)
        if self._step == "claimed":
            kill_process()
        answer = await self._forward(route, **options)
        with self._path.open("a") as file:
            file.write(json.dumps([int(answer["id"]), options["json"]]) + "\n")
        if self._step == "created":
            kill_process()
        return answer


async def keep(folder: Path, instant: str, step: str, is_on: bool) -> dict[str, Any]:
    """Switch events on or off, look at them, and return what there is."""
    async with open_persistent_world(folder, parse_utc(instant)) as (world, _):
        world.env.backend.clock.advance((parse_utc(instant) - world.env.now()).total_seconds())
        EventJournal(world, folder / "events.jsonl", step)
        await world.bot.store.event_calendars.switch(world.guild.id, is_on, world.env.now())
        if step == "switched":
            kill_process()
        await look_at_events(world, instant)
        stored = await world.bot.store.scheduled_events.list_for_guild(world.guild.id)
        return {
            "ever": len(list_all_events(world)),
            "listed": len(list_events(world)),
            "known": [one.event_id for one in stored] == [one.id for one in list_events(world)],
        }


async def life(
    folder: Path, instant: str, step: str = "never", *, is_on: bool = True
) -> dict[str, Any] | None:
    """Return what there is in the end; None when the process was killed."""
    return await run_in_process(keep, folder, instant, step, is_on)


@pytest.mark.parametrize("step", ["switched", "claimed", "created"])
@pytest.mark.parametrize("again", ["2026-02-10 12:01", "2026-02-12 12:00"])
async def test_a_killed_process_is_followed_by_one_event_in_all(
    tmp_path: Path, step: str, again: str
) -> None:
    assert await life(tmp_path, FIRST, step) is None
    assert await life(tmp_path, again) == {"ever": 1, "listed": 1, "known": True}


async def test_killed_again_and_again_there_is_still_one_event(tmp_path: Path) -> None:
    steps = ("claimed", "created", "claimed", "created")
    for minute, step in enumerate(steps):
        await life(tmp_path, f"2026-02-10 12:{minute:02}", step)
    assert await life(tmp_path, "2026-02-10 13:00") == {"ever": 1, "listed": 1, "known": True}


async def test_what_a_killed_process_created_is_canceled_when_it_is_not_wanted(
    tmp_path: Path,
) -> None:
    assert await life(tmp_path, FIRST, "created") is None
    after = await life(tmp_path, "2026-02-10 12:05", is_on=False)
    assert after == {"ever": 1, "listed": 0, "known": True}
