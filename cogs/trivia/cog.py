"""The `/trivia` commands, and what they listen to."""

from __future__ import annotations

import logging
import random
from typing import Literal
from weakref import WeakKeyDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.errors import answer_error
from bot.messaging.rate_limiter import Pace
from bot.ui.components import is_gone
from bot.ui.locale import speak_to
from bot.ui.name_search import Choices
from bot.ui.replies import audience_of, post_reply, say
from bot.ui.text import clip, escape, listed
from cogs.trivia.daily.post import KIND, DailyPoster
from cogs.trivia.daily.views import show_daily
from cogs.trivia.play import buttons
from cogs.trivia.play.cards import ranking
from cogs.trivia.play.context import Surroundings
from cogs.trivia.play.messages import refusal_in_words
from cogs.trivia.play.modals import submission_of
from cogs.trivia.play.registry import Sessions
from cogs.trivia.play.submissions import take
from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.guild_banks import Banks
from cogs.trivia.rules.errors import GameError, RoundOverError
from cogs.trivia.rules.limits import Limits
from cogs.trivia.rules.periods import Period
from cogs.trivia.rules.settings import Rules, Style
from cogs.trivia.rules.timing import Tempo
from cogs.trivia.scores.views import leaderboard_page, stats_of
from cogs.trivia.setup_pages import DailyPage, TriviaPage
from seeds.schema import Difficulty

log = logging.getLogger(__name__)

REQUESTS_PER_SECOND = 25
"""Cards of all games together: half of what the platform allows, so that commands stay quick."""
SECONDS = 20
ENDING = "The last game is just being put away here: try again in a moment."
TAKEN = "A game is on in this channel already: join in, or stop it with /trivia stop."


