"""The demo as a newcomer meets it."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e.browsing import PHONE, demo, keep, page_of, press, use, view_as


async def test_a_newcomer_asks_where_things_stand_and_presses_every_button(chromium: str) -> None:
    async with demo() as url, page_of(chromium, url) as page:
        await use(page, "status")
        await expect(
            page.get_by_role("heading", name=re.compile("^Where .* stands$"))
        ).to_be_visible()
        await keep(page, "status")
        await press(page, "History")
        await expect(page.get_by_text("How it got here").last).to_be_visible()
        await press(page, "Promised against happened")
        await expect(page.get_by_text("Promised, and what happened").last).to_be_visible()
        await press(page, "Sources")
        await expect(page.get_by_text("Where we know this from").last).to_be_visible()
        await keep(page, "status-buttons")

        await view_as(page, "Bo")
        await use(page, "quote")
        await expect(page.get_by_role("button", name="Another")).to_be_visible()
        await keep(page, "quote")
        await page.set_viewport_size(PHONE)
        await keep(page, "quote-on-a-phone")
