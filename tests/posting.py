"""Sets anniversaries up, runs what is due, and makes the simulated platform fail."""

from __future__ import annotations

import json
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
from tests.drivers.setup import open_setup
from tests.world import World, iter_texts

RequestMethod = Callable[..., Awaitable[Any]]
MESSAGES_PATH = "/channels/*/messages"
"""The path of requests that post messages."""


def parse_utc(text: str) -> datetime:
    """Parse "2026-05-01 09:00" as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def raise_disconnected() -> None:
    raise aiohttp.ServerDisconnectedError


def add_admin(world: World) -> MemberActor:
    """Add a member who may manage the guild."""
    mods = world.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("admin"), roles=[mods])


def deny_manage_threads(world: World) -> None:
    """Take the permission Manage Threads from the bot."""
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
    """Set anniversaries up through the panel, and return what the admin reads then.

    After a choice that is refused, no further one is made.
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
    """Return the guild's stored schedule; None before it is set up."""
    return await world.bot.store.schedules.get(world.guild.id, KIND)


def list_posts(channel: ChannelHandle) -> list[str]:
    """Return the texts of the cards in a channel, oldest first."""
    return [
        "\n".join(iter_texts(get_raw_components(message))) or message.content
        for message in channel.history()
    ]


def get_raw_components(message: discord.Message) -> list[Any]:
    """Return a message's components as they were sent."""
    return [component.to_dict() for component in message.components]


async def get_schedule(world: World) -> Schedule:
    """Return the guild's stored schedule."""
    schedule = await find_schedule(world)
    assert schedule is not None
    return schedule


async def get_post_log(world: World) -> dict[str, PostLogEntry]:
    """Return every entry of the guild's post log by date."""
    rows = await world.bot.store.post_log.list_newest(world.guild.id, KIND, offset=0, limit=1_000)
    return {str(row.day): row for row in rows}


async def get_post_states(world: World) -> dict[str, str]:
    """Return the state of every date in the post log."""
    return {day: row.state.value for day, row in sorted((await get_post_log(world)).items())}


class FakePlatform:
    """Adds nonces to the simulated platform, by wrapping the bot's requests.

    A repeated nonce returns the first message instead of creating one, until `forget_nonces`.
    `before_send` and `after_send` run around the creation of a card and may raise or kill; `nonces`
    are those of cards.
    """

    def __init__(self, world: World) -> None:
        self._forward: RequestMethod = world.bot.http.request
        self._by_nonce: dict[str, Any] = {}
        self.nonces: list[str] = []
        self.before_send: Callable[[], None] = lambda: None
        self.after_send: Callable[[], None] = lambda: None
        world.bot.http.request = self._request

    def forget_nonces(self) -> None:
        """Forget all nonces, as Discord does after a few minutes."""
        self._by_nonce.clear()

    def on_created(self, route: Any, body: dict[str, Any]) -> None:
        """Handle the creation of a message; a repeated nonce creates none."""

    async def _request(self, route: Any, **options: Any) -> Any:
        body = _get_body(options)
        nonce = body.get("nonce") if route.method == "POST" else None
        if nonce is None:
            return await self._forward(route, **options)
        assert body["enforce_nonce"] is True
        assert len(nonce) <= 25
        if not body.get("components"):
            return await self._create_once(nonce, route, options)
        self.nonces.append(nonce)
        self.before_send()
        is_new = nonce not in self._by_nonce
        await self._create_once(nonce, route, options)
        if is_new:
            self.on_created(route, body)
        self.after_send()
        return self._by_nonce[nonce]

    async def _create_once(self, nonce: str, route: Any, options: dict[str, Any]) -> Any:
        if nonce not in self._by_nonce:
            self._by_nonce[nonce] = await self._forward(route, **options)
        return self._by_nonce[nonce]


def _get_body(options: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of a request, which has a part of its own where files are sent too."""
    for part in options.get("form") or ():
        if part["name"] == "payload_json":
            return json.loads(part["value"])
    return options.get("json") or {}


async def run_due_at(world: World, text: str) -> None:
    """Set the clock to `text`, in UTC, and process everything that is due."""
    instant = parse_utc(text)
    world.env.backend.clock.advance((instant - world.env.now()).total_seconds())
    with world.env.time_context():
        await world.bot.scheduler.run_due(instant)
