"""A newcomer sets a server up in the demo, in a real browser, and reads what is in the way."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e import test_browser
from tests.e2e.test_browser import PHONE, ask_for, demo, keep, page_of, use
from tests.e2e.test_trivia_in_browser import view_as

chromium = test_browser.chromium
PAGES = ("Anniversaries", "Daily question", "Trivia", "Canon", "Dates", "Diagnosis")


async def turn_to(page: Page, title: str, button: str = "") -> None:
    """Press the button to a page of the panel and wait for it."""
    await page.get_by_role("button", name=button or title, exact=True).click()
    await expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def select_under(page: Page, label: str) -> Locator:
    """The select that follows a line which begins with a label."""
    line = page.locator(".text-display", has_text=re.compile(f"^{label}")).last
    return line.locator("xpath=following-sibling::*[1]").locator(".select-trigger")


async def choose(page: Page, label: str, option: str) -> None:
    """Open the select under a line and choose an option of it."""
    await select_under(page, label).click()
    await page.get_by_role("option", name=option, exact=True).click()


async def says(page: Page, sentence: str) -> None:
    """Wait until the panel says what was done."""
    await expect(page.get_by_text(sentence).last).to_be_visible()


async def test_a_newcomer_sets_the_server_up(chromium: str) -> None:
    async with demo() as url, page_of(chromium, url) as page:
        await use(page, "setup")
        await expect(page.get_by_role("heading", name="Setup", exact=True)).to_be_visible()
        for title in PAGES:
            await turn_to(page, title)
            await keep(page, f"setup-{title.split()[0].lower()}-untouched")
            await turn_to(page, "Setup", button="Overview")

        await turn_to(page, "Anniversaries")
        await choose(page, "Channel", "general")
        await says(page, "from now on.")
        await choose(page, "Time", "18:00")
        await says(page, "Anniversaries come at 18:00 from now on.")
        await page.get_by_role("button", name="Time zone").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill("los angelos")
        await keep(page, "setup-zone-form")
        await dialog.get_by_role("button", name="Submit").click()
        await says(page, "That is what I took “los angelos” for.")
        await expect(select_under(page, "Time")).to_contain_text("18:00")
        await keep(page, "setup-anniversaries")

        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Trivia")
        await choose(page, "Most rounds", "5")
        await says(page, "Games have at most 5 rounds from now on.")
        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Dates")
        await choose_language(page)
        await keep(page, "setup-dates")

        await page.set_viewport_size(PHONE)
        await turn_to(page, "Diagnosis")
        await says(page, "Everything is fine.")
        await keep(page, "setup-diagnosis-on-a-phone")
        await page.get_by_role("button", name="Check again").click()
        await says(page, "Checked again at")
        await turn_to(page, "Setup", button="Overview")
        await keep(page, "setup-overview-on-a-phone")
        await turn_to(page, "Anniversaries")
        await keep(page, "setup-anniversaries-on-a-phone")


async def choose_language(page: Page) -> None:
    """Choose German, whose option shows today's date."""
    await select_under(page, "Language").click()
    await page.get_by_role("option", name=re.compile("^Deutsch")).click()
    await says(page, "from now on.")


async def test_somebody_without_the_permission_is_not_offered_the_command(chromium: str) -> None:
    async with demo() as url, page_of(chromium, url) as page:
        await view_as(page, "Bo")
        await ask_for(page, "/s", "/status")
        await expect(page.get_by_role("option", name="/setup")).to_have_count(0)
