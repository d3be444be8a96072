"""What holds for a game whatever its players do, in whatever order it arrives."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cogs.trivia.rules.errors import GameError
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import LockedAnswer
from cogs.trivia.rules.settings import GameStyle, Phase
from tests.cogs.trivia.rules.games import (
    STARTER,
    choice_question,
    get_scores,
    new_game,
    typed_question,
)

pytestmark = pytest.mark.slow

MEMBERS = st.integers(STARTER, 5)
DELAYS = st.floats(0.0, 30.0)
GUESSES = st.one_of(st.integers(0, 3), st.sampled_from(["Vera", "Signe", ""]))


class Evening(RuleBasedStateMachine):
    """A game, and its twin that is put down and read back after every step."""

    @initialize(
        style=st.sampled_from(GameStyle),
        rounds=st.integers(1, 4),
        grace=st.sampled_from([0.0, 0.5]),
    )
    def open(self, style: GameStyle, rounds: int, grace: float) -> None:
        self.now = 0.0
        self.game = new_game(style=style, rounds=rounds, grace=grace)
        self.twin = new_game(style=style, rounds=rounds, grace=grace)
        self.seen: dict[tuple[int, int], LockedAnswer] = {}
        self.closed: dict[int, str] = {}
        self.scores = get_scores(self.game)

    def both(self, action: str, *arguments: object, **options: object) -> None:
        """Do the same to both games; what one refuses the other must refuse alike."""
        outcomes: list[object] = []
        for game in (self.game, self.twin):
            try:
                outcomes.append(getattr(game, action)(*arguments, **options))
            except GameError as refusal:
                outcomes.append(type(refusal))
        assert outcomes[0] == outcomes[1]
        self.twin = self.read_back(self.twin)
        if self.game.due_at is None or self.game.due_at > self.now:
            assert not self.twin.resume(self.now)

    def read_back(self, game: Game) -> Game:
        """Put a game down as JSON and take it up again."""
        return Game.model_validate_json(game.model_dump_json())

    @rule(member=MEMBERS)
    def join(self, member: int) -> None:
        self.both("join", member)

    @rule(member=MEMBERS)
    def start(self, member: int) -> None:
        self.both("start", member)

    @precondition(lambda self: self.game.needs_question)
    @rule(is_typed=st.booleans(), seed=st.integers(0, 9))
    def ask(self, is_typed: bool, seed: int) -> None:
        key = f"question.{self.game.turn}"
        question = (
            typed_question(key) if is_typed else choice_question(key).shuffled(random.Random(seed))
        )
        self.both("ask", question)

    @rule()
    def show(self) -> None:
        self.both("mark_shown", self.now, self.now)

    @rule(member=MEMBERS, guess=GUESSES, lag=st.floats(0.0, 2.0), back=st.integers(0, 1))
    def answer(self, member: int, guess: int | str, lag: float, back: int) -> None:
        turn = self.game.turn - back
        self.both("answer", turn, member, guess, answered_at=self.now - lag, now=self.now)

    @rule(member=MEMBERS, text=st.sampled_from(["vera", "hello"]))
    def chat(self, member: int, text: str) -> None:
        self.both("answer_from_chat", member, text, answered_at=self.now, now=self.now)

    @rule(member=MEMBERS)
    def hint(self, member: int) -> None:
        self.both("use_hint", self.game.turn, member, requested_at=self.now)

    @rule(member=MEMBERS)
    def skip(self, member: int) -> None:
        self.both("skip", member, now=self.now)

    @rule(member=MEMBERS)
    def stop(self, member: int) -> None:
        if member % 5 == 0 or self.game.turn > 3:
            self.both("stop", member, now=self.now, is_moderator=member == STARTER)

    @rule(delay=DELAYS)
    def wait(self, delay: float) -> None:
        self.now += delay
        self.both("tick", self.now)

    @invariant()
    def the_twin_is_the_same_game(self) -> None:
        if hasattr(self, "game"):
            assert self.twin == self.game

    @invariant()
    def scores_never_fall(self) -> None:
        if hasattr(self, "game"):
            after = get_scores(self.game)
            assert all(after[member] >= score for member, score in self.scores.items())
            self.scores = after

    @invariant()
    def nobody_changes_an_answer(self) -> None:
        if hasattr(self, "game") and self.game.round is not None:
            for member, lock in self.game.round.locks.items():
                first = self.seen.setdefault((self.game.turn, member), replace(lock))
                assert (first.choice, first.text, first.at) == (lock.choice, lock.text, lock.at)

    @invariant()
    def a_round_ends_once_and_stays_as_it_ended(self) -> None:
        if hasattr(self, "game") and self.game.round is not None and self.game.round.is_closed:
            settled = self.game.round.model_dump_json()
            assert self.closed.setdefault(self.game.turn, settled) == settled
            assert self.game.played == len(self.closed)

    @invariant()
    def something_always_comes_next(self) -> None:
        if hasattr(self, "game"):
            is_waiting = self.game.due_at is not None
            waits_for_driver = self.game.phase in (Phase.ASKING, Phase.OVER)
            assert is_waiting != waits_for_driver

    @invariant()
    def a_round_waits_for_someone_until_all_have_left(self) -> None:
        if hasattr(self, "game") and not self.game.is_over:
            assert self.game.active_ids
            assert self.game.active_ids == self.twin.active_ids

    @invariant()
    def points_are_explained_by_right_answers(self) -> None:
        if hasattr(self, "game") and self.game.round is not None and self.game.round.is_closed:
            for lock in self.game.round.locks.values():
                assert lock.is_right or lock.points == 0


TestEvening = Evening.TestCase
TestEvening.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
