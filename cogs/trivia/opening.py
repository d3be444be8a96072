"""Opens the lobby of a game, for `/trivia play` and for *Play again*."""

from __future__ import annotations

from bot.base import BotBase, Interaction
from bot.packs.shown_pack import ShownPack
from bot.ui.name_search import NameIndex
from bot.ui.replies import get_audience_id, send_public_card
from cogs.trivia.play.buttons import WantedGame
from cogs.trivia.play.display import render_lobby
from cogs.trivia.play.registry import SessionRegistry
from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.limits import GameRequest
from cogs.trivia.rules.settings import GameSettings
from cogs.trivia.venue import get_game_limits, get_game_venue


class GameOpener:
    """Checks games that members want against the limits of their guild, and opens them."""

    def __init__(self, bot: BotBase, banks: GuildQuestionBanks, sessions: SessionRegistry) -> None:
        self._bot = bot
        self._banks = banks
        self._sessions = sessions

    async def build_topic_index(self, interaction: Interaction) -> NameIndex:
        """Return the topics that the guild has questions about, by the names members type."""
        bank = await self._banks.get(get_audience_id(interaction))
        return _index_topics(bank, self._get_pack(interaction))

    def _get_pack(self, interaction: Interaction) -> ShownPack:
        """Return the pack that the guild has now, also for *Play again* on an older card."""
        return self._bot.packs.get(get_audience_id(interaction))

    async def open(self, interaction: Interaction, wanted: WantedGame) -> None:
        """Open a lobby and answer with its card; raise a GameError when it is not allowed."""
        bank = await self._banks.get(get_audience_id(interaction))
        topics = _index_topics(bank, self._get_pack(interaction))
        request = GameRequest(
            rounds=wanted.rounds,
            seconds=wanted.seconds,
            style=wanted.style,
            difficulty=wanted.difficulty,
            typed_topic=wanted.topic or None,
            topic=topics.find(wanted.topic) if wanted.topic else None,
        )
        limits = await get_game_limits(interaction)
        venue = get_game_venue(interaction, limits, self._sessions)
        matching = bank.list_matching(
            request.topic, request.difficulty, with_lists=limits.asks_lists_always
        )
        settings = request.check(limits, venue, topics.names, len(matching), self._sessions.delays)
        slug = self._get_pack(interaction).manifest.slug
        await self._open_lobby(interaction, settings.model_copy(update={"pack_slug": slug}))

    async def _open_lobby(self, interaction: Interaction, settings: GameSettings) -> None:
        channel_id = interaction.channel_id
        assert channel_id is not None, "games are opened in a channel"
        session = await self._sessions.open(
            interaction.id, channel_id, get_audience_id(interaction), interaction.user.id, settings
        )
        await session.publish_lobby(
            lambda: send_public_card(
                interaction, render_lobby(self._bot, self._get_pack(interaction), session.game)
            )
        )


def _index_topics(bank: Bank, pack: ShownPack) -> NameIndex:
    """Return the topics of a bank without those that are within others.

    A name of such a topic finds the one that it is within.
    """
    names = {topic: [pack.get_topic_name(topic)] for topic in bank.topics}
    for topic in bank.topics:
        wider = pack.manifest.get_wider_topic(topic)
        if wider in names:
            names[wider] += (*names.pop(topic), topic)
    return NameIndex(names)
