"""A quote keeps the date it was said apart from the date its source was published."""

from __future__ import annotations

import re

from tests.drivers.canon import CardDriver, read_slash_response
from tests.drivers.drafts import QUOTE, DraftDriver
from tests.e2e.canon.history.editor import Editor
from tests.posting import add_admin
from tests.world import World

SECOND_FORM = "Who said it, and about what"
WHO = {"speaker": "ida holm", "topic": "cast"}
SAID = "Said on the red carpet, May 4, 2020."


async def write_quote(world: World, published: str) -> tuple[DraftDriver, str]:
    """Write a quote of 2020 up to its preview; return the text of that too."""
    writer = DraftDriver(world)
    await writer.open_add_form("quote", speaker="ida-holm", topic="cast")
    await writer.submit({**QUOTE, "date": "2020-05-04"})
    return writer, await writer.reopen_and_submit({**WHO, "published": published}, SECOND_FORM)


async def approve(world: World) -> None:
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")


async def test_a_quote_may_be_published_later_than_it_was_said(world: World) -> None:
    writer, text = await write_quote(world, "March 2025")
    assert SAID in text
    assert re.search(r"Source: [^\n]*, March 2025", text)
    assert "Date: **May 4, 2020**, known to the day." in text
    assert "Published: **March 2025**, known to the month." in text
    await writer.press_and_read("Send it in")
    await approve(world)
    shown = await read_slash_response(world, "quote", about="fold")
    assert SAID in shown
    assert re.search(r"Source: [^\n]*, March 2025", shown)


async def test_without_a_date_of_publication_it_is_the_day_it_was_said(world: World) -> None:
    for published in ("", "2020-05-04"):
        _, text = await write_quote(world, published)
        assert re.search(r"Source: [^\n]*, May 4, 2020", text)
        assert "Published:" not in text


async def test_words_cannot_be_printed_before_they_were_said(world: World) -> None:
    _, text = await write_quote(world, "2019")
    assert "It can't be published before it was said: check both dates." in text
    assert "Send it in" not in text


async def test_a_known_source_keeps_its_own_date(world: World) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("quote", speaker="ida-holm", topic="cast", source="source.lamp-post")
    await writer.submit({**QUOTE, "link": "", "publisher": "", "date": "2019"})
    text = await writer.reopen_and_submit({**WHO, "published": "2025"}, SECOND_FORM)
    assert "I have that source with its own date: leave the publication date empty." in text
    text = await writer.reopen_and_submit({**WHO, "published": ""}, SECOND_FORM)
    assert "Said on the red carpet, 2019." in text


async def test_the_forms_of_an_edit_hold_both_dates_and_either_can_be_changed(
    world: World,
) -> None:
    writer, _ = await write_quote(world, "March 2025")
    await writer.press_and_read("Send it in")
    await approve(world)
    editor = Editor(world, add_admin(world))
    await editor.open_edit_form("1")
    assert editor.prefilled["date"] == "2020-05-04"
    await editor.submit({**QUOTE, "date": "2020-05-04"})
    editor.form = await editor.press(SECOND_FORM)
    assert editor.prefilled["published"] == "2025-03"
    await editor.submit({**WHO, "published": "2024"})
    assert "Saved" in await editor.press_and_read("Save")
    shown = await read_slash_response(world, "quote", about="fold")
    assert SAID in shown
    assert re.search(r"Source: [^\n]*, 2024", shown)
    await editor.open("review history", id="1")
    await editor.press_and_read("Undo")
    shown = await read_slash_response(world, "quote", about="fold")
    assert re.search(r"Source: [^\n]*, March 2025", shown)
