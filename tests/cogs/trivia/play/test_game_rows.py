"""A game that is put down as a state and rows is the same when it is taken up again."""

from __future__ import annotations

import json

from hypothesis import settings

from cogs.trivia.play.game_rows import build_member_row, dump_state, restore_game
from cogs.trivia.rules.game import Game
from storage.trivia.games import StoredGame, StoredGameMember
from tests.cogs.trivia.rules.games import STARTER, choice_question, game_with_question
from tests.cogs.trivia.rules.test_game_properties import Evening

BO, CY = 2, 3


class StoredEvening(Evening):
    """Writes only the rows of members whose part has changed, as storage does."""

    rows: dict[int, StoredGameMember]

    def read_back(self, game: Game) -> Game:
        self.rows = getattr(self, "rows", {})
        for member_id in game.take_changed_member_ids():
            self.rows[member_id] = build_member_row(game, member_id)
        in_order = sorted(self.rows.values(), key=lambda one: (one.position or 0, one.member_id))
        return restore_game(StoredGame(game.channel_id, game.id, dump_state(game), in_order))


TestStoredEvening = StoredEvening.TestCase
TestStoredEvening.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


def test_the_state_does_not_grow_with_the_members() -> None:
    game = game_with_question(choice_question(), BO)
    before = dump_state(game)
    for member_id in range(100, 200):
        game.answer(1, member_id, 0, answered_at=1.0, now=1.0)
    assert dump_state(game) == before


def test_an_answer_changes_the_row_of_its_member_alone() -> None:
    game = game_with_question(choice_question(), BO, CY)
    assert game.take_changed_member_ids() == {STARTER, BO, CY}
    game.answer(1, BO, 1, answered_at=1.25, now=1.0)
    assert game.take_changed_member_ids() == {BO}
    row = build_member_row(game, BO)
    assert (row.position, row.lock_position, row.locked_at, row.choice) == (1, 0, 1.25, 1)


def test_answers_to_an_earlier_round_are_not_taken_for_answers_to_this_one() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, BO, 1, answered_at=1.0, now=1.0)
    stale = build_member_row(game, BO)
    state = json.loads(dump_state(game))
    state["round"]["turn"] = state["turn"] = 2
    restored = restore_game(StoredGame(game.channel_id, game.id, json.dumps(state), [stale]))
    assert restored.round is not None
    assert restored.round.locks == {}
