"""Members propose news, quotes, facts and questions, and nothing they type is lost."""

from __future__ import annotations

from cogs.canon.drafts.models import QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from seeds.dates import PartialDate
from storage.proposals.proposals import ProposalState
from tests.drivers import canon
from tests.drivers.canon import read_slash_response
from tests.drivers.drafts import FACT, NEWS, QUESTION, QUOTE, DraftDriver
from tests.posting import add_admin
from tests.world import World, card_text

SECOND_OF_QUOTES = "Who said it, and about what"
SECOND_OF_QUESTIONS = "Where you got it"


async def suggested(world: World, command: str, option: str, typed: str) -> list[str]:
    choices = await world.alice.autocomplete(world.channel, command, option, typed)
    return [one["value"] for one in choices]


async def test_news_is_shown_as_it_will_look_and_then_waits(writer: DraftDriver) -> None:
    await writer.open_add_form("news", topic="season-two", stage="filming", certainty="confirmed")
    text = await writer.submit(NEWS)
    assert text.startswith("**This is how it will look. You haven't sent it yet.**")
    assert "Where the second season stands" in text
    assert "▰▰▰▰▰▱▱▱  **Filming**" in text
    assert "Date: **December 30, 2025**, known to the day." in text
    assert "Source: The Lamp Post, December 30, 2025, <https://lantern.example/shooting>" in text
    assert "A reviewer decides, and I'll tell you" in text
    assert await writer.list_proposals() == []
    assert "It's waiting for a reviewer as number 1" in await writer.press_and_read("Send it in")
    news = await writer.get_draft()
    assert isinstance(news, NewsDraft)
    assert (news.stage, news.certainty, news.topic) == (
        "filming",
        "confirmed",
        "season-two",
    )
    [proposal] = await writer.list_proposals()
    assert (proposal.state, proposal.author_id) == (ProposalState.AWAITING_REVIEW, writer.member.id)
    assert "Filming" not in await read_slash_response(writer.world, "status")


async def test_what_a_reviewer_adds_counts_at_once_and_is_in_the_history(world: World) -> None:
    writer = DraftDriver(world, add_admin(world))
    await writer.open_add_form("news", topic="season-two", stage="filming")
    assert "You're a reviewer, so I use it as soon as you send it in" in await writer.submit(NEWS)
    assert "Approved: news “Cameras roll on season three”." in await writer.press_and_read(
        "Send it in"
    )
    assert "Filming" in await read_slash_response(world, "status")
    [deed] = await world.bot.store.guild_entries.list_history(world.guild.id, "status.own-1")
    assert (deed.actor_id, deed.detail) == (writer.member.id, "proposal 1")


async def test_a_failed_check_says_what_to_do_and_opens_again_as_it_was(
    writer: DraftDriver,
) -> None:
    await writer.open_add_form("quote", speaker="ida-holm", topic="cast")
    faulty = {**QUOTE, "date": "spring 2025", "link": "lantern.example", "publisher": ""}
    text = await writer.submit(faulty)
    assert "Not quite there yet" in text
    assert "spring 2025 could be March to June: write 2025-03 or 2025." in text
    assert r"starting with https\://" in text
    assert list(writer.buttons) == ["Change", SECOND_OF_QUOTES, "Delete"]
    text = await writer.reopen_and_submit({**QUOTE, "date": "about March 2025"})
    assert writer.prefilled == faulty
    assert "Date: **around March 2025**, known to the month." in text
    assert "Said on the red carpet, around March 2025." in text


async def test_how_exact_a_date_is_can_be_chosen_and_is_shown_when_the_form_opens_again(
    writer: DraftDriver,
) -> None:
    await writer.open_add_form("quote", speaker="ida-holm", topic="cast")
    await writer.submit(QUOTE)
    text = await writer.reopen_and_submit(
        {"speaker": "Ida Holm", "precision": "month"}, SECOND_OF_QUOTES
    )
    assert "Date: **December 2025**, known to the month." in text
    text = await writer.reopen_and_submit(
        {"speaker": "Ida Holm", "precision": "about"}, SECOND_OF_QUOTES
    )
    assert writer.prefilled["precision"] == "month"
    assert "Date: **around December 30, 2025**, known to the day." in text
    await writer.press_and_read("Send it in")
    assert (await writer.get_draft()).date == PartialDate(2025, 12, 30, circa=True)


async def test_a_date_without_the_month_that_should_be_sure_is_asked_for_again(
    writer: DraftDriver,
) -> None:
    await writer.open_add_form("fact")
    await writer.submit({**FACT, "date": "2025"})
    text = await writer.reopen_and_submit({"precision": "month"}, "About its date")
    assert "2025 has no month in it: write it like 2025-03" in text
    assert "Send it in" not in writer.buttons


