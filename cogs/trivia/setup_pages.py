"""The pages of `/setup` for the question of the day and for games."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, mention_channel
from bot.permissions import GAME_PERMISSIONS, PICTURE_PERMISSIONS
from bot.setup.controls import footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, ChannelRequirement, FieldChange, PageRequirements
from bot.setup.schedule_page import SchedulePage
from bot.setup.selects import (
    MAX_CHANNELS,
    POSTABLE_CHANNEL_TYPES,
    channel_select,
    number_select,
    visible_channels,
)
from bot.ui.text import join_words, pluralize
from storage.guilds.settings import GuildSettings

GAME_CHANNEL_TYPES = (
    *POSTABLE_CHANNEL_TYPES,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
)
"""The types of channels that may have games; a forum has them in its threads."""
ROUND_OPTIONS = (3, 5, 10, 15, 20, 25, 30)
GAME_OPTIONS = (1, 2, 3, 5, 10, 20, 30)
MAX_SHOWN_CHANNELS = 3


class DailyQuestionPage(SchedulePage):
    """The schedule of the question of the day."""

    key = "daily"
    position = 20
    title: Markdown = "Daily question"
    plural_name = "Daily questions"
    is_in_quick_setup = True
    description = (
        "One question a day, posted for everyone and answered in private. Without a channel, "
        "`/trivia daily` still has it."
    )


class TriviaPage:
    """The channels for games, their most rounds, and how many may run at once."""

    key = "trivia"
    position = 30
    title: Markdown = "Trivia"

    def __init__(self, bot: BotBase) -> None:
        self._settings = bot.store.guild_settings

    async def summarize(self, guild: discord.Guild) -> Markdown:
        settings = await self._settings.get(guild.id)
        return f"{_format_channels(settings)}, {_format_limits(settings)}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        settings = await self._settings.get(guild.id)
        channel_ids = settings.trivia_channel_ids
        shown_channels = list(visible_channels(guild, channel_ids))
        gone = len(channel_ids) - len(shown_channels)
        note = (
            f"\n{pluralize(gone, 'chosen channel')} out of sight: see *Diagnosis*." if gone else ""
        )
        channels = channel_select(
            self.key,
            "channels",
            shown_channels,
            placeholder="Everywhere",
            types=GAME_CHANNEL_TYPES,
            min_values=0,
            max_values=MAX_CHANNELS,
        )
        rounds = number_select(self.key, "rounds", ROUND_OPTIONS, settings.trivia_max_rounds)
        games = number_select(self.key, "games", GAME_OPTIONS, settings.trivia_max_games)
        state = f"Games can be played {_format_channels(settings)}, {_format_limits(settings)}."
        parts = (
            SetupRow(
                f"**Channels** for games, with their threads. None means everywhere.{note}",
                (channels,),
            ),
            SetupRow("**Most rounds** in a game", (rounds,)),
            SetupRow("**Most games** at once", (games,)),
            footer_row(),
        )
        return SetupCard(self.title, state, parts)

    async def apply_change(self, change: FieldChange) -> Markdown:
        match change.field:
            case "channels":
                return await self._change_channels(change)
            case "rounds":
                max_rounds = change.get_number(1, max(ROUND_OPTIONS))
                await self._settings.update(change.guild.id, trivia_max_rounds=max_rounds)
                return f"Games have at most {pluralize(max_rounds, 'round')} from now on."
            case "games":
                max_games = change.get_number(1, max(GAME_OPTIONS))
                await self._settings.update(change.guild.id, trivia_max_games=max_games)
                return f"At most {pluralize(max_games, 'game')} can run at once from now on."
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def _change_channels(self, change: FieldChange) -> Markdown:
        channels = await change.fetch_channels()
        if len(channels) > MAX_CHANNELS or any(
            channel.type not in GAME_CHANNEL_TYPES for channel in channels
        ):
            raise RefusedError(INVALID_CHOICE)
        ids = tuple(channel.id for channel in channels)
        settings = await self._settings.update(change.guild.id, trivia_channel_ids=ids)
        return f"Games can be played {_format_channels(settings)} from now on."

    async def get_requirements(self, guild: discord.Guild) -> PageRequirements:
        settings = await self._settings.get(guild.id)
        return PageRequirements(
            channels=[
                ChannelRequirement(channel_id, GAME_PERMISSIONS, "games", PICTURE_PERMISSIONS)
                for channel_id in settings.trivia_channel_ids
            ]
        )


def _format_channels(settings: GuildSettings) -> Markdown:
    if not settings.trivia_channel_ids:
        return "everywhere"
    mentions: list[Markdown] = [
        mention_channel(channel_id) for channel_id in settings.trivia_channel_ids
    ]
    return f"in {join_words(mentions, MAX_SHOWN_CHANNELS)}"


def _format_limits(settings: GuildSettings) -> Markdown:
    rounds = pluralize(settings.trivia_max_rounds, "round")
    return f"at most {rounds}, {pluralize(settings.trivia_max_games, 'game')} at once"
