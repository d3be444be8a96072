"""Switches the events of a guild on, lets time pass for them, and reads the guild's list."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.backend.models import ScheduledEvent

from tests.drivers.setup import SetupDriver, open_setup
from tests.posting import run_due_at
from tests.world import World

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
"""States of an event at the platform."""


async def switch_on(world: World, admin: MemberActor) -> SetupDriver:
    """Switch events on in the panel, and return the panel."""
    panel = await open_setup(world, admin, "Events")
    await panel.press("Turn on")
    return panel


async def look_at_events(world: World, text: str) -> None:
    """Set the clock to `text`, in UTC, run what is due, and wait until events are looked at."""
    await run_due_at(world, text)
    cog: Any = world.bot.get_cog("Events")
    with world.env.time_context():
        await cog.rounds.wait()


def list_all_events(world: World) -> list[ScheduledEvent]:
    """Return every event of the guild that ever was, by when it starts."""
    found = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    return sorted(found, key=lambda event: (event.scheduled_start_time, event.name))


def list_events(world: World) -> list[ScheduledEvent]:
    """Return the events on the guild's list."""
    return [event for event in list_all_events(world) if event.status in (SCHEDULED, ACTIVE)]


def list_names(world: World) -> list[str]:
    """Return the names of the events on the guild's list."""
    return [event.name for event in list_events(world)]
