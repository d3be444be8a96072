"""Picks the next question of a game."""

from __future__ import annotations

import random
from asyncio import Lock
from collections.abc import Collection, Mapping
from weakref import WeakValueDictionary

from cogs.trivia.questions.bank import Bank, Preference
from cogs.trivia.rules.game import Game
from seeds.trivia_question import WRITTEN_KINDS, TriviaQuestion

MAIN_TOPIC_SHARE = 0.75
"""The share of the questions of a game whose main topic is that of the game."""


class PickLocks:
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
    preferences = _list_preferences(bank, game, rng)
    chosen = bank.choose(
        matching, times_asked, {*game.asked, *reserved_keys}, rng, preferences
    ) or bank.choose(matching, times_asked, game.asked, rng, preferences)
    return bank.with_current_difficulty(chosen).shuffled(rng) if chosen else None


def _list_preferences(bank: Bank, game: Game, rng: random.Random) -> list[Preference]:
    """Return what the next question should be: of a new generated kind, and mostly on the topic.

    Other questions than those whose main topic it is have only to do with the topic of a game.
    """
    asked = filter(None, map(bank.get, game.asked))
    kinds = {question.kind for question in asked} - WRITTEN_KINDS
    preferences: list[Preference] = [lambda question: question.kind not in kinds]
    topic = game.rules.topic
    if topic is not None and rng.random() < MAIN_TOPIC_SHARE:
        preferences.append(lambda question: question.topic == topic)
    return preferences
