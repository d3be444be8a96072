"""A newcomer sets a server up in the demo, in a real browser, and reads what is in the way."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.async_api import Locator, Page, expect

from tests.e2e.browsing import (
    PHONE,
    TRIES,
    ask_for,
    at_rest,
    demo,
    keep,
    page_of,
    press,
    use,
    view_as,
)

PAGES = ("Anniversaries", "Daily question", "Trivia", "Canon", "Dates", "Diagnosis")


async def turn_to(page: Page, title: str, button: str = "") -> None:
    """Press the button to a page of the panel and wait for it."""
    await press(page, button or title, exact=True)
    await expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def select_under(page: Page, label: str) -> Locator:
    """The select that follows a line which begins with a label."""
    line = page.locator(".text-display", has_text=re.compile(f"^{label}")).last
    return line.locator("xpath=following-sibling::*[1]").locator(".select-trigger")


async def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Open the select under a line and choose an option of it."""
    await at_rest(page)
    await select_under(page, label).click()
    chosen = page.get_by_role("option", name=option, exact=True)
    # The page looks names up meanwhile, and refuses a choice made during that.
    for _ in range(TRIES):
        await at_rest(page)
        await chosen.click()
        with suppress(AssertionError):
            await expect(chosen).to_have_count(0, timeout=3_000)
            return
    raise AssertionError(f"{option} cannot be chosen under {label}")


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
        await press(page, "Time zone")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill("los angelos")
        await keep(page, "setup-zone-form")
        await press(page, "Submit")
        await says(page, "That is what I took “los angelos” for.")
        await expect(select_under(page, "Time")).to_contain_text("18:00")
        await keep(page, "setup-anniversaries")

        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Trivia")
        await choose(page, "Most rounds", "5")
        await says(page, "Games have at most 5 rounds from now on.")
        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Dates")
        await choose(page, "Language", re.compile("^Deutsch"))
        await says(page, "from now on.")
        await keep(page, "setup-dates")

        await page.set_viewport_size(PHONE)
        await turn_to(page, "Diagnosis")
        await says(page, "Everything is fine.")
        await keep(page, "setup-diagnosis-on-a-phone")
        await press(page, "Check again")
        await says(page, "Checked again at")
        await turn_to(page, "Setup", button="Overview")
        await keep(page, "setup-overview-on-a-phone")
        await turn_to(page, "Anniversaries")
        await keep(page, "setup-anniversaries-on-a-phone")


async def test_somebody_without_the_permission_is_not_offered_the_command(chromium: str) -> None:
    async with demo() as url, page_of(chromium, url) as page:
        await view_as(page, "Bo")
        await ask_for(page, "/s", "/status")
        await expect(page.get_by_role("option", name="/setup")).to_have_count(0)
