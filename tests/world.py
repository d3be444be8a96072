"""Runs the bot with a tiny pack in a simulated Discord."""

from __future__ import annotations

import asyncio
import inspect
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle
from simcord.types import HttpLogEntry

from bot.app import open_bot
from bot.client import FanBot
from bot.errors import RefusedError
from bot.packs.loading import load_packs
from bot.parts.part import Part
from bot.settings import Settings, read_settings
from cogs.canon.privacy import register_stored_quotes
from cogs.trivia.privacy import register_stored_questions
from storage.engines.location import DatabaseLocation, parse_location
from storage.store import Store
from tests.databases.sqlite_template import create_database
from tests.platform_rules.document import PlatformDocument
from tests.platform_rules.strict_requests import (
    StrictRequests,
    assert_plain_labels,
    assert_unescaped_controls,
)

TINY_PACK = Path(__file__).parent / "packs" / "paper_lantern"
TINY_DOCUMENTS = Path(__file__).parent / "packs" / "paper_lantern_documents"
ADDRESS = "address"
"""The file in a folder with the address of a server, for a bot that uses one."""
NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""The time at which a simulated Discord starts."""
SETTLE_S = 0.003
"""Seconds after which the simulation looks again whether the bot is done."""


def get_database(folder: Path) -> DatabaseLocation:
    """Return where the bot of a folder keeps everything: a file there, or what `ADDRESS` names."""
    address = folder / ADDRESS
    return parse_location(address.read_text()) if address.exists() else folder / "bot.sqlite3"


def build_settings(folder: Path, pack: Path = TINY_PACK, **changes: Any) -> Settings:
    """Build settings with the database of `folder`."""
    changed = {"database": get_database(folder), "seeds": (pack,), **changes}
    return _read_defaults().model_copy(update=changed)


@cache
def _read_defaults() -> Settings:
    """Read no file and no environment, which every test hides; that looks at all distributions."""
    return read_settings(None)


@asynccontextmanager
async def open_tiny_store(location: DatabaseLocation) -> AsyncGenerator[Store]:
    """Open a store with the tiny pack."""
    await create_database(location)
    opened = await Store.open(location, random.Random(7))
    register_stored_questions(opened)
    register_stored_quotes(opened)
    try:
        await load_packs(opened, [TINY_PACK], lambda: NOW)
        yield opened
    finally:
        await opened.close()


@dataclass
class World:
    """The running bot with its guild, channel and members."""

    env: simcord.Env
    bot: FanBot
    guild: GuildHandle
    channel: ChannelHandle
    alice: MemberActor
    bob: MemberActor
    opted_in: set[int] = field(default_factory=set)
    """Ids of roles that may be mentioned."""
    _seen_errors: int = 0

    def take_errors(self) -> list[BaseException]:
        """What the bot raised since this was last asked; what no test asks for fails it.

        Refusals are left out: the member was answered, and what they read is for the test to say.
        """
        fresh = self.env.errors_since(self._seen_errors)
        self._seen_errors = self.env.error_cursor
        return [one for one in fresh if not isinstance(getattr(one, "original", one), RefusedError)]


@asynccontextmanager
async def open_world(
    settings: Settings,
    document: PlatformDocument | None,
    prepare: Callable[[FanBot], object] = lambda _bot: None,
    *,
    is_strict: bool = True,
    take_part: Callable[[Store], Awaitable[Part]] | None = None,
) -> AsyncGenerator[World]:
    """Run the bot in a simulated Discord, and at the end check its requests by the document.

    `prepare` is called with the bot before its features are loaded. The simulation refuses what
    the platform does; unless `is_strict`, it takes more. `take_part` is for a bot on a server.
    """
    running: list[simcord.Env] = []
    clock = lambda: running[0].now() if running else NOW  # noqa: E731 - needs the name above
    await create_database(settings.database)
    async with open_bot(settings, clock, shard_count=1, take_part=take_part) as bot:
        env = simcord.Env(bot)
        # The simulation looks 20 times a second whether a bot has done what it was told, which is
        # what most tests would wait for: the database answers in a thousandth of a second.
        setattr(env, "_settle_internal", partial(env._settle_internal, idle=SETTLE_S))  # noqa: B010
        running.append(env)
        prepare(bot)
        await env.start()
        if is_strict:
            StrictRequests(env, bot)
        bot.scheduler.stop()  # tests run what is due themselves
        try:
            guild = env.create_guild("Fans")
            alice, bob = (guild.add_member(env.create_user(name)) for name in ("alice", "bob"))
            world = World(env, bot, guild, guild.create_text_channel("general"), alice, bob)
            yield world
        finally:
            await env.shutdown()
    assert not world.take_errors(), "the bot raised what the test did not expect"
    assert_no_mentions(env.http_requests, world.opted_in)
    if is_strict:
        assert_plain_labels(env.http_requests)
        assert_unescaped_controls(env.http_requests)
    if document is not None:
        document.check(env.http_requests)


def show_command(world: World, command: str, *targets: RoleHandle | MemberActor) -> None:
    """Show a hidden command to roles or members, as Server Settings, Integrations, does."""
    commands = world.env.backend.commands[None].values()
    [number] = [int(one["id"]) for one in commands if one["name"] == command]
    world.guild.set_command_permissions(number, dict.fromkeys(targets, True))


async def wait_until(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until the condition is true, for at most 30 s of real time."""
    async with asyncio.timeout(30):
        while True:
            result = condition()
            if await result if inspect.isawaitable(result) else result:
                return
            await asyncio.sleep(0.01)


def assert_no_mentions(requests: Sequence[HttpLogEntry], opted_in: set[int]) -> None:
    """Raise AssertionError for a message that may mention anything but roles that opted in."""
    for request in requests:
        body = request.json if isinstance(request.json, dict) else {}
        data = body.get("data", body)
        if isinstance(data, dict) and "components" in data and "title" not in data:
            allowed = dict(data.get("allowed_mentions") or {"parse": []})
            pinged = {int(role) for role in allowed.pop("roles", [])}
            assert pinged <= opted_in, request
            assert allowed in ({"parse": []}, {"parse": [], "replied_user": False}), request


def iter_texts(components: list[dict[str, Any]]) -> Iterator[str]:
    """Yield every text on a card, from top to bottom."""
    for component in components:
        if "content" in component:
            yield component["content"]
        yield from iter_texts(component.get("components", []))


def iter_buttons(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every button on a card, in order."""
    for component in components:
        if component.get("type") == 2:
            yield component
        yield from iter_buttons(component.get("components", []))


def card_text(message: Any) -> str:
    """Return the text that a member reads: of a card, or of a plain message."""
    assert message is not None, "the bot said nothing"
    return "\n".join(iter_texts(message.components)) or message.content