class TriviaCog(commands.GroupCog, name="Trivia", group_name="trivia"):
    """Games in channels."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self.rng = random.Random()
        self.banks = Banks(bot.store, bot.manifest)
        tempo, pace = Tempo(grace=bot.trivia_grace), Pace(REQUESTS_PER_SECOND)
        self.sessions = Sessions(Surroundings(bot, self.banks, tempo, pace, self.rng))
        self._topics: WeakKeyDictionary[Bank, Choices] = WeakKeyDictionary()
        self._is_resumed = False

    async def cog_load(self) -> None:
        await self.banks.load()
        resumed = await self.sessions.restore()
        if resumed:
            log.info("%d games go on", resumed)
        poster = DailyPoster(self._bot, self.banks, self.rng)
        self._bot.scheduler.register(poster)
        self._bot.panel.register(DailyPage(self._bot, poster))
        self._bot.panel.register(TriviaPage(self._bot))
        if self._bot.is_ready():
            await self.on_ready()

    async def cog_unload(self) -> None:
        self._bot.scheduler.forget(KIND)
        for key in (DailyPage.key, TriviaPage.key):
            self._bot.panel.forget(key)
        self.sessions.leave()

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
        interaction: discord.Interaction[FanBot],
        rounds: app_commands.Range[int, 1, 30] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
        difficulty: Literal["easy", "medium", "hard"] | None = None,
        style: Literal["everyone", "first"] = "everyone",
        seconds: app_commands.Range[int, 5, 60] = SECONDS,
    ) -> None:
        """Open a lobby."""
        limits = await self._limits(interaction.guild_id)
        bank = await self.banks.of(audience_of(interaction))
        topics = self._topics_in(bank)
        slug = topics.find(topic) if topic else None
        level = Difficulty(difficulty) if difficulty else None
        available = len(bank.fitting(slug, level))
        if topic and slug is None:
            await say(interaction, _no_topic(topic, topics))
        elif not available:
            await say(interaction, "No question fits that. Try another topic or difficulty.")
        elif missing := missing_permissions(interaction):
            await say(
                interaction,
                f"To run a game here I need {listed(missing)}: ask an admin to allow it.",
            )
        elif refusal := self._refusal(interaction, limits, rounds):
            await say(interaction, refusal)
        else:
            tempo = self.sessions.tempo
            rules = Rules(
                rounds=min(limits.rounds_for(rounds), available),
                seconds=seconds,
                style=Style(style),
                topic=slug,
                difficulty=level,
                lobby=tempo.lobby,
                grace=tempo.grace,
                pause=tempo.pause,
            )
            await self._open(interaction, rules)

    async def _limits(self, guild_id: int | None) -> Limits:
        settings = await self._bot.store.guild_settings.get(guild_id)
        return Limits(
            settings.trivia_channel_ids, settings.trivia_max_rounds, settings.trivia_max_games
        )

    def _refusal(
        self, interaction: discord.Interaction[FanBot], limits: Limits, rounds: int | None
    ) -> str:
        """Why the server's limits do not allow this game, "" when they do."""
        guild, channel = interaction.guild, interaction.channel
        if guild is None or channel is None:
            return ""
        place_ids = {channel.id, getattr(channel, "parent_id", None) or channel.id}
        running = sum(not one.game.is_over for one in self.sessions.in_server(guild.id))
        in_sight = [one for one in limits.channel_ids if guild.get_channel_or_thread(one)]
        return limits.refusal(place_ids, rounds, running, in_sight)

    def _topics_in(self, bank: Bank) -> Choices:
        """The topics that a bank has questions about."""
        if bank not in self._topics:
            names = ((topic, (self._bot.topic_name(topic),)) for topic in bank.topics)
            self._topics[bank] = Choices(dict(names))
        return self._topics[bank]

    async def _open(self, interaction: discord.Interaction[FanBot], rules: Rules) -> None:
        channel_id = interaction.channel_id
        assert channel_id is not None, "commands are used in a channel"
        session = await self.sessions.open(
            interaction.id, channel_id, audience_of(interaction), interaction.user.id, rules
        )
        if session is None:
            await say(interaction, self._taken(channel_id))
            return
        try:
            message_id = await post_reply(interaction, session.lobby())
        except BaseException:
            await session.withdraw()
            raise
        await session.seat(message_id)

    def _taken(self, channel_id: int) -> str:
        session = self.sessions.get(channel_id)
        return ENDING if session is not None and session.game.is_over else TAKEN

    @play.autocomplete("topic")
    async def _suggest_topics(
        self, interaction: discord.Interaction[FanBot], current: str
    ) -> list[app_commands.Choice[str]]:
        bank = await self.banks.of(audience_of(interaction))
        return self._topics_in(bank).suggest(current)

    @app_commands.command(description="Stop the game in this channel and announce its scores")
    async def stop(self, interaction: discord.Interaction[FanBot]) -> None:
        """End the game, for whoever started it and for moderators."""
        try:
            session = buttons.session_of(interaction)
            await session.stop(interaction.user.id, is_moderator=buttons.is_moderator(interaction))
        except GameError as refusal:
            await say(interaction, refusal_in_words(refusal))
            return
        scores = "\n".join(ranking(session.game.standings))
        await say(interaction, f"Stopped. It ends with these scores:\n{scores}")

    @app_commands.command(description="Skip this question: at once if you started, else by vote")
    async def skip(self, interaction: discord.Interaction[FanBot]) -> None:
        """Skip, or vote to."""
        try:
            await buttons.skip(interaction, buttons.session_of(interaction))
        except GameError as refusal:
            await say(interaction, refusal_in_words(refusal))

    @app_commands.command(description="Who has earned most here")
    @app_commands.describe(period="Since when; all time unless you say")
    async def leaderboard(
        self,
        interaction: discord.Interaction[FanBot],
        period: Literal["today", "week", "month", "year", "all"] = "all",
    ) -> None:
        """Show the first page, with the asker's own place."""
        card = await leaderboard_page(interaction, Period(period), 0)
        await interaction.response.send_message(view=card.view(self._bot.colour))

    @app_commands.command(description="Games, accuracy, streaks; and what you still have to learn")
    @app_commands.describe(member="Somebody else")
    async def stats(
        self, interaction: discord.Interaction[FanBot], member: discord.User | None = None
    ) -> None:
        """Show a member's record, privately."""
        card = await stats_of(interaction, member or interaction.user)
        view = card.view(self._bot.colour)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description="The question of the day: one answer, in private")
    async def daily(self, interaction: discord.Interaction[FanBot]) -> None:
        """Show today's question, and yesterday's answer."""
        await show_daily(interaction, self.rng)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Go on with every game that was being played; a repeated ready changes nothing."""
        if self._is_resumed:
            return
        self._is_resumed = True
        self.sessions.resume()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[FanBot]) -> None:
        """Take forms opened before a restart, and clicks on buttons that are gone by now."""
        if is_gone(interaction, buttons.PREFIX):
            await say(interaction, refusal_in_words(RoundOverError()))
            return
        submission = submission_of(interaction)
        if submission is None:
            return
        try:
            await speak_to(interaction)
            await take(interaction, submission)
        except GameError as refusal:
            await say(interaction, refusal_in_words(refusal))
        except Exception as error:
            await answer_error(interaction, error)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Hear answers typed in the channel, where the owner lets the bot read."""
        session = self.sessions.get(message.channel.id)
        is_person = not message.author.bot and message.webhook_id is None
        if session is not None and is_person and message.content:
            at = message.created_at.timestamp()
            await session.overhear(message.author.id, message.content, at)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End the game that was played there."""
        await self._abandon(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End the game that was played there."""
        await self._abandon(payload.thread_id)

    async def _abandon(self, channel_id: int) -> None:
        session = self.sessions.get(channel_id)
        if session is not None:
            await session.abandon()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """End every game in a server that the bot has left."""
        for session in self.sessions.in_server(guild.id):
            await session.withdraw()


def missing_permissions(interaction: discord.Interaction[FanBot]) -> list[str]:
    """What the bot may not do in the channel of a command but has to."""
    if interaction.guild_id is None:
        return []
    has = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_send = has.send_messages_in_threads if in_thread else has.send_messages
    named = "Send Messages in Threads" if in_thread else "Send Messages"
    needed = {"View Channel": has.view_channel, named: may_send}
    return [name for name, is_held in needed.items() if not is_held]


def _no_topic(typed: str, topics: Choices) -> str:
    names = listed(topics.names, 12)
    return f"No topic is called “{escape(clip(typed, 50))}”. There are {names}."
