"""A game's cards over their buttons."""

from __future__ import annotations

from bot.base import BotBase
from bot.ui.card import Card
from bot.ui.dates import set_language
from bot.ui.locale import get_guild_language
from cogs.trivia.play import cards
from cogs.trivia.play.buttons import (
    CancelButton,
    GameButton,
    HintButton,
    JoinButton,
    OptionButton,
    QuestionSourcesButton,
    ReportButton,
    SkipButton,
    StartButton,
    TypedAnswerButton,
)
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round


def get_visible_state(game: Game) -> tuple[object, ...]:
    """What can be seen on the card of a game; when it differs from what was drawn, that is old."""
    round_ = game.round
    if round_ is None:
        return ("lobby", len(game.players), game.is_over)
    if round_.is_closed:
        return ("reveal", round_.turn)
    return ("open", round_.turn, len(round_.locks), len(round_.skip_votes))


async def render_game(bot: BotBase, game: Game, now: float) -> Card:
    """The card that shows a game as it is."""
    # Who leads a game answers nobody in particular, so no door has said in which language.
    set_language(await get_guild_language(bot, game.audience_id))
    round_ = game.round
    if round_ is None:
        return cards.final_card(game) if game.is_over else render_lobby(bot, game)
    if round_.is_closed:
        return await render_reveal(bot, game, round_)
    return render_question(game, round_, game.due_at or now)


def render_lobby(bot: BotBase, game: Game) -> Card:
    """The lobby, as long as one may join before the first question."""
    topic = None if game.rules.topic is None else bot.get_topic_name(game.rules.topic)
    card = cards.lobby_card(game, topic, reads_chat=bot.intents.message_content)
    return card.with_buttons(JoinButton(game.id), StartButton(game.id), CancelButton(game.id))


def render_question(game: Game, round_: Round, ends_at: float) -> Card:
    """An open question; four options and *Skip* fill the row."""
    round_key = (game.id, round_.turn)
    answers: list[GameButton]
    if round_.question.is_typed:
        answers = [TypedAnswerButton(*round_key), HintButton(*round_key)]
    else:
        options = enumerate(round_.question.options)
        answers = [OptionButton(*round_key, number, text) for number, text in options]
    card = cards.question_card(game, round_, ends_at)
    return card.with_buttons(*answers, SkipButton(*round_key))


async def render_reveal(bot: BotBase, game: Game, round_: Round) -> Card:
    """A settled question: nothing on it can be answered any more."""
    sources = await bot.store.canon.for_guild(game.audience_id).get_sources(round_.question.sources)
    today = await bot.today_in(game.audience_id)
    card = cards.reveal_card(game, round_, sources, today)
    round_key = (game.id, round_.turn)
    cited = [QuestionSourcesButton(*round_key)] if sources else []
    join = [] if game.is_over or game.is_last_round else [JoinButton(game.id)]
    return card.with_buttons(*cited, ReportButton(*round_key), *join)
