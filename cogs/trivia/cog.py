"""The `/trivia` commands, and the gateway events that games handle."""

from __future__ import annotations

import logging
import random
import re
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.instrumentation.observers import AnswerLocked
from bot.messaging.rate_limiter import share_rate
from bot.permissions import ANYWHERE
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from bot.ui.components import is_stale_component
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import match_submission
from bot.ui.replies import reply_card, reply_text
from bot.welcome.first_commands import HELP_POSITION
from cogs.trivia.daily.post import DailyQuestionPostType
from cogs.trivia.daily.question_of_the_day import DAILY_QUESTION_KIND, DailyQuestionService
from cogs.trivia.daily.views import (
    DAILY_QUESTIONS,
    DailyQuestionResources,
    handle_daily_form,
    show_daily_question,
)
from cogs.trivia.lists.setup_page import QuestionListsPage
from cogs.trivia.opening import GameOpener
from cogs.trivia.play import buttons
from cogs.trivia.play.buttons import WantedGame
from cogs.trivia.play.context import GameContext
from cogs.trivia.play.display import ChannelDisplay
from cogs.trivia.play.forms import handle_game_form
from cogs.trivia.play.messages import format_game_error
from cogs.trivia.play.registry import SESSIONS, SessionRegistry, get_game_session, is_moderator
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.errors import GameError, RoundOverError
from cogs.trivia.rules.periods import LeaderboardPeriod
from cogs.trivia.rules.settings import GameStyle
from cogs.trivia.scores.views import leaderboard_page, stats_page
from cogs.trivia.setup_pages import DailyQuestionPage, TriviaPage
from seeds.schema import Difficulty

log = logging.getLogger(__name__)

REQUESTS_PER_SECOND = 25
"""Requests of all games together: half of what Discord allows, so that commands stay quick."""
DEFAULT_SECONDS = 20
TRIVIA_FORM_ID = re.compile(rf"{buttons.CUSTOM_ID_PREFIX}.+")


