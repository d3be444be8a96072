"""The `/trivia` commands, and what they listen to."""

from __future__ import annotations

import logging
import random
from typing import Literal
from weakref import WeakKeyDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.messaging.rate_limiter import RateLimiter
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from bot.ui.components import is_stale_component
from bot.ui.error_replies import interaction_scope
from bot.ui.name_search import NameIndex
from bot.ui.replies import get_audience_id, reply_text, send_public_card
from bot.ui.text import clip, escape, join_words
from cogs.trivia.daily.post import DAILY_QUESTION_KIND, DailyQuestionPostType
from cogs.trivia.daily.views import show_daily_question
from cogs.trivia.play import buttons
from cogs.trivia.play.cards import ranking_lines
from cogs.trivia.play.context import GameContext
from cogs.trivia.play.messages import format_game_error
from cogs.trivia.play.modals import parse_submission
from cogs.trivia.play.registry import SessionRegistry
from cogs.trivia.play.submissions import handle_submission
from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.errors import GameError, RoundOverError
from cogs.trivia.rules.limits import GameLimits
from cogs.trivia.rules.periods import LeaderboardPeriod
from cogs.trivia.rules.settings import GameSettings, GameStyle
from cogs.trivia.rules.timing import Timing
from cogs.trivia.scores.views import leaderboard_page, stats_page
from cogs.trivia.setup_pages import DailyQuestionPage, TriviaPage
from seeds.schema import Difficulty
from storage.trivia.group_commit import GroupCommit

log = logging.getLogger(__name__)

REQUESTS_PER_SECOND = 25
"""Cards of all games together: half of what the platform allows, so that commands stay quick."""
DEFAULT_SECONDS = 20
GAME_IS_ENDING = "The last game is just being put away here: try again in a moment."
CHANNEL_IS_TAKEN = "A game is on in this channel already: join in, or stop it with /trivia stop."


