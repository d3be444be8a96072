"""Draws the next question of a game from what its audience may be asked."""

from __future__ import annotations

import random
from asyncio import Lock
from datetime import datetime
from weakref import WeakValueDictionary

from cogs.trivia.daily.question_of_the_day import DailyQuestionService
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.question import TriviaQuestion
from storage.store import Store


class DrawLocks:
    """Lets the games of one audience draw one after another: none may draw what another draws."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()

    def get(self, audience_id: int) -> Lock:
        """To be held from the draw until the question is on record as asked."""
        return self._locks.setdefault(audience_id, Lock())


async def draw_question(
    store: Store, banks: GuildQuestionBanks, game: Game, now: datetime, rng: random.Random
) -> TriviaQuestion | None:
    """One of the least asked questions that fit, ready to be asked; None when none is left.

    The question of the day is kept back while there is any other: a reveal would give it away.
    """
    times_asked = await store.trivia_questions.get_times_asked(game.audience_id)
    bank = await banks.get(game.audience_id)
    daily_keys = await DailyQuestionService(store, banks, game.audience_id).get_open_keys(now)
    matching = bank.list_matching(game.rules.topic, game.rules.difficulty)
    chosen = bank.choose(matching, times_asked, {*game.asked, *daily_keys}, rng)
    chosen = chosen or bank.choose(matching, times_asked, game.asked, rng)
    return bank.with_current_difficulty(chosen).shuffled(rng) if chosen else None