class TriviaCog(
    commands.GroupCog,
    name="Trivia",
    group_name="trivia",
    group_description="Play trivia together, and see who has the most points",
):
    """The commands and events of trivia."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self.rng = random.Random()
        self.banks = GuildQuestionBanks(bot.store)
        self.sessions = self._build_sessions()
        self._opener = GameOpener(bot, self.banks, self.sessions)
        self._is_resumed = False

    def _build_sessions(self) -> SessionRegistry:
        bot, rate_limiter = self._bot, share_rate(self._bot, REQUESTS_PER_SECOND)
        context = GameContext(
            games=bot.store.trivia_games,
            questions=bot.store.trivia_questions,
            banks=self.banks,
            get_reserved_keys=self._get_open_daily_keys,
            clock=lambda: bot.clock(),
            delays=GameDelays(grace=bot.settings.trivia_grace),
            rng=self.rng,
            build_display=lambda game, delays: ChannelDisplay(bot, game, delays, rate_limiter),
            on_answer=lambda: bot.observers.notify(AnswerLocked("channel")),
        )
        return SessionRegistry(bot, context)

    async def _get_open_daily_keys(self, audience_id: int) -> set[str]:
        daily = DailyQuestionService(self._bot.store, self.banks, audience_id)
        return await daily.get_open_keys(self._bot.clock())

    async def cog_load(self) -> None:
        self._bot.part_listeners.append(self)
        self._bot.resources[SESSIONS] = self.sessions
        self._bot.resources[buttons.GAME_OPENER] = self._opener.open
        self._bot.resources[DAILY_QUESTIONS] = DailyQuestionResources(self.banks, self.rng)
        self._bot.observers.gauges["games_running"] = lambda: len(self.sessions)
        await self.banks.load()
        resumed = await self.sessions.restore()
        if resumed:
            log.info("%d games go on", resumed)
        post_type = DailyQuestionPostType(self._bot, self.banks, self.rng)
        self._bot.resources[SCHEDULER].register(post_type)
        self._bot.resources[SETUP_REGISTRY].register_settings_page(
            DailyQuestionPage(self._bot, post_type)
        )
        for page in (TriviaPage(self._bot), QuestionListsPage(self._bot)):
            self._bot.resources[SETUP_REGISTRY].register_settings_page(page)
        if self._bot.is_ready():
            await self.on_ready()

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].unregister(DAILY_QUESTION_KIND)
        for key in (DailyQuestionPage.key, TriviaPage.key, QuestionListsPage.key):
            self._bot.resources[SETUP_REGISTRY].unregister(key)
        self._bot.part_listeners.remove(self)
        self.sessions.unload()
        del self._bot.observers.gauges["games_running"]
        for key in (SESSIONS, DAILY_QUESTIONS, buttons.GAME_OPENER):
            del self._bot.resources[key]

    def on_part_lost(self) -> None:
        """Leave the games as they are stored."""
        self.sessions.abandon_all()

    async def on_part_regained(self) -> None:
        """Go on with the stored games, once the bot is ready."""
        await self.banks.load()
        resumed = await self.sessions.restore()
        log.info("%d games go on", resumed)
        if self._is_resumed:
            self.sessions.resume_all()

    @app_commands.command(description="Start a game in this channel", extras={HELP_POSITION: 40})
    @app_commands.describe(
        rounds="How many questions, 1 to 30 (10 unless you say)",
        topic="Only questions about this",
        difficulty="Only questions this hard",
        style="Everyone answers in private, or the first right answer takes the round",
        seconds="Time for each question, 5 to 60 (20 unless you say)",
    )
    async def play(
        self,
        interaction: Interaction,
        rounds: app_commands.Range[int, 1, 30] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
        difficulty: Literal["easy", "medium", "hard"] | None = None,
        style: Literal["everyone", "first"] = "everyone",
        seconds: app_commands.Range[int, 5, 60] = DEFAULT_SECONDS,
    ) -> None:
        """Start a game with its lobby; refuse what the limits of the guild do not allow."""
        wanted = WantedGame(
            rounds,
            seconds,
            GameStyle(style),
            Difficulty(difficulty) if difficulty else None,
            topic or "",
        )
        try:
            await self._opener.open(interaction, wanted)
        except GameError as refusal:
            await reply_text(interaction, format_game_error(refusal))

    @play.autocomplete("topic")
    async def _suggest_topics(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        return (await self._opener.build_topic_index(interaction)).suggest(current)

    @app_commands.command(description="Stop the game in this channel and show its scores")
    async def stop(self, interaction: Interaction) -> None:
        """End the game, for its starter and for moderators."""
        try:
            session = get_game_session(interaction)
            await session.stop(interaction.user.id, is_moderator=is_moderator(interaction))
        except GameError as refusal:
            await reply_text(interaction, format_game_error(refusal))
            return
        announced = " Here come the final scores." if session.game.played else ""
        await reply_text(interaction, f"I stopped the game.{announced}")

    @app_commands.command(
        description="Skip this question, or vote to skip it if you didn't start the game"
    )
    async def skip(self, interaction: Interaction) -> None:
        """Skip as the starter or a moderator, else vote to skip."""
        try:
            await buttons.skip_question(interaction, get_game_session(interaction))
        except GameError as refusal:
            await reply_text(interaction, format_game_error(refusal))

    @app_commands.command(description="Who has the most points here")
    @app_commands.describe(period="From when (all time unless you say)")
    async def leaderboard(
        self,
        interaction: Interaction,
        period: Literal["today", "week", "month", "year", "all"] = "all",
    ) -> None:
        """Show the first page, with the place of the member who asks."""
        card = await leaderboard_page(interaction, LeaderboardPeriod(period), 0)
        await reply_card(interaction, card)

    @app_commands.command(
        description="Your games, accuracy and streaks, and the questions you missed"
    )
    @app_commands.describe(member="Someone else")
    async def stats(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show the statistics of a member, privately."""
        card = await stats_page(interaction, member or interaction.user)
        await reply_card(interaction, card, ephemeral=True)

    @app_commands.command(
        description="The question of the day: one answer, in private",
        extras={ANYWHERE: True, HELP_POSITION: 80},
    )
    async def daily(self, interaction: Interaction) -> None:
        """Show today's question, and the answer to the last one."""
        await show_daily_question(interaction)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Resume every stored game, at the first ready event only."""
        if self._is_resumed:
            return
        self._is_resumed = True
        self.sessions.resume_all()

    @commands.Cog.listener()
    async def on_packs_loaded(self) -> None:
        """Build the questions of the default pack, so that no game has to wait for them."""
        await self.banks.refresh()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle submitted forms, and clicks on buttons that are no longer on their card."""
        if is_stale_component(interaction, buttons.CUSTOM_ID_PREFIX):
            await reply_text(interaction, format_game_error(RoundOverError()))
            return
        if match_submission(interaction, TRIVIA_FORM_ID) is None:
            return
        async with interaction_scope(interaction):
            try:
                await handle_game_form(interaction)
                await handle_daily_form(interaction)
            except GameError as refusal:
                await reply_text(interaction, format_game_error(refusal))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Pass a message to the game in its channel; needs the message content intent."""
        session = self.sessions.get(message.channel.id)
        is_person = not message.author.bot and message.webhook_id is None
        if session is not None and is_person and message.content:
            sent_at = message.created_at.timestamp()
            await session.answer_from_chat(message.author.id, message.content, sent_at)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End the game in a deleted channel."""
        await self._on_channel_deleted(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End the game in a deleted thread."""
        await self._on_channel_deleted(payload.thread_id)

    async def _on_channel_deleted(self, channel_id: int) -> None:
        session = self.sessions.get(channel_id)
        if session is not None:
            await session.on_channel_deleted()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """End every game in a guild that the bot has left."""
        for session in self.sessions.list_in_guild(guild.id):
            await session.cancel()
