"""Reported questions wait in the review queue, and one click settles each for the guild."""

from __future__ import annotations

from typing import Any

from seeds.trivia_question import BASE_POINTS
from storage.proposals.proposals import ProposalState
from storage.proposals.question_overrides import QuestionOverride
from storage.proposals.question_reports import QuestionReport, ReportReason
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.canon import CardDriver, get_proposal_state
from tests.drivers.trivia import replace_questions
from tests.e2e.trivia.questions.desk import Desk
from tests.posting import add_admin
from tests.world import World, iter_buttons


async def test_a_report_waits_in_the_queue_with_all_a_reviewer_needs(
    world: World, desk: Desk
) -> None:
    await desk.play()
    assert "A reviewer will look at it" in await desk.report(text="It was *Wera* in season one.")
    [proposal] = await desk.reports()
    assert (proposal.guild_id, proposal.subject) == (world.guild.id, "question.maker")
    report = QuestionReport.model_validate_json(proposal.body)
    assert (report.what, report.given) == (ReportReason.SHOULD_COUNT, "Wera of the lamps")
    text = await desk.open()
    assert "**1 of 1** · report" in text
    assert "**Who makes the lamps?**" in text
    assert "✓ **Vera Dahl**" in text
    assert "Also right: Vera" in text
    assert "Vera, by hand." in text
    assert f"**<@{world.alice.id}> says their answer should count.**" in text
    assert "It was \\*Wera\\* in season one." in text
    assert "Their answer was “Wera of the lamps”." in text
    assert list(desk.buttons) == [
        "Accept that answer",
        "Fix the explanation",
        "Retire the question",
        "Give the points",
        "Decline",
    ]


async def test_the_accepted_form_counts_from_now_on_and_the_points_may_follow(
    world: World, desk: Desk
) -> None:
    await desk.play()
    await desk.report()
    before = await desk.points(world.alice)
    await desk.open()
    text = await desk.press_and_read("Accept that answer")
    assert "Settled: “Wera of the lamps” counts as right from now on." in text
    assert (await desk.override()).accepted_answers == ("Wera of the lamps",)
    [told] = desk.told
    assert "“Wera of the lamps” counts as right from now on. Thank you!" in told
    assert list(desk.buttons) == ["Give the points"]

    text = await desk.press_and_read("Give the points")
    assert f"<@{world.alice.id}> gets 100 more points." in text
    assert await desk.points(world.alice) == before + 100
    assert desk.buttons == {}


async def test_the_points_alone_settle_it_and_are_given_once(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report()
    again = CardDriver(world, desk.member)
    await desk.open()
    await again.open()
    assert "100 more points" in await desk.press_and_read("Give the points")
    assert "there are no points to give" in await again.press_and_read("Give the points")
    figures = await world.bot.store.trivia_scores.get_member_stats(world.guild.id, world.alice.id)
    assert (figures.points, figures.right, figures.answered) == (100, 1, 1)
    assert figures.points == BASE_POINTS
    [proposal] = await desk.reports()
    assert (proposal.state, proposal.reason) == (ProposalState.APPROVED, "100 points given")
    assert await world.bot.store.question_overrides.get_for_guild(world.guild.id) == {}
    assert await world.bot.store.trivia_questions.list_play_counts() == [("question.maker", 1, 1)]
    assert "that answer counts after all, for 100 more points" in desk.told[0]


async def test_the_explanation_can_be_written_anew(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report(ReportReason.OUTDATED, "She retired.")
    await desk.open()
    form = await desk.press("Fix the explanation")
    assert form.modal is not None
    await desk.submit_form("Fix the explanation", text="Vera, until 2024.")
    assert (await desk.override()).explanation == "Vera, until 2024."
    assert "the explanation is fixed" in desk.told[0]
    await desk.report(ReportReason.WRONG, "Again.", by=world.bob)
    assert "Vera, until 2024." in await desk.open()


async def test_a_retired_question_is_not_asked_here_any_more(world: World, desk: Desk) -> None:
    cog: Any = world.bot.get_cog("Trivia")
    own = choice_question("question.lamp-maker")
    replace_questions(world, [own])
    await desk.play()
    await desk.report(ReportReason.AMBIGUOUS)
    text = await desk.open()
    assert desk.buttons["Accept that answer"]["disabled"], "a choice has nothing to add to"
    assert "✗ Oil" in text
    assert "Retire this question?" in await desk.press_and_read("Retire the question")
    assert "✗ Oil" in await desk.press_and_read("Keep it")
    await desk.press_and_read("Retire the question")
    await desk.press_and_read("Retire it")
    assert "waiting for a decision again" in await desk.press_and_read("Undo")
    await cog.banks.load()
    assert own.key in {question.key for question in await cog.banks.get(world.guild.id)}
    await desk.press_and_read("Retire the question")
    await desk.press_and_read("Retire it")
    await cog.banks.load()
    keys = {question.key for question in await cog.banks.get(world.guild.id)}
    assert keys
    assert own.key not in keys
    assert own.key in {question.key for question in cog.banks.shared}
    await desk.report(ReportReason.WRONG, by=world.bob)
    assert "It's already retired" in await desk.open()


async def test_a_declined_report_changes_nothing(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report(ReportReason.WRONG)
    [proposal] = await desk.reports()
    await desk.open()
    await desk.submit_form("Decline", text="Vera it is.")
    assert await get_proposal_state(world, proposal.number) is ProposalState.DECLINED
    assert await world.bot.store.question_overrides.get_for_guild(world.guild.id) == {}
    assert desk.told == ["**Fans**: the report about a question was declined: Vera it is."]


async def test_of_two_reviewers_one_settles_a_report(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report()
    other = CardDriver(world, add_admin(world))
    await desk.open()
    await other.open()
    await desk.press_and_read("Retire the question")
    await desk.press_and_read("Retire it")
    text = await other.press_and_read("Accept that answer")
    assert f"<@{desk.member.id}> already decided this: approved" in text
    assert (await desk.override()) == QuestionOverride("question.maker", is_retired=True)


async def test_a_form_that_was_added_meanwhile_leaves_the_other_report_to_be_decided(
    world: World, desk: Desk
) -> None:
    await desk.play("Wera of the lamps", world.bob)
    await desk.report()
    await desk.report(by=world.bob)
    other = CardDriver(world, add_admin(world))
    await desk.open()
    await other.open()
    await other.press("Next")
    await desk.press_and_read("Accept that answer")
    text = await other.press_and_read("Accept that answer")
    assert "already counts" in text
    labels = [one["label"] for one in iter_buttons(other.card.components)]
    assert labels.count("Give the points") == 1
