"""A server with anniversaries set up, and a platform as the real one is at its worst."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from cogs.anniversaries.digest import KIND
from storage.posts.models import Schedule
from storage.posts.post_log import PostLogEntry
from tests.panel import open_setup
from tests.world import World, iter_texts

RequestMethod = Callable[..., Awaitable[Any]]
MESSAGES_PATH = "/channels/*/messages"
"""Where messages are posted."""


def parse_utc(text: str) -> datetime:
    """ "2026-05-01 09:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def raise_disconnected() -> None:
    raise aiohttp.ServerDisconnectedError


def add_admin(world: World) -> MemberActor:
    """A member who may manage the server."""
    mods = world.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("admin"), roles=[mods])


def deny_manage_threads(world: World) -> None:
    """Let the bot manage no threads."""
    few = discord.Permissions.all()
    few.update(manage_threads=False, administrator=False)
    for role in world.bot.get_guild(world.guild.id).roles:
        world.env.backend.edit_role(world.guild.id, role.id, {"permissions": few.value})


async def set_up_anniversaries(
    world: World,
    admin: MemberActor,
    *,
    channel: ChannelHandle | None = None,
    time: str = "9:00",
    zone: str = "UTC",
    role: Any = None,
    **options: bool,
) -> str:
    """Set anniversaries up through the panel, at 9:00 in UTC; gives what the admin reads then.

    Where a wish is refused, the others are not made.
    """
    panel = await open_setup(world, admin, "Anniversaries")
    notes = [await panel.choose("channel", channel or world.channel)]
    if await find_schedule(world) is None:
        return panel.text
    notes.append(await panel.submit_text("Time zone", zone))
    notes.append(await panel.submit_text("Exact time", time))
    if role is not None:
        notes.append(await panel.choose("role", role))
    if options:
        held = set(panel.get_selected("options"))
        wanted = held - {name for name, is_on in options.items() if not is_on}
        wanted |= {name for name, is_on in options.items() if is_on}
        notes.append(await panel.choose("options", *sorted(wanted)))
    return "\n".join((*notes, panel.text))


async def find_schedule(world: World) -> Schedule | None:
    """The server's schedule as it is stored, None before it is set up."""
    return await world.bot.store.schedules.get(world.guild.id, KIND)


def list_posts(channel: ChannelHandle) -> list[str]:
    """What stands in a channel, card by card, oldest first."""
    return [
        "\n".join(iter_texts(get_raw_components(message))) or message.content
        for message in channel.history()
    ]


def get_raw_components(message: discord.Message) -> list[Any]:
    """A message's components as they came over the wire."""
    return [component.to_dict() for component in message.components]


async def get_schedule(world: World) -> Schedule:
    """The server's schedule as it is stored."""
    schedule = await find_schedule(world)
    assert schedule is not None
    return schedule


async def get_post_log(world: World) -> dict[str, PostLogEntry]:
    """Every row of the server's ledger by its date."""
    rows = await world.bot.store.post_log.list_newest(world.guild.id, KIND, offset=0, limit=1_000)
    return {str(row.day): row for row in rows}


async def get_post_states(world: World) -> dict[str, str]:
    """What became of every date of the server."""
    return {day: row.state.value for day, row in sorted((await get_post_log(world)).items())}


class FakePlatform:
    """Stands between the bot and the simulated platform, and adds what that leaves out: nonces.

    A message whose nonce was seen before comes back instead of a second one, until `forget`.
    `before` and `after` run around the creation of a message and may raise or kill.
    """

    def __init__(self, world: World) -> None:
        self._forward: RequestMethod = world.bot.http.request
        self._by_nonce: dict[str, Any] = {}
        self.nonces: list[str] = []
        self.before_send: Callable[[], None] = lambda: None
        self.after_send: Callable[[], None] = lambda: None
        world.bot.http.request = self._request

    def forget_nonces(self) -> None:
        """Let the few minutes go by in which a nonce is remembered."""
        self._by_nonce.clear()

    def on_created(self, route: Any, body: dict[str, Any]) -> None:
        """Called once for each message that was really created."""

    async def _request(self, route: Any, **options: Any) -> Any:
        body: dict[str, Any] = options.get("json") or {}
        nonce = body.get("nonce") if route.method == "POST" else None
        if nonce is None or not body.get("components"):
            return await self._forward(route, **options)
        assert body["enforce_nonce"] is True
        assert len(nonce) <= 25
        self.nonces.append(nonce)
        self.before_send()
        if nonce not in self._by_nonce:
            self._by_nonce[nonce] = await self._forward(route, **options)
            self.on_created(route, body)
        self.after_send()
        return self._by_nonce[nonce]


async def run_due_at(world: World, text: str) -> None:
    """Let the clock stand at `text` and everything that is due there be dealt with."""
    instant = parse_utc(text)
    world.env.backend.clock.advance((instant - world.env.now()).total_seconds())
    await world.bot.scheduler.run_due(instant)
