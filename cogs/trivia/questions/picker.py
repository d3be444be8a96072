"""Picks the next question of a game from what its audience may be asked."""

from __future__ import annotations

import random
from asyncio import Lock
from collections.abc import Collection, Mapping
from weakref import WeakValueDictionary

from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from seeds.trivia_question import TriviaQuestion


class DrawLocks:
    """One lock an audience: two of its games must not pick the same question at once."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()

    def get(self, audience_id: int) -> Lock:
        """Return the lock to hold from the pick until the question is on record as asked."""
        return self._locks.setdefault(audience_id, Lock())


def pick_question(
    bank: Bank,
    game: Game,
    times_asked: Mapping[str, int],
    reserved_keys: Collection[str],
    rng: random.Random,
) -> TriviaQuestion | None:
    """Return one of the least asked questions that fit, ready to be asked; None when none is left.

    `times_asked` is by question key. Questions with `reserved_keys` are kept back while there is
    any other: the reveal of the question of the day would give it away.
    """
    matching = bank.list_matching(game.rules.topic, game.rules.difficulty)
    chosen = bank.choose(matching, times_asked, {*game.asked, *reserved_keys}, rng)
    chosen = chosen or bank.choose(matching, times_asked, game.asked, rng)
    return bank.with_current_difficulty(chosen).shuffled(rng) if chosen else None
