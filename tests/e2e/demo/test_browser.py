"""The demo as a newcomer meets it."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.e2e.browsing import (
    PHONE,
    click_button,
    open_page,
    run_command,
    save_screenshot,
    start_demo,
    view_as,
)

pytestmark = pytest.mark.slow


async def test_a_newcomer_asks_where_things_stand_and_presses_every_button(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await run_command(page, "status")
        await expect(
            page.get_by_role("heading", name=re.compile("^Where .* stands$"))
        ).to_be_visible()
        await save_screenshot(page, "status")
        await click_button(page, "History")
        await expect(page.get_by_text("How it got here").last).to_be_visible()
        await click_button(page, "Promises vs. reality")
        await expect(page.get_by_text("Promises vs. reality").last).to_be_visible()
        await click_button(page, "Sources")
        await expect(page.get_by_role("heading", name="Sources").last).to_be_visible()
        await save_screenshot(page, "status-buttons")

        await view_as(page, "Bo")
        await run_command(page, "quote")
        await expect(page.get_by_role("button", name="Another")).to_be_visible()
        await save_screenshot(page, "quote")
        await page.set_viewport_size(PHONE)
        await save_screenshot(page, "quote-on-a-phone")
