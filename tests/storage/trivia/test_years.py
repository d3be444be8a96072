"""What was played in a year: sums, the best, the closest game, the question most missed."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.store import Store
from storage.trivia.games import GameChange
from storage.trivia.rounds import SettledRound, StoredAnswer
from storage.trivia.years import (
    ClosestGame,
    MemberPoints,
    MissedMost,
    PlayedSpan,
    PlayedTotals,
)

GUILD, CHANNEL = 7, 70
ALICE, BOB, CASEY = 1, 2, 3
SPAN = PlayedSpan(GUILD, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


async def settle(
    store: Store, game: int, turn: int, question: str, points: dict[int, int], at: datetime
) -> None:
    """Settle a round in which members earned points; none for a wrong answer."""
    answers = [StoredAnswer(one, "A", earned > 0, earned, 2.0) for one, earned in points.items()]
    settled = SettledRound(turn, question, "cast", f"body of {question}", at, answers)
    change = GameChange(CHANNEL, game, GUILD, "{}", settled_round=settled)
    await store.trivia_games.write([change])


async def play_year(store: Store) -> None:
    spring = datetime(2026, 4, 25, tzinfo=UTC)
    await settle(store, 1, 1, "lamp", {ALICE: 150, BOB: 0, CASEY: 0}, spring)
    await settle(store, 1, 2, "oil", {ALICE: 0, BOB: 149}, spring)
    await settle(store, 2, 1, "lamp", {ALICE: 120}, spring)
    await settle(store, 3, 1, "wick", {ALICE: 200, BOB: 50}, spring)
    await settle(store, 4, 1, "oil", {BOB: 900, CASEY: 899}, datetime(2025, 12, 31, tzinfo=UTC))
    await settle(store, 5, 1, "oil", {BOB: 900, CASEY: 900}, SPAN.until)


async def test_only_the_year_of_the_audience_counts(store: Store) -> None:
    await play_year(store)
    years = store.played_years

    assert await years.get_totals(SPAN) == PlayedTotals(3, 3, 8, 5, 669)
    assert await years.get_totals(SPAN, BOB) == PlayedTotals(2, 1, 3, 2, 199)
    assert await years.get_totals(SPAN._replace(audience_id=8)) == PlayedTotals(0, 0, 0, 0, 0)


async def test_the_best_and_their_places(store: Store) -> None:
    await play_year(store)
    years = store.played_years

    assert await years.list_best(SPAN, 2) == [
        MemberPoints(1, ALICE, 470),
        MemberPoints(2, BOB, 199),
    ]
    assert await years.get_rank(SPAN, CASEY) == 3
    assert await years.get_rank(SPAN, 99) is None


async def test_a_year_without_a_point_has_no_best(store: Store) -> None:
    await settle(store, 2, 1, "lamp", {ALICE: 0, BOB: 0}, SPAN.since)
    assert await store.played_years.list_best(SPAN, 3) == []
    await settle(store, 3, 1, "lamp", {ALICE: 90, BOB: 0}, SPAN.since)
    assert await store.played_years.list_best(SPAN, 3) == [MemberPoints(1, ALICE, 90)]


async def test_the_closest_game_needs_two_members_with_points(store: Store) -> None:
    await settle(store, 2, 1, "lamp", {ALICE: 120, BOB: 0}, SPAN.since)
    assert await store.played_years.find_closest_game(SPAN) is None
    await play_year(store)

    assert await store.played_years.find_closest_game(SPAN) == ClosestGame(ALICE, BOB, 1)


async def test_two_answers_are_enough_for_the_question_most_missed(store: Store) -> None:
    await settle(store, 1, 1, "lamp", {ALICE: 0, BOB: 0}, SPAN.since)
    await settle(store, 1, 2, "oil", {ALICE: 0}, SPAN.since)
    assert await store.played_years.find_most_missed(SPAN) == MissedMost("body of lamp", 0, 2)


async def test_the_question_most_missed_has_enough_answers_and_a_wrong_one(store: Store) -> None:
    assert await store.played_years.find_most_missed(SPAN) is None
    await play_year(store)
    years = store.played_years

    assert await years.find_most_missed(SPAN) == MissedMost("body of lamp", 2, 4)
    assert await years.find_most_missed(SPAN, ALICE) == MissedMost("body of oil", 0, 1)
    assert await years.find_most_missed(SPAN, CASEY) == MissedMost("body of lamp", 0, 1)