async def test_a_new_speaker_is_named_as_new_and_a_near_miss_is_asked_about(
    writer: DraftDriver,
) -> None:
    await writer.open_add_form("quote", speaker="Ida Holmes", topic="cast")
    text = await writer.submit(QUOTE)
    assert "Adds a person I don't know yet: Ida Holmes." in text
    assert "Not the same as Ida Holm?" in text
    text = await writer.reopen_and_submit(
        {"speaker": "ida holm", "topic": "season-two"}, SECOND_OF_QUOTES
    )
    assert writer.prefilled == {
        "speaker": "Ida Holmes",
        "topic": "cast",
        "precision": "written",
        "published": "",
    }
    assert "don't know that source" not in text
    assert "Not the same" not in text
    await writer.press_and_read("Send it in")
    draft = await writer.get_draft()
    assert isinstance(draft, QuoteDraft)
    assert (draft.speaker, draft.speaker_name, draft.topic) == ("ida-holm", None, "season-two")


async def test_a_question_asks_for_its_source_and_tells_what_would_count(
    writer: DraftDriver,
) -> None:
    await writer.open_add_form("question")
    text = await writer.submit({**QUESTION, "answers": "The year 1997\n'97"})
    assert text.startswith("## One more thing: where did you get it?")
    assert "Say where it's from" in text
    assert "Say when that source was published, like 2026-03-14." in text
    filled = {"date": "2025", "publisher": "Lamp", "difficulty": "hard"}
    await writer.reopen_and_submit(filled, SECOND_OF_QUESTIONS)
    assert "✓ “year 1997” would count, as “The year 1997”." in await writer.reopen_and_submit(
        {"guess": "year 1997"}, "Try an answer"
    )
    text = await writer.reopen_and_submit({"guess": "the year 1998"}, "Try an answer")
    assert "✗ “the year 1998” would **not** count." in text
    assert "1997" in text
    await writer.press_and_read("Send it in")
    question = await writer.get_draft()
    assert isinstance(question, QuestionDraft)
    assert (question.difficulty, question.date) == ("hard", PartialDate(2025))


async def test_a_question_with_other_problems_is_not_one_thing_short(writer: DraftDriver) -> None:
    await writer.open_add_form("question")
    assert "Not quite there yet" in await writer.submit({**QUESTION, "answers": "x" * 81})


async def test_a_wrong_answer_that_would_count_is_sent_back(writer: DraftDriver) -> None:
    await writer.open_add_form("question")
    text = await writer.submit({**QUESTION, "wrong": "Silk\nthe Rice-Paper\nTin"})
    assert "“the Rice-Paper” would count as “Rice paper”" in text


async def test_what_is_on_record_or_waiting_already_is_shown_before_anything_is_sent(
    world: World, writer: DraftDriver
) -> None:
    await canon.propose_and_approve(world, canon.FACT)
    await canon.propose(world, canon.NEWS, world.bob)
    await writer.open_add_form("fact")
    text = await writer.submit({**FACT, "text": "The harbour lantern was made of rice paper!"})
    above, _, _ = text.partition("## ")
    assert "Someone may have beaten you to it" in above
    assert "“The harbour lantern is made of rice paper.” (fact.own-1): 9" in above
    assert "% alike. Source: The Lamp Post, 2025" in above
    assert "A news, proposal 2, which is waiting for a decision: same page" in above
    assert "Cameras" not in text
    assert "Delete this draft?" in await writer.press_and_read("Delete")
    assert "This is how it will look." in await writer.press_and_read("Keep it")
    await writer.press_and_read("Delete")
    await writer.press_and_read("Delete it")
    assert [one.number for one in await writer.list_proposals()] == [1, 2]


async def test_a_page_on_record_is_cited(world: World, writer: DraftDriver) -> None:
    await canon.propose_and_approve(world, canon.NEWS)
    await writer.open_add_form("fact")
    text = await writer.submit({**FACT, "publisher": ""})
    assert "Source: The Lamp Post: Cameras roll on season three, December 30, 2025, <http" in text
    await writer.press_and_read("Send it in")
    assert (await writer.list_proposals())[-1].body.count('"known_source":"source.own-1"') == 1


async def test_a_source_can_be_picked_and_one_that_is_not_there_is_refused(
    world: World, writer: DraftDriver
) -> None:
    [source, *_] = await suggested(world, "canon add fact", "source", "letter to the fans")
    await writer.open_add_form("fact", source=source)
    text = await writer.submit({"text": "Paper burns.", "topic": "cast"})
    assert "Source: " in text
    result = await writer.open_add_form("fact", source="the internet")
    assert "I don't know that source" in card_text(result.response)


async def test_names_and_subjects_are_suggested(world: World) -> None:
    assert await suggested(world, "canon add quote", "speaker", "ida") == ["ida-holm"]
    assert await suggested(world, "canon add news", "topic", "seas") == ["season-two"]


async def test_a_subject_that_is_not_there_is_asked_for_again(writer: DraftDriver) -> None:
    await writer.open_add_form("news", topic="the weather")
    assert "Choose what it's about from the list." in await writer.submit(NEWS)
    text = await writer.reopen_and_submit(
        {"topic": "cast", "stage": "none", "certainty": "reported"}, "What the news is about"
    )
    assert "Timeline" in text
