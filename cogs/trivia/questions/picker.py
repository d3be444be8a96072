"""Picks the next question of a game."""

from __future__ import annotations

import random
from asyncio import Lock
from collections.abc import Collection, Mapping
from weakref import WeakValueDictionary

from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from seeds.trivia_question import TriviaQuestion


class DrawLocks:
    """One lock for each audience, so that two of its games do not pick the same question."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()

    def get(self, audience_id: int) -> Lock:
        """Return the lock to hold from the pick until the question is stored as asked."""
        return self._locks.setdefault(audience_id, Lock())


def pick_question(
    bank: Bank,
    game: Game,
    times_asked: Mapping[str, int],
    reserved_keys: Collection[str],
    rng: random.Random,
) -> TriviaQuestion | None:
    """Return one of the least asked matching questions, shuffled; None when none is left.

    `times_asked` is by question key. Questions with `reserved_keys` are picked only when
    there is no other, as a reveal would give away the answer to the question of the day.
    """
    rules = game.rules
    matching = bank.list_matching(rules.topic, rules.difficulty, with_lists=rules.with_lists)
    chosen = bank.choose(matching, times_asked, {*game.asked, *reserved_keys}, rng)
    chosen = chosen or bank.choose(matching, times_asked, game.asked, rng)
    return bank.with_current_difficulty(chosen).shuffled(rng) if chosen else None
