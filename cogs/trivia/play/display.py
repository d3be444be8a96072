"""Shows a game in its channel: its cards with their buttons, and notices when that fails."""

from __future__ import annotations

import logging
import zlib
from dataclasses import replace

import discord

from bot.base import BotBase
from bot.messaging.message_search import MessageMark
from bot.messaging.outbox_relay import OUTBOX_RELAY, relay_now
from bot.messaging.rate_limiter import RateLimiter
from bot.packs.shown_pack import ShownPack
from bot.ui.card import Card, FramedCard, draw_picture
from bot.ui.citations import get_shown_sources
from bot.ui.dates import set_language
from cogs.trivia.finals.final_picture import build_final_picture, list_shown_members
from cogs.trivia.member_names import name_members
from cogs.trivia.play import cards
from cogs.trivia.play.buttons import (
    CancelButton,
    GameButton,
    HintButton,
    JoinButton,
    OptionButton,
    PlayAgainButton,
    QuestionSourcesButton,
    ReportButton,
    SkipButton,
    StartButton,
    TypedAnswerButton,
)
from cogs.trivia.play.context import PostedCard, VisibleState
from cogs.trivia.play.game_channel import GameChannel, Posting
from cogs.trivia.refused_cards import record_refusal, record_success
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from storage.errors import DatabaseError
from storage.outbox import OutboxMessage

log = logging.getLogger(__name__)


