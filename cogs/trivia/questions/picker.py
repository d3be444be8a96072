"""Draws the next question of a game from what its audience may be asked."""

from __future__ import annotations

import random
from asyncio import Lock
from datetime import datetime
from weakref import WeakValueDictionary

from cogs.trivia.daily.question_of_the_day import Daily
from cogs.trivia.questions.guild_banks import Banks
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.question import Question
from storage.store import Store


class Turns:
    """Lets the games of one audience draw one after another: none may draw what another draws."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()

    def of(self, audience_id: int) -> Lock:
        """To be held from the draw until the question is on record as asked."""
        return self._locks.setdefault(audience_id, Lock())


async def draw(
    store: Store, banks: Banks, game: Game, now: datetime, rng: random.Random
) -> Question | None:
    """One of the least asked questions that fit, ready to be asked; None when none is left.

    The question of the day is kept back while there is any other: a reveal would give it away.
    """
    times = await store.trivia_questions.get_times_asked(game.audience_id)
    bank = await banks.of(game.audience_id)
    daily = await Daily(store, banks, game.audience_id).open_keys(now)
    fitting = bank.fitting(game.rules.topic, game.rules.difficulty)
    chosen = bank.choose(fitting, times, {*game.asked, *daily}, rng)
    chosen = chosen or bank.choose(fitting, times, game.asked, rng)
    return bank.as_played(chosen).shuffled(rng) if chosen else None
