"""A quote that was being written when the last version ended gets both of its dates."""

from __future__ import annotations

import re
from pathlib import Path

from tests.drivers.canon import CardDriver
from tests.last_version.world import open_last_version, read_answer

DRAFT = {
    "words": "Two thousand of them burned.",
    "occasion": "on the red carpet",
    "date": "2020-05-04",
    "publisher": "The Lamp Post",
    "link": "https://lantern.example/carpet",
}


async def test_an_old_draft_is_finished_with_a_date_of_publication(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        bob, rita = last.member("bob"), CardDriver(last.world(), last.member("rita"))
        form = await last.click("draft, faulty", "bob", "Change")
        card = CardDriver(last.world(), bob)
        card.card = (await bob.submit_modal(form, DRAFT)).response
        second = await card.press("Who said it, and about what")
        who = {"speaker": "Ida Holmes", "topic": "cast"}
        values = {**who, "precision": "written", "published": "March 2025"}
        card.card = (await bob.submit_modal(second, values)).response
        assert "Published: **March 2025**" in card.text
        assert "as number 21" in await card.press_and_read("Send it in")

        await rita.open()
        while "proposal 21" not in rita.text:
            await rita.press_and_read("Next")
        await rita.press_and_read("Approve")
        shown = await last.member("alice").slash(last.channel(), "quote", about="burned")
        text = read_answer(shown)
        assert "Said on the red carpet, May 4, 2020." in text
        assert re.search(r"Source: [^\n]*, March 2025", text)


async def test_a_quote_of_the_last_version_says_what_it_said(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        shown = await last.member("alice").slash(last.channel(), "quote", about="fold")
        text = read_answer(shown)
        assert "Said in the lobby, October 5, 2026." in text
        assert re.search(r"Source: [^\n]*, October 5, 2026", text)