class ChannelDisplay:
    """The GameDisplay of a game in a Discord channel."""

    def __init__(
        self, bot: BotBase, game: Game, delays: GameDelays, rate_limiter: RateLimiter
    ) -> None:
        self._bot = bot
        self._game = game
        self._pack = bot.packs.get(game.audience_id, game.rules.pack_slug)
        self._channel = GameChannel(
            bot, game.channel_id, self._pack.colour, delays, rate_limiter, self._record_refusal
        )

    def get_visible_state(self) -> VisibleState:
        round_ = self._game.round
        if round_ is None:
            return ("lobby", len(self._game.players), self._game.is_over)
        if round_.is_closed:
            return ("reveal", round_.turn)
        return ("open", round_.turn, len(round_.locks), len(round_.skip_votes))

    async def find_lobby(self) -> int | None:
        found = await self._channel.find(self._posting_since, self._lobby_mark)
        return None if found is None else found.id

    async def publish_lobby(self, nonce: str) -> int:
        card = render_lobby(self._bot, self._pack, self._game)
        posting = Posting(nonce, self._posting_since, self._lobby_mark)
        return (await self._channel.post(card, posting)).id

    async def close_lobby(self, card_id: int) -> None:
        await self._channel.edit(card_id, cards.closed_lobby_card(self._game))

    async def publish_question(self, round_: Round, ends_at: float, nonce: str) -> PostedCard:
        card = render_question(self._game, round_, ends_at)
        posting = Posting(nonce, self._posting_since, self._build_question_mark(round_))
        message = await self._channel.post(card, posting)
        return PostedCard(message.id, message.created_at.timestamp())

    async def redraw(self, card_id: int, now: float) -> int:
        round_ = self._game.round
        mark = self._lobby_mark if round_ is None else self._build_question_mark(round_)
        return await self._channel.edit_or_repost(card_id, await self._render(now), mark)

    async def mark_replaced(self, card_id: int, round_: Round) -> None:
        await self._channel.edit(card_id, cards.replaced_card(self._game, round_))

    async def publish_end(self, nonce: str) -> None:
        # Its button names settings, so nothing but an id of its own tells it from other games'.
        component_id = compute_component_id(nonce)
        card = replace(await self._render_final(), component_id=component_id)
        posting = Posting(nonce, self._posting_since, MessageMark(component_id=component_id))
        await self._channel.post(card, posting)
        await record_success(self._bot, self._game)

    async def _record_refusal(self, refusal: str) -> None:
        """Store that Discord refused a card of the game for good, and tell the admins once."""
        try:
            await record_refusal(self._bot, self._game, refusal)
        except DatabaseError as error:
            log.warning("game %d: its refused card is not stored: %r", self._game.id, error)

    @property
    def _posting_since(self) -> float:
        """When the card of this phase was first about to be posted, in epoch seconds."""
        # Games of older versions have no such time; the id is that of the command.
        created_at = discord.utils.snowflake_time(self._game.id)
        return self._game.posting_since or created_at.timestamp()

    @property
    def _lobby_mark(self) -> MessageMark:
        return MessageMark((StartButton(self._game.id).custom_id,))

    def _build_question_mark(self, round_: Round) -> MessageMark:
        """Return the mark of a question's card, open or settled."""
        round_key = (self._game.id, round_.turn)
        return MessageMark((SkipButton(*round_key).custom_id, ReportButton(*round_key).custom_id))

    def build_lost_notice(self, reason: str) -> OutboxMessage:
        game = self._game
        return OutboxMessage.to_member(
            game.audience_id,
            game.starter_id,
            cards.format_game_lost(game, reason),
            self._bot.clock(),
            or_admins=True,
        )

    async def relay(self, notice: OutboxMessage | None) -> None:
        await relay_now(self._bot, notice)

    async def send_unstored(self, notice: OutboxMessage | None) -> bool:
        return await self._bot.resources[OUTBOX_RELAY].send_unstored(notice)

    async def _render(self, now: float) -> Card:
        """Return the card that shows the game as it is."""
        # The game loop answers no interaction, so nothing has set the language of this task yet.
        set_language(await self._bot.get_language(self._game.audience_id))
        game, round_ = self._game, self._game.round
        if round_ is None:
            return (
                await self._render_final()
                if game.is_over
                else render_lobby(self._bot, self._pack, game)
            )
        if round_.is_closed:
            return await self._render_reveal(round_)
        return render_question(game, round_, game.due_at or now)

    async def _render_final(self) -> Card:
        """Return the card of the final scores; with a picture, if anyone scored."""
        bot, game = self._bot, self._game
        guild = bot.get_guild(game.audience_id)
        answers = await bot.store.trivia_scores.list_game_answers(game.id)
        shown = list_shown_members(game.standings, answers)
        card, names = await name_members(bot, guild, cards.final_card(game), shown)
        if not game.played:
            return card
        if cards.has_scores(game.standings):
            drawing = build_final_picture(game.standings, game.played, answers, names)
            card = card.with_picture(await draw_picture(self._pack.pictures, drawing))
        return card.with_buttons(PlayAgainButton.from_settings(game.rules))

    async def _render_reveal(self, round_: Round) -> Card:
        """Return the card of a settled round."""
        bot, game = self._bot, self._game
        canon = bot.store.canon.for_guild(game.audience_id, game.rules.pack_slug)
        sources = await get_shown_sources(bot.store, canon, round_.question.sources)
        card = cards.reveal_card(game, round_, sources, await bot.today_in(game.audience_id))
        round_key = (game.id, round_.turn)
        cited = [QuestionSourcesButton(*round_key)] if sources else []
        return card.with_buttons(*cited, ReportButton(*round_key))


def compute_component_id(nonce: str) -> int:
    """Return a number for a component, far from those that the platform gives, 1 and upwards."""
    return zlib.crc32(nonce.encode()) >> 2 | 1 << 30


def render_lobby(bot: BotBase, pack: ShownPack, game: Game) -> Card:
    """Return the card of the lobby with its buttons."""
    topic = None if game.rules.topic is None else pack.get_topic_name(game.rules.topic)
    card = cards.lobby_card(game, topic, reads_chat=bot.intents.message_content)
    return card.with_buttons(JoinButton(game.id), StartButton(game.id), CancelButton(game.id))


def render_question(game: Game, round_: Round, ends_at: float) -> Card:
    """Return the card of an open question; *Skip* and *Join* are apart from the answers."""
    round_key = (game.id, round_.turn)
    answers: list[GameButton]
    if round_.question.is_typed:
        answers = [TypedAnswerButton(*round_key)]
        if round_.question.hint is not None:
            answers.append(HintButton(*round_key))
    else:
        labels = enumerate(cards.label_options(round_.question))
        answers = [OptionButton(*round_key, number, label) for number, label in labels]
    card = cards.question_card(game, round_, ends_at)
    others = (SkipButton(*round_key), JoinButton(game.id))
    return FramedCard(card.title, card.body, card.footer, answers, card.picture, rows=[others])
