"""A card is edited when it is outdated, and not too often."""

from __future__ import annotations

from cogs.trivia.play.redraw_timer import NEVER, RedrawTimer

OPEN, ANSWERED = ("open", 1, 0), ("open", 1, 1)


def test_a_card_that_shows_the_game_as_it_is_is_left_alone() -> None:
    timer = RedrawTimer(interval=1.0)
    timer.record(OPEN, now=10.0)
    assert not timer.is_outdated(OPEN)
    assert timer.get_due_at(OPEN) == NEVER


def test_an_outdated_card_is_edited_an_interval_after_the_last_edit() -> None:
    timer = RedrawTimer(interval=1.0)
    timer.record(OPEN, now=10.0)
    assert timer.is_outdated(ANSWERED)
    assert timer.get_due_at(ANSWERED) == 11.0


def test_a_card_of_unknown_state_is_edited() -> None:
    timer = RedrawTimer(interval=1.0)
    timer.record(None, now=10.0)
    assert timer.get_due_at(OPEN) == 11.0


def test_the_interval_can_be_counted_from_another_time() -> None:
    timer = RedrawTimer(interval=1.0)
    timer.record(OPEN, now=10.0)
    timer.postpone(now=3.0)
    assert timer.get_due_at(ANSWERED) == 4.0
