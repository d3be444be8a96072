"""A server that hides the links of its members' own sources hides them on every card."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from cogs.canon.drafts.models import FactDraft
from seeds.dates import PartialDate
from seeds.schema import Promise, PromiseOutcome, Source, Status
from storage.canon.guild_entries import NewEntries
from tests.drivers.canon import (
    FACT,
    NEWS,
    QUESTION,
    CardDriver,
    add_guild_entries,
    change_at,
    propose,
    propose_and_approve,
    quote_draft,
)
from tests.drivers.drafts import FACT as TYPED_FACT
from tests.drivers.drafts import DraftDriver
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, list_posts, run_due_at, set_up_anniversaries
from tests.world import World, build_settings, card_text, open_world

LINK = "https://lantern.example/shooting"
PUBLISHER = "The Lamp Post"
LINKED_FACT = FACT.model_copy(update={"link": LINK})


@pytest.fixture(params=[True, False], ids=["shown", "hidden"])
async def world(
    request: pytest.FixtureRequest, tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[World]:
    async with open_world(build_settings(tmp_path), platform_document) as world:
        settings = world.bot.store.guild_settings
        await settings.update(world.guild.id, shows_links=request.param)
        yield world


async def expect(world: World, *texts: str) -> None:
    """Check that every card names the source, and has its address if links are shown."""
    shows = (await world.bot.store.guild_settings.get(world.guild.id)).shows_links
    for text in texts:
        assert PUBLISHER in text
        assert (LINK in text) is shows, text


async def read_with(world: World, label: str, command: str, **options: str | int) -> list[str]:
    """Return the card of a command, and the card behind a button under it."""
    shown = (await world.alice.slash(world.channel, command, **options)).response
    behind = await world.bob.click(shown.message, label=label)
    return [card_text(shown), card_text(behind.response)]


async def test_on_a_status(world: World) -> None:
    await propose_and_approve(world, NEWS)
    await expect(world, *await read_with(world, "Sources", "status"))


async def test_on_promises(world: World) -> None:
    promise = Promise(
        text="It will burn",
        outcome=PromiseOutcome.OPEN,
        what_happened="Nothing yet.",
        sources=("source.own-1",),
    )
    status = Status.model_validate(
        {
            **NEWS.to_entries(1).entries[-1].model_dump(),
            "promises": (promise,),
            "events": (),
        }
    )
    source = next(one for one in NEWS.to_entries(1).entries if isinstance(one, Source))
    change = change_at(0, world.guild.id, 2)
    await add_guild_entries(world.bot.store, change, NewEntries([source, status]))
    _, promises = await read_with(world, "Promises vs. reality", "status")
    await expect(world, promises)


async def test_on_a_quote(world: World) -> None:
    draft = quote_draft("Bob of the Harbour")
    await propose_and_approve(
        world, draft.model_copy(update={"publisher": PUBLISHER, "link": LINK})
    )
    card, context = await read_with(world, "Context and sources", "quote", about="fold")
    await expect(world, card)
    assert PUBLISHER in context
    assert LINK not in context, "a comparison of outlets has no links at all"


async def test_on_a_fact(world: World) -> None:
    await propose_and_approve(world, LINKED_FACT)
    await expect(world, *await read_with(world, "Sources", "fact", about="rice paper"))


async def test_on_the_timeline(world: World) -> None:
    await propose_and_approve(world, NEWS)
    await expect(world, *await read_with(world, "Sources", "timeline", year=2025))


async def test_on_the_anniversaries_of_a_day(world: World) -> None:
    await propose_and_approve(world, NEWS)
    await expect(world, *await read_with(world, "Sources", "onthisday", date="30 December"))


async def test_on_a_posted_anniversary_its_preview_and_its_test(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    await propose_and_approve(world, NEWS)
    await run_due_at(world, "2026-12-29 09:00")
    preview = (await admin.slash(world.channel, "anniversaries preview")).response
    await admin.slash(world.channel, "anniversaries test")
    await run_due_at(world, "2026-12-30 09:00")
    *_, tested, posted = list_posts(world.channel)
    assert "Test · " in tested
    await expect(world, card_text(preview), tested, posted)


async def test_in_the_calendar_file(world: World) -> None:
    await propose_and_approve(world, NEWS)
    result = await world.alice.slash(world.channel, "calendar")
    content = world.env.backend.cdn.get(result.response.attachments[0].url)
    assert content is not None
    links = {str(one.get("url")) for one in Calendar.from_ical(content).walk("VEVENT")}
    shows = (await world.bot.store.guild_settings.get(world.guild.id)).shows_links
    assert (LINK in links) is shows


async def ask_only_linked_question(world: World) -> None:
    """Approve a question with a link, and take all others out of the guild's games."""
    number = await propose_and_approve(world, QUESTION.model_copy(update={"link": LINK}))
    cog: Any = world.bot.get_cog("Trivia")
    bank = await cog.banks.get(world.guild.id)
    key = f"question.own-{number}"
    bank._questions = {key: bank.get(key)}


