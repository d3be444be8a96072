"""Reports that say again what is known, are too many, or come from elsewhere."""

from __future__ import annotations

from storage.proposals.question_reports import QuestionReport, ReportReason
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import replace_questions
from tests.e2e.trivia.questions.desk import Desk
from tests.world import World, card_text


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
