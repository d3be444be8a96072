"""Reported questions wait in the review queue, and one click settles each for the guild."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor

from seeds.trivia_question import BASE_POINTS
from storage.proposals.proposals import Proposal, ProposalState
from storage.proposals.question_overrides import QuestionOverride
from storage.proposals.question_reports import QuestionReport, ReportReason
from tests.cogs.trivia.rules.games import choice_question, typed_question
from tests.drivers.canon import CardDriver, get_proposal_state
from tests.drivers.trivia import TriviaDriver, replace_questions
from tests.posting import add_admin, list_posts
from tests.world import World, card_text, iter_buttons


class Desk(CardDriver):
    """Drives a reviewer, and a game whose question alice answered wrongly."""

    def __init__(self, world: World) -> None:
        super().__init__(world, add_admin(world))
        self.table = TriviaDriver(world, questions=[typed_question()])
        self.reveal: Any = None

    async def play(self, guess: str = "Wera of the lamps", *others: MemberActor) -> None:
        """Play a round in which alice answers after others who type the same."""
        await self.table.start_game(rounds=1)
        question = self.table.card
        for member in others:
            await self.table.type_answer(member, guess)
        if self.table.game.round.question.is_typed:
            await self.table.type_answer(self.world.alice, guess)
        else:
            await self.table.answer(self.world.alice, right=False)
        await self.table.skip_pause()
        self.reveal = next(one for one in self.table.channel.history() if one.id == question.id)

    async def report(
        self,
        what: ReportReason = ReportReason.SHOULD_COUNT,
        text: str = "",
        by: MemberActor | None = None,
    ) -> str:
        """Submit the form of the *Report* button; return the text of the answer."""
        member = by or self.world.alice
        form = await self.table.press(member, "Report", self.reveal)
        sent = await member.submit_modal(form, {"what": what.value, "text": text})
        return card_text(sent.response)

    async def reports(self) -> list[Proposal]:
        return await self.world.bot.store.proposals.list_by_kind("report")

    async def override(self) -> QuestionOverride:
        [override] = (
            await self.world.bot.store.question_overrides.get_for_guild(self.world.guild.id)
        ).values()
        return override

    async def points(self, member: MemberActor) -> int:
        figures = await self.world.bot.store.trivia_scores.get_member_stats(
            self.world.guild.id, member.id
        )
        return figures.points

    @property
    def told(self) -> list[str]:
        """The direct messages to alice."""
        return list_posts(self.world.alice.user.dm_channel)


@pytest.fixture
async def desk(world: World) -> Desk:
    return Desk(world)


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


async def test_a_member_who_reports_again_changes_their_report(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report(ReportReason.WRONG, "First.")
    await desk.report(ReportReason.OUTDATED, "Second.")
    await desk.report(ReportReason.WRONG, "Mine.", by=world.bob)
    bodies = [QuestionReport.model_validate_json(one.body) for one in await desk.reports()]
    assert sorted((one.what, one.said) for one in bodies) == [
        (ReportReason.OUTDATED, "Second."),
        (ReportReason.WRONG, "Mine."),
    ]


async def test_an_answer_can_only_count_where_there_is_one_that_does_not(
    world: World, desk: Desk
) -> None:
    await desk.play("Vera")
    assert "already counts" in await desk.report()
    assert "You have no wrong answer in that round" in await desk.report(by=world.bob)
    assert await desk.reports() == []


async def test_a_full_queue_takes_no_more_reports(world: World, desk: Desk) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, entries_waiting=1)
    await desk.play()
    await desk.report(ReportReason.WRONG)
    assert "try again in a few days" in await desk.report(ReportReason.WRONG, by=world.bob)
    assert "A reviewer will look at it" in await desk.report(ReportReason.OUTDATED)
    assert len(await desk.reports()) == 1


async def test_a_report_outlives_what_is_known_of_its_round(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report()
    async with world.bot.store.database.transaction() as transaction:
        await transaction.fetch("DELETE FROM trivia_round")
    text = await desk.open()
    assert "That question is no longer in the game" in text
    assert desk.buttons["Give the points"]["disabled"]
    await desk.press_and_read("Retire the question")
    await desk.press_and_read("Retire it")
    assert (await desk.override()).is_retired


async def test_a_question_that_cannot_be_parsed_can_be_retired(world: World, desk: Desk) -> None:
    await desk.play()
    await desk.report()
    async with world.bot.store.database.transaction() as transaction:
        await transaction.fetch("UPDATE trivia_round SET body = '{}'")
    assert "That question is no longer in the game" in await desk.open()
    assert desk.buttons["Accept that answer"]["disabled"]
    await desk.press_and_read("Retire the question")
    await desk.press_and_read("Retire it")
    assert (await desk.override()).is_retired


async def test_reports_of_another_server_are_not_seen_here(world: World, desk: Desk) -> None:
    elsewhere = world.env.create_guild("Others")
    await world.bot.store.question_reports.submit(
        elsewhere.id, 1, "question.maker", QuestionReport(), world.env.now(), 9
    )
    assert "Nothing to review" in await desk.open()
    assert "Nothing to review" in card_text(desk.card)


async def test_what_is_written_is_kept_without_anything_unseen(desk: Desk) -> None:
    await desk.play("We\u202era\u2069 of\u200b them")
    await desk.report(text="look: \u202egnp.exe\u202c")
    [proposal] = await desk.reports()
    report = QuestionReport.model_validate_json(proposal.body)
    assert (report.given, report.said) == ("Wera of them", "look: gnp.exe")


async def test_a_question_of_many_lines_keeps_its_bold_type_in_its_first_line(
    world: World, desk: Desk
) -> None:
    listing = "Put these in order.\n1. The parade\n2. The fair"
    replace_questions(world, [choice_question().model_copy(update={"text": listing})])
    await desk.play()
    await desk.report(ReportReason.WRONG)
    text = await desk.open()
    assert "**Put these in order.**\n1\\. The parade\n2\\. The fair\n" in text
