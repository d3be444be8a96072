"""Leaderboards, records and the question of the day, as members see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cogs.trivia.rules.settings import Phase
from storage.trivia.games import GameChange
from storage.trivia.rounds import SettledRound, StoredAnswer
from tests.cogs.trivia.rules.games import choice_question, typed_question
from tests.drivers.trivia import TriviaDriver, parse_ranking, replace_questions
from tests.posting import add_admin, set_up_anniversaries
from tests.world import World, card_text, iter_buttons


@pytest.fixture
def table(world: World) -> TriviaDriver:
    """A quick table."""
    return TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(8)])


async def earn(world: World, points: dict[int, int], at: datetime, game_id: int = 1) -> None:
    """Settle a round in which members earned points."""
    answers = [
        StoredAnswer(member, "A", earned > 0, earned, 2.0) for member, earned in points.items()
    ]
    body = choice_question().model_dump_json()
    settled = SettledRound(1, "question.lamp", "cast", body, at, answers)
    change = GameChange(world.channel.id, game_id, world.guild.id, "{}", settled_round=settled)
    await world.bot.store.trivia_games.write([change])


async def daily(world: World, member: Any) -> Any:
    return await member.slash(world.channel, "trivia daily")


async def press(member: Any, result: Any, label: str) -> Any:
    found = next(
        one for one in iter_buttons(result.response.components) if one["label"].startswith(label)
    )
    return await member.click(result.response.message, custom_id=found["custom_id"])


async def test_an_empty_leaderboard_invites(world: World) -> None:
    shown = await world.alice.slash(world.channel, "trivia leaderboard")
    assert "Be the first" in card_text(shown.response)


async def test_a_leaderboard_without_a_point_ranks_no_one(world: World) -> None:
    await earn(world, dict.fromkeys(range(1000, 1012), 0), world.env.now())
    shown = await world.alice.slash(world.channel, "trivia leaderboard", period="today")
    text = card_text(shown.response)
    assert "No one has scored yet today. Be the first: /trivia play." in text
    assert not parse_ranking(text)
    assert "Page" not in text
    assert not list(iter_buttons(shown.response.components))
    await earn(world, {world.bob.id: 30}, world.env.now(), game_id=2)
    shown = await world.alice.slash(world.channel, "trivia leaderboard", period="today")
    assert parse_ranking(card_text(shown.response))[:2] == [(1, 30), (2, 0)]


async def test_a_leaderboard_is_paged_and_names_the_askers_own_place(world: World) -> None:
    await earn(world, {1000 + n: 500 - n for n in range(23)}, world.env.now())
    await earn(world, {world.bob.id: 30}, world.env.now(), game_id=2)
    shown = await world.bob.slash(world.channel, "trivia leaderboard")
    text = card_text(shown.response)
    assert len(parse_ranking(text)) == 10
    assert f"<@{world.bob.id}>: place 24, 30 points." in text
    assert "Page 1 of 3" in text
    await world.bob.click(shown.response.message, label="Next")
    assert parse_ranking(card_text(shown.response))[0] == (11, 490)
    other = await world.alice.click(shown.response.message, label="Next")
    assert other.ephemeral
    assert "You" not in card_text(other.response), "it would be each of its readers"


async def test_periods_begin_in_the_servers_own_zone(world: World) -> None:
    await earn(world, {world.alice.id: 100}, datetime.fromisoformat("2025-12-31T10:30+00:00"))
    today = await world.alice.slash(world.channel, "trivia leaderboard", period="today")
    assert "No one has played yet today." in card_text(today.response)
    # There the year has been going on since 10 in the morning of 31 December by UTC.
    await set_up_anniversaries(world, add_admin(world), zone="Pacific/Kiritimati")
    today = await world.alice.slash(world.channel, "trivia leaderboard", period="today")
    assert "100 points" in card_text(today.response)
    assert "Days begin at midnight in Pacific/Kiritimati" in card_text(today.response)


async def test_the_last_moment_of_a_day_belongs_to_that_day(
    world: World, table: TriviaDriver
) -> None:
    midnight = world.env.now() + timedelta(days=1)
    world.env.backend.clock.advance(timedelta(days=1, seconds=-0.3).total_seconds())
    await table.start_game(rounds=1, seconds=5)
    await table.answer(world.alice)
    assert world.env.now() < midnight
    assert table.game.phase is Phase.REVEAL
    await table.wait(1)
    today = await world.alice.slash(world.channel, "trivia leaderboard", period="today")
    assert "No one has played yet today." in card_text(today.response)


async def test_a_record_and_a_review_of_what_was_missed(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    await table.answer(world.bob, right=False)
    mine = await world.bob.slash(world.channel, "trivia stats")
    assert mine.ephemeral
    assert "Right: 0 of 1, 0%" in card_text(mine.response)
    assert "Longest streak" not in card_text(mine.response)
    review = await press(world.bob, mine, "Review")
    assert review.response.ephemeral
    assert "the right answer is “A candle”." in card_text(review.response)
    theirs = await world.bob.slash(world.channel, "trivia stats", member=world.alice)
    text = card_text(theirs.response)
    assert "Right: 1 of 1, 100%" in text
    assert "Fastest right answer" in text
    assert not list(iter_buttons(theirs.response.components)), "what others missed is theirs"


@pytest.mark.usefixtures("table")
async def test_the_question_of_the_day_is_one_for_all_and_answered_once(world: World) -> None:
    mine = await daily(world, world.alice)
    assert mine.ephemeral
    theirs = await daily(world, world.bob)
    assert card_text(mine.response) == card_text(theirs.response)
    told = await press(world.alice, mine, "B")
    assert "right" in card_text(told.response), "it is told at once, and in private"
    assert told.ephemeral
    again = await press(world.alice, mine, "C")
    assert "first answer counts" in card_text(again.response)
    later = await daily(world, world.alice)
    assert "right" in card_text(later.response)
    labels = [one["label"] for one in iter_buttons(later.response.components)]
    assert labels == ["Share"], "it cannot be answered again"


async def test_the_next_question_reveals_the_last_one_with_its_spread(
    world: World, table: TriviaDriver
) -> None:
    first = await daily(world, world.alice)
    labels = [one["label"] for one in iter_buttons(first.response.components)]
    right, wrong, *_ = sorted(labels, key=lambda label: label[3:] != "A candle")
    await press(world.alice, first, right)
    told = await press(world.bob, await daily(world, world.bob), wrong)
    assert "You'll see the answer with tomorrow's question." in card_text(told.response)
    assert "I'll post" not in card_text(told.response), "no channel was chosen for that"
    await table.wait(24 * 3600)
    late = await press(world.alice, first, "A")
    assert "That question is from another day" in card_text(late.response)
    text = card_text((await daily(world, world.alice)).response)
    assert "**The question from January 1:**" in text
    assert "A candle" in text
    assert "It was “A candle”." in text
    assert f"1 of 2 answers right. Also picked: “{wrong[3:]}”." in text
    assert "Your streak: 1 day · " in text


async def test_a_typed_question_of_the_day_is_answered_through_a_form(world: World) -> None:
    TriviaDriver(world)
    replace_questions(world, [typed_question()])
    shown = await daily(world, world.alice)
    form = await press(world.alice, shown, "Answer")
    told = await world.alice.submit_modal(form, {"text": "Vera"})
    assert "“Vera” is right!" in card_text(told.response)
    await world.env.advance_time(24 * 3600)
    text = card_text((await daily(world, world.bob)).response)
    assert f"1 of 1 answer right.\nRight: <@{world.alice.id}>." in text


async def test_a_streak_is_told(world: World, table: TriviaDriver) -> None:
    await press(world.alice, await daily(world, world.alice), "A")
    await table.wait(24 * 3600)
    told = await press(world.alice, await daily(world, world.alice), "A")
    assert "That's 2 days in a row." in card_text(told.response)


async def test_a_question_of_many_lines_is_reviewed_as_it_was_asked(
    world: World, table: TriviaDriver
) -> None:
    listing = "Put these in order.\n1. The parade\n2. The fair"
    replace_questions(world, [choice_question().model_copy(update={"text": listing})])
    await table.start_game(rounds=1)
    await table.answer(world.alice, right=False)
    mine = await world.alice.slash(world.channel, "trivia stats")
    review = card_text((await press(world.alice, mine, "Review")).response)
    assert "**Put these in order.**\n1\\. The parade\n2\\. The fair\n" in review


async def test_whoever_missed_nothing_is_not_asked_to_review_it(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=1)
    await table.answer(world.alice)
    mine = await world.alice.slash(world.channel, "trivia stats")
    assert "Longest streak: 1 right answer\n" in card_text(mine.response)
    assert not list(iter_buttons(mine.response.components))


async def test_a_game_keeps_the_question_of_the_day_back_while_there_is_another(
    world: World, table: TriviaDriver
) -> None:
    today, other = choice_question("question.today"), choice_question("question.other")
    replace_questions(world, [other])
    for _ in range(2):  # so that the other one has been asked more often
        await table.start_game(rounds=1)
        await world.alice.slash(world.channel, "trivia stop")
    replace_questions(world, [today])
    await daily(world, world.alice)
    replace_questions(world, [today, other])
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    await table.skip_pause()
    assert table.game.asked == ("question.other", "question.today")
