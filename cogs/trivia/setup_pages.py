"""The pages of `/setup` for the question of the day and for games."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.setup.controls import PanelCard, Part, back
from bot.setup.registry import FORGED, Change, Checkup, Need, RefusedError
from bot.setup.schedule_page import SchedulePage
from bot.setup.selects import MOST_CHANNELS, POSTABLE, channel_select, in_sight, number_select
from bot.ui.text import counted, listed
from storage.guilds.settings import GuildSettings

if TYPE_CHECKING:
    from bot.client import FanBot

PLAYABLE = (
    *POSTABLE,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
)
"""Kinds of channels with a game in them; in a forum, in its threads."""
ROUNDS = (3, 5, 10, 15, 20, 25, 30)
GAMES = (1, 2, 3, 5, 10, 20, 30)
SHOWN_CHANNELS = 3


class DailyPage(SchedulePage):
    """Where and when the question of the day is posted."""

    key = "daily"
    title = "Daily question"
    posts = "Daily questions"
    about = (
        "One question a day, posted for everybody and answered in private. Without a channel, "
        "`/trivia daily` still has it for whoever asks."
    )


class TriviaPage:
    """Where games may be played, how long they may be, and how many at once."""

    key = "trivia"
    title = "Trivia"

    def __init__(self, bot: FanBot) -> None:
        self._settings = bot.store.guild_settings

    async def summary(self, guild: discord.Guild) -> str:
        settings = await self._settings.get(guild.id)
        return f"{_where(settings)}, {_how_much(settings)}"

    async def card(self, guild: discord.Guild) -> PanelCard:
        settings = await self._settings.get(guild.id)
        chosen = settings.trivia_channel_ids
        there = list(in_sight(guild, chosen))
        gone = len(chosen) - len(there)
        note = f"\n{counted(gone, 'chosen channel')} out of sight: see *Diagnosis*." if gone else ""
        channels = channel_select(
            self.key,
            "channels",
            there,
            placeholder="Everywhere",
            types=PLAYABLE,
            at_least=0,
            at_most=MOST_CHANNELS,
        )
        rounds = number_select(self.key, "rounds", ROUNDS, settings.trivia_max_rounds)
        games = number_select(self.key, "games", GAMES, settings.trivia_max_games)
        state = f"Games may be played {_where(settings)}, {_how_much(settings)}."
        parts = (
            Part(
                f"**Channels** for games, threads included; none is everywhere{note}", (channels,)
            ),
            Part("**Most rounds** of a game", (rounds,)),
            Part("**Most games** at once", (games,)),
            back(),
        )
        return PanelCard(self.title, state, parts)

    async def change(self, change: Change) -> str:
        match change.field:
            case "channels":
                return await self._change_channels(change)
            case "rounds":
                most = change.number(1, max(ROUNDS))
                await self._settings.update(change.guild.id, trivia_max_rounds=most)
                return f"Games have at most {counted(most, 'round')} from now on."
            case "games":
                most = change.number(1, max(GAMES))
                await self._settings.update(change.guild.id, trivia_max_games=most)
                return f"At most {counted(most, 'game')} at once from now on."
            case _:
                raise RefusedError(FORGED)

    async def _change_channels(self, change: Change) -> str:
        channels = await change.channels()
        if len(channels) > MOST_CHANNELS or any(one.type not in PLAYABLE for one in channels):
            raise RefusedError(FORGED)
        ids = tuple(channel.id for channel in channels)
        settings = await self._settings.update(change.guild.id, trivia_channel_ids=ids)
        return f"Games may be played {_where(settings)} from now on."

    async def checkup(self, guild: discord.Guild) -> Checkup:
        settings = await self._settings.get(guild.id)
        needed = ("view_channel", "send_messages")
        return Checkup(needs=[Need(one, needed, "games") for one in settings.trivia_channel_ids])


def _where(settings: GuildSettings) -> str:
    if not settings.trivia_channel_ids:
        return "everywhere"
    return f"in {listed([f'<#{one}>' for one in settings.trivia_channel_ids], SHOWN_CHANNELS)}"


def _how_much(settings: GuildSettings) -> str:
    rounds = counted(settings.trivia_max_rounds, "round")
    return f"at most {rounds}, {counted(settings.trivia_max_games, 'game')} at once"