class TriviaCog(commands.GroupCog, name="Trivia", group_name="trivia"):
    """Games in channels."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self.rng = random.Random()
        self.banks = GuildQuestionBanks(bot.store, bot.manifest)
        timing, rate_limiter = (
            Timing(grace=bot.settings.trivia_grace),
            RateLimiter(REQUESTS_PER_SECOND),
        )
        self.sessions = SessionRegistry(
            GameContext(
                bot,
                self.banks,
                timing,
                rate_limiter,
                self.rng,
                GroupCommit(bot.store.trivia_games),
            )
        )
        self._topics_by_bank: WeakKeyDictionary[Bank, NameIndex] = WeakKeyDictionary()
        self._is_resumed = False

    async def cog_load(self) -> None:
        await self.banks.load()
        resumed = await self.sessions.restore()
        if resumed:
            log.info("%d games go on", resumed)
        poster = DailyQuestionPostType(self._bot, self.banks, self.rng)
        self._bot.resources[SCHEDULER].register(poster)
        self._bot.resources[SETUP_REGISTRY].register_settings_page(
            DailyQuestionPage(self._bot, poster)
        )
        self._bot.resources[SETUP_REGISTRY].register_settings_page(TriviaPage(self._bot))
        if self._bot.is_ready():
            await self.on_ready()

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].unregister(DAILY_QUESTION_KIND)
        for key in (DailyQuestionPage.key, TriviaPage.key):
            self._bot.resources[SETUP_REGISTRY].unregister(key)
        self.sessions.unload()

    @app_commands.command(description="Start a game in this channel")
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
        """Open a lobby."""
        limits = await self._get_limits(interaction.guild_id)
        bank = await self.banks.get(get_audience_id(interaction))
        topics = self._get_topic_index(bank)
        slug = topics.find(topic) if topic else None
        level = Difficulty(difficulty) if difficulty else None
        available = len(bank.list_matching(slug, level))
        if topic and slug is None:
            await reply_text(interaction, _format_unknown_topic(topic, topics))
        elif not available:
            await reply_text(interaction, "No question fits that. Try another topic or difficulty.")
        elif missing := list_missing_app_permissions(interaction):
            await reply_text(
                interaction,
                f"To run a game here I need {join_words(missing)}: ask an admin to allow it.",
            )
        elif refusal := self._get_limit_violation(interaction, limits, rounds):
            await reply_text(interaction, refusal)
        else:
            timing = self.sessions.timing
            rules = GameSettings(
                rounds=min(limits.resolve_rounds(rounds), available),
                seconds=seconds,
                style=GameStyle(style),
                topic=slug,
                difficulty=level,
                lobby=timing.lobby,
                grace=timing.grace,
                pause=timing.pause,
            )
            await self._open_lobby(interaction, rules)

    async def _get_limits(self, guild_id: int | None) -> GameLimits:
        settings = await self._bot.store.guild_settings.get(guild_id)
        return GameLimits(
            settings.trivia_channel_ids, settings.trivia_max_rounds, settings.trivia_max_games
        )

    def _get_limit_violation(
        self, interaction: Interaction, limits: GameLimits, rounds: int | None
    ) -> str:
        """Why the server's limits do not allow this game, "" when they do."""
        guild, channel = interaction.guild, interaction.channel
        if guild is None or channel is None:
            return ""
        channel_and_parent_ids = {channel.id, getattr(channel, "parent_id", None) or channel.id}
        running = sum(not one.game.is_over for one in self.sessions.list_in_guild(guild.id))
        existing_ids = [one for one in limits.channel_ids if guild.get_channel_or_thread(one)]
        return limits.get_violation(channel_and_parent_ids, rounds, running, existing_ids)

    def _get_topic_index(self, bank: Bank) -> NameIndex:
        """The topics that a bank has questions about."""
        if bank not in self._topics_by_bank:
            names = ((topic, (self._bot.get_topic_name(topic),)) for topic in bank.topics)
            self._topics_by_bank[bank] = NameIndex(dict(names))
        return self._topics_by_bank[bank]

    async def _open_lobby(self, interaction: Interaction, rules: GameSettings) -> None:
        channel_id = interaction.channel_id
        assert channel_id is not None, "commands are used in a channel"
        session = await self.sessions.open(
            interaction.id, channel_id, get_audience_id(interaction), interaction.user.id, rules
        )
        if session is None:
            await reply_text(interaction, self._get_busy_text(channel_id))
            return
        try:
            message_id = await send_public_card(interaction, session.render_lobby())
        except BaseException:
            await session.cancel()
            raise
        await session.on_lobby_posted(message_id)

    def _get_busy_text(self, channel_id: int) -> str:
        session = self.sessions.get(channel_id)
        return GAME_IS_ENDING if session is not None and session.game.is_over else CHANNEL_IS_TAKEN

    @play.autocomplete("topic")
    async def _suggest_topics(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        bank = await self.banks.get(get_audience_id(interaction))
        return self._get_topic_index(bank).suggest(current)

    @app_commands.command(description="Stop the game in this channel and announce its scores")
    async def stop(self, interaction: Interaction) -> None:
        """End the game, for whoever started it and for moderators."""
        try:
            session = buttons.get_game_session(interaction)
            await session.stop(interaction.user.id, is_moderator=buttons.is_moderator(interaction))
        except GameError as refusal:
            await reply_text(interaction, format_game_error(refusal))
            return
        scores = "\n".join(ranking_lines(session.game.standings))
        await reply_text(interaction, f"Stopped. It ends with these scores:\n{scores}")

    @app_commands.command(description="Skip this question: at once if you started, else by vote")
    async def skip(self, interaction: Interaction) -> None:
        """Skip, or vote to."""
        try:
            await buttons.skip_question(interaction, buttons.get_game_session(interaction))
        except GameError as refusal:
            await reply_text(interaction, format_game_error(refusal))

    @app_commands.command(description="Who has earned most here")
    @app_commands.describe(period="Since when; all time unless you say")
    async def leaderboard(
        self,
        interaction: Interaction,
        period: Literal["today", "week", "month", "year", "all"] = "all",
    ) -> None:
        """Show the first page, with the asker's own place."""
        card = await leaderboard_page(interaction, LeaderboardPeriod(period), 0)
        await interaction.response.send_message(view=card.build_view(self._bot.colour))

    @app_commands.command(description="Games, accuracy, streaks; and what you still have to learn")
    @app_commands.describe(member="Somebody else")
    async def stats(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show a member's record, privately."""
        card = await stats_page(interaction, member or interaction.user)
        view = card.build_view(self._bot.colour)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description="The question of the day: one answer, in private")
    async def daily(self, interaction: Interaction) -> None:
        """Show today's question, and yesterday's answer."""
        await show_daily_question(interaction, self.rng)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Go on with every game that was being played; a repeated ready changes nothing."""
        if self._is_resumed:
            return
        self._is_resumed = True
        self.sessions.resume_all()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take forms opened before a restart, and clicks on buttons that are gone by now."""
        if is_stale_component(interaction, buttons.CUSTOM_ID_PREFIX):
            await reply_text(interaction, format_game_error(RoundOverError()))
            return
        submission = parse_submission(interaction)
        if submission is None:
            return
        async with interaction_scope(interaction):
            try:
                await handle_submission(interaction, submission)
            except GameError as refusal:
                await reply_text(interaction, format_game_error(refusal))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Hear answers typed in the channel, where the owner lets the bot read."""
        session = self.sessions.get(message.channel.id)
        is_person = not message.author.bot and message.webhook_id is None
        if session is not None and is_person and message.content:
            sent_at = message.created_at.timestamp()
            await session.answer_from_chat(message.author.id, message.content, sent_at)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End the game that was played there."""
        await self._on_channel_deleted(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End the game that was played there."""
        await self._on_channel_deleted(payload.thread_id)

    async def _on_channel_deleted(self, channel_id: int) -> None:
        session = self.sessions.get(channel_id)
        if session is not None:
            await session.on_channel_deleted()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """End every game in a server that the bot has left."""
        for session in self.sessions.list_in_guild(guild.id):
            await session.cancel()


def list_missing_app_permissions(interaction: Interaction) -> list[str]:
    """What the bot may not do in the channel of a command but has to."""
    if interaction.guild_id is None:
        return []
    permissions = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_send = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    named = "Send Messages in Threads" if in_thread else "Send Messages"
    needed = {"View Channel": permissions.view_channel, named: may_send}
    return [name for name, is_held in needed.items() if not is_held]


def _format_unknown_topic(typed: str, topics: NameIndex) -> str:
    names = join_words(topics.names, 12)
    return f"No topic is called “{escape(clip(typed, 50))}”. There are {names}."