async def test_on_the_answer_of_a_trivia_question(world: World) -> None:
    await ask_only_linked_question(world)
    table = TriviaDriver(world)
    await table.start_game(rounds=1)
    await table.type_answer(world.alice, "Washi")
    await table.let_question_expire()
    behind = card_text((await table.press(world.bob, "Sources")).response)
    await expect(world, table.text, behind)


async def test_under_the_question_of_the_day(world: World) -> None:
    await ask_only_linked_question(world)
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    await run_due_at(world, "2026-01-01 09:00")
    await run_due_at(world, "2026-01-02 09:00")
    await expect(world, list_posts(world.channel)[-1])


async def test_on_an_announcement(world: World) -> None:
    news = world.guild.create_text_channel("news")
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    await propose(world, NEWS)
    desk = CardDriver(world, add_admin(world))
    await desk.open()
    await desk.press_and_read("Approve")
    [post] = news.history()
    behind = await world.alice.click(post, label="Sources")
    await expect(world, list_posts(news)[0], card_text(behind.response))


async def test_on_the_preview_of_a_draft_whose_author_still_reads_the_whole_address(
    world: World,
) -> None:
    driver = DraftDriver(world)
    await driver.open_add_form("fact")
    preview = await driver.submit(TYPED_FACT)
    card, _, notes = preview.rpartition("Source: ")
    await expect(world, card)
    assert LINK in notes


async def test_in_a_review_whose_reviewer_still_reads_the_whole_address(world: World) -> None:
    await propose(world, LINKED_FACT)
    text = await CardDriver(world, add_admin(world)).open()
    card, _, notes = text.rpartition("Source: ")
    await expect(world, card)
    assert LINK in notes


async def test_of_an_entry_that_a_new_draft_resembles_or_cites(world: World) -> None:
    number = await propose_and_approve(world, LINKED_FACT)
    driver = DraftDriver(world)
    await driver.open_add_form("fact")
    alike = await driver.submit({**TYPED_FACT, "link": "", "text": f"{FACT.text} Truly."})
    assert "Someone may have beaten you to it" in alike
    await expect(world, alike)
    citing = FactDraft(
        publisher=PUBLISHER,
        date=PartialDate(2025),
        text="It is heavy.",
        topic="cast",
        known_source=f"source.own-{number}",
    )
    await propose(world, citing)
    reviewed = await CardDriver(world, add_admin(world)).open()
    assert "Source: " in reviewed
    await expect(world, reviewed)


async def test_in_the_preview_of_an_edit_whose_history_shows_reviewers_the_whole_address(
    world: World,
) -> None:
    number = await propose_and_approve(world, LINKED_FACT)
    editor = DraftDriver(world, add_admin(world))
    editor.form = await editor.member.slash(world.channel, "review edit", id=str(number))
    assert editor.prefilled["link"] == LINK, "a reviewer edits what is stored"
    preview = await editor.submit({**TYPED_FACT, "text": "It is made of silk."})
    await expect(world, preview.rpartition("Source: ")[0])
    await editor.press("Save")
    history = await editor.member.slash(world.channel, "review history", id=str(number))
    assert LINK in card_text(history.response), "a reviewer decides whether it stays"


async def test_a_hidden_link_still_tells_that_two_entries_rest_on_the_same_page(
    world: World,
) -> None:
    await propose_and_approve(world, LINKED_FACT)
    driver = DraftDriver(world)
    await driver.open_add_form("fact")
    told = await driver.submit({**TYPED_FACT, "text": "The crew had tea at noon, all of them."})
    assert "same page" in told


async def test_whatever_cards_show_the_database_keeps_the_link(world: World) -> None:
    number = await propose_and_approve(world, NEWS)
    canon = world.bot.store.canon.for_guild(world.guild.id)
    [source] = await canon.get_sources([f"source.own-{number}"])
    assert source.url == LINK
