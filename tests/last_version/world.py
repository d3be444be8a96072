"""This version of the bot on the database of the last one, among the people and cards of then.

`bot.sql` is the whole database as the last version left it when its process was killed on
5 October 2026, simulated time, with five games running; `platform.json` is the Discord around it.
Only the row is left out that says which commands the platform was given: a simulated platform
forgets them with its process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager, closing
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.results import InteractionResult, ResponseMessage, to_discord_message

from bot.app import open_bot
from bot.client import FanBot
from tests.last_version.platform_state import iter_controls, read_platform, restore_platform
from tests.world import (
    NOW,
    TINY_PACK,
    World,
    assert_no_mentions,
    build_settings,
    card_text,
    iter_texts,
    show_command,
)

DATABASE_FILE = Path(__file__).with_name("bot.sql")
FANS = "Fans"
"""The guild in which most things happened."""
OPTED_IN_ROLE = "lamp lighters"
"""The only role that the bot may ping."""


def create_database(path: Path) -> None:
    """Create the last version's database at `path`."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DATABASE_FILE.read_text("utf-8"))


def _execute(path: Path, *statements: str) -> None:
    """Change the last version's database before this version sees it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


class LastVersionWorld:
    """The running bot, and the recorded people, channels, cards and forms by their names."""

    def __init__(self, env: simcord.Env, bot: FanBot, recorded: dict[str, Any]) -> None:
        self.env = env
        self.bot = bot
        self.recorded = recorded
        self._messages = {one["id"]: one for one in recorded["messages"]}
        self._users = {one["name"]: one["id"] for one in recorded["users"]}

    def guild(self, name: str = FANS) -> GuildHandle:
        """Return a guild by its name."""
        return next(one for one in self.env._guilds if one.name == name)

    def user(self, name: str) -> UserHandle:
        """Return a user by their name, as they are in direct messages."""
        return UserHandle(self.env, self.env.backend.users[self._users[name]])

    def member(self, name: str, guild: str = FANS) -> MemberActor:
        """Return a member by their name."""
        return MemberActor(self.env, self.guild(guild), self.user(name))

    def channel(self, name: str = "general", guild: str = FANS) -> ChannelHandle:
        """Return a channel by its name."""
        return self.guild(guild).channels[name]

    def world(self, guild: str = FANS) -> World:
        """Return what the drivers in `tests` expect, for one guild."""
        alice, bob = (self.member(name, guild) for name in ("alice", "bob"))
        channel = self.channel(guild=guild)
        return World(self.env, self.bot, self.guild(guild), channel, alice, bob)

    def get_user_name(self, user_id: int) -> str:
        """Return the name of a user."""
        return str(self.env.backend.users[user_id].name)

    def get_recorded_card(self, card: str) -> dict[str, Any]:
        """Return a card's message as the last version left it."""
        return self._messages[self.recorded["cards"][card]]

    def get_recorded_text(self, card: str) -> str:
        """Return what was read on a card of the last version."""
        return "\n".join(iter_texts(self.get_recorded_card(card)["components"]))

    def read_card(self, card: str) -> str:
        """Return what is read on a recorded card now."""
        recorded = self.get_recorded_card(card)
        stored = self.env.backend.get_message(recorded["channel_id"], recorded["id"])
        return "\n".join(iter_texts(stored.components))

    def card_at(self, message_id: int) -> discord.Message:
        """Return a recorded card by its message id, with the controls it was posted with.

        That is how a member holds it who has not seen it change since.
        """
        recorded = self._messages[message_id]
        stored = self.env.backend.get_message(recorded["channel_id"], message_id)
        stored.components = deepcopy(recorded["components"])
        return to_discord_message(self.env, stored)

    def actor_at(self, message_id: int, name: str) -> MemberActor | UserHandle:
        """Return a person as they meet a message: as a member, or as a user in private."""
        channel = self.env.backend.channels[self._messages[message_id]["channel_id"]]
        guilds = [one for one in self.env._guilds if one.id == channel.guild_id]
        return self.member(name, guilds[0].name) if guilds else self.user(name)

    async def click(self, card: str, name: str, label: str) -> InteractionResult:
        """Click a recorded button by the custom id it was posted with.

        `label` is how its label begins. The card's controls are as they were posted.
        """
        message_id = self.recorded["cards"][card]
        controls = iter_controls(self._messages[message_id]["components"])
        custom_id = next(
            one["custom_id"] for one in controls if one.get("label", "").startswith(label)
        )
        actor = self.actor_at(message_id, name)
        return await actor.click(self.card_at(message_id), custom_id=custom_id)

    async def click_and_read(self, card: str, name: str, label: str) -> str:
        """Click a recorded button; return what is read then."""
        return read_answer(await self.click(card, name, label))

    async def submit_open_form(self, form: str, name: str, guild: str = FANS) -> str:
        """Submit a form that was open when the last version ended; return what is read then."""
        recorded = self.recorded["open_forms"][form]
        interaction = self.env.backend.interactions[recorded["interaction_id"]]
        shown = InteractionResult(self.env, interaction)
        return read_answer(await self.member(name, guild).submit_modal(shown, recorded["values"]))


def read_answer(result: InteractionResult) -> str:
    """Return what a member reads last in answer: a form's title, or a message's text."""
    if result.modal is not None:
        return str(result.modal["title"])
    return card_text(get_newest_message(result))


def get_newest_message(result: InteractionResult) -> ResponseMessage:
    """Return the last message that a member is shown in answer."""
    newest = result.followups[-1] if result.followups else result.response
    assert newest is not None, "the bot said nothing"
    return newest


@asynccontextmanager
async def open_last_version(
    folder: Path,
    *,
    games: Collection[str] = (),
    after: float = 0.0,
    statements: Sequence[str] = (),
    pack: Path = TINY_PACK,
) -> AsyncGenerator[LastVersionWorld]:
    """Run the bot on the last version's database, `after` seconds after that ended.

    Of the five running games those are kept that `games` names: the others would be played on
    whenever a test lets time pass. `statements` change the database before, in the last version's
    format; `pack` is read at the start. As in `tests.world.open_world`, scheduling is left to the
    test.
    """
    recorded = read_platform()
    settings = build_settings(folder, pack)
    assert isinstance(settings.database, Path)
    create_database(settings.database)
    game_ids = ", ".join(str(recorded["games"][name]["game_id"]) for name in games)
    other_games = f"DELETE FROM trivia_game WHERE game_id NOT IN ({game_ids})"
    _execute(settings.database, other_games, *statements)
    running: list[simcord.Env] = []
    start = NOW + timedelta(seconds=recorded["elapsed"] + after)
    clock = lambda: running[0].now() if running else start  # noqa: E731 - needs the name above
    async with open_bot(settings, clock, shard_count=1) as bot:
        env = simcord.Env(bot)
        restore_platform(env.backend, recorded)
        env.backend.clock.advance(after)
        env._guilds = [GuildHandle(env, one) for one in env.backend.guilds.values()]
        running.append(env)
        await env.start()
        bot.scheduler.stop()
        last = LastVersionWorld(env, bot, recorded)
        show_command(last.world(), "review", last.member("rita"))
        try:
            yield last
        finally:
            await env.shutdown()
    assert not env.errors, env.errors
    assert_no_mentions(env.http_requests, {last.guild().roles[OPTED_IN_ROLE].id})
