"""One piece of news from a member's form to `/status`, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import (
    PHONE,
    click_button,
    open_page,
    run_command,
    save_screenshot,
    start_demo,
    type_command,
    view_as,
    wait_until_idle,
)
from tests.e2e.setup.test_in_browser import choose, says, turn_to

pytestmark = pytest.mark.slow

NEWS = {
    "Headline": "Cameras roll in Tucson",
    "What happened": "The first scene was shot at the old school.",
    "When it happened": "2026-11",
    "Who published it": "The Desert Star",
    "Link": "https://star.example/cameras-roll",
}


async def pick(page: Page, option: str, typed: str = "") -> None:
    """Choose from the list above the message box, after typing a part of it."""
    await page.keyboard.type(typed)
    await wait_until_idle(page)
    await page.get_by_role("option", name=option).last.click()


async def begin_news(page: Page) -> None:
    """Choose `/canon add news` with its subject and how far things are."""
    await type_command(page, "/canon add news", "/canon add news")
    await pick(page, "/canon add news")
    await pick(page, "The sequel", "Seq")
    await click_button(page, re.compile("more$"))
    await pick(page, "stage")
    await pick(page, "Filming", "Film")
    await click_button(page, "Send")


async def fill_in(page: Page) -> None:
    """Write the news into the form and send it."""
    dialog = page.get_by_role("dialog")
    for label, value in NEWS.items():
        await dialog.get_by_label(re.compile(f"^{label}")).fill(value)
    await save_screenshot(page, "canon-form")
    await click_button(page, "Submit")
    await expect(page.get_by_text("This is how it will look.").last).to_be_visible()
    await save_screenshot(page, "canon-draft")


async def say_the_month_is_not_sure(page: Page) -> None:
    """Choose how exact the date is in the second form, and send it."""
    await click_button(page, "What the news is about")
    await page.get_by_role("radio", name="It was about then").check()
    await save_screenshot(page, "canon-second-form")
    await click_button(page, "Submit")
    await expect(page.get_by_text("around November 2026").last).to_be_visible()


async def test_a_members_news_is_reviewed_and_becomes_the_status(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await run_command(page, "setup")
        await turn_to(page, "Canon")
        await choose(page, "News", "general")
        await says(page, "from now on.")
        await save_screenshot(page, "canon-setup")

        await view_as(page, "Casey")
        await begin_news(page)
        await fill_in(page)
        await say_the_month_is_not_sure(page)
        await click_button(page, "Send it in")
        await expect(page.get_by_text("It's waiting for a reviewer").last).to_be_visible()
        await save_screenshot(page, "canon-sent")

        await view_as(page, "Bo")
        await run_command(page, "review next")
        await expect(page.get_by_role("button", name="Approve")).to_be_visible()
        await save_screenshot(page, "canon-review")
        await click_button(page, "Approve")
        await expect(page.get_by_text("News of").last).to_be_visible()
        await save_screenshot(page, "canon-approved")

        await view_as(page, "Alex")
        await run_command(page, "status")
        await expect(page.get_by_role("heading", name=re.compile("stands$"))).to_be_visible()
        await expect(page.get_by_text(NEWS["Headline"]).last).to_be_visible()
        await page.set_viewport_size(PHONE)
        await save_screenshot(page, "canon-status-on-a-phone")
