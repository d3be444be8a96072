"""A newcomer sets a server up in the demo, in a real browser, and reads what is in the way."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.browsing import (
    MAX_TRIES,
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

pytestmark = pytest.mark.slow

PAGES = (
    "Anniversaries",
    "Events",
    "Daily question",
    "Trivia",
    "Status card",
    "Canon",
    "Dates",
    "Diagnosis",
)


async def turn_to(page: Page, title: str, button: str = "") -> None:
    """Press the button to a page of the panel and wait for it."""
    await click_button(page, button or title, exact=True)
    await expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def select_under(page: Page, label: str) -> Locator:
    """The select that follows a line which begins with a label."""
    line = page.locator(".text-display", has_text=re.compile(f"^{label}")).last
    return line.locator("xpath=following-sibling::*[1]").locator(".select-trigger")


async def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Open the select under a line and choose an option of it."""
    await wait_until_idle(page)
    await select_under(page, label).click()
    chosen = page.get_by_role("option", name=option, exact=True)
    # The page looks names up meanwhile, and refuses a choice made during that.
    for _ in range(MAX_TRIES):
        await wait_until_idle(page)
        await chosen.click()
        with suppress(AssertionError):
            await expect(chosen).to_have_count(0, timeout=3_000)
            return
    raise AssertionError(f"{option} cannot be chosen under {label}")


async def says(page: Page, sentence: str) -> None:
    """Wait until the panel says what was done."""
    await expect(page.get_by_text(sentence).last).to_be_visible()


async def test_a_newcomer_sets_the_server_up(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await run_command(page, "setup")
        await expect(page.get_by_role("heading", name="Setup", exact=True)).to_be_visible()
        for title in PAGES:
            await turn_to(page, title)
            await save_screenshot(page, f"setup-{title.split()[0].lower()}-untouched")
            await turn_to(page, "Setup", button="Overview")

        await turn_to(page, "Anniversaries")
        await choose(page, "Channel", "general")
        await says(page, "Anniversaries now go to")
        await choose(page, "Time", "18:00")
        await says(page, "Anniversaries now go out at 18:00.")
        await click_button(page, "Time zone")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill("los angelos")
        await save_screenshot(page, "setup-zone-form")
        await click_button(page, "Submit")
        await says(page, "That is what I took “los angelos” for.")
        await expect(select_under(page, "Time")).to_contain_text("18:00")
        await save_screenshot(page, "setup-anniversaries")

        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Trivia")
        await choose(page, "Most rounds", "5")
        await says(page, "Games have at most 5 rounds from now on.")
        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Dates")
        await choose(page, "Language", re.compile("^Deutsch"))
        await says(page, "Dates in headings and lists now look like")
        await save_screenshot(page, "setup-dates")

        await page.set_viewport_size(PHONE)
        await turn_to(page, "Diagnosis")
        await says(page, "All good.")
        await save_screenshot(page, "setup-diagnosis-on-a-phone")
        await click_button(page, "Check again")
        await says(page, "Checked again at")
        await turn_to(page, "Setup", button="Overview")
        await save_screenshot(page, "setup-overview-on-a-phone")
        await turn_to(page, "Anniversaries")
        await save_screenshot(page, "setup-anniversaries-on-a-phone")


async def test_a_status_card_is_chosen_and_events_are_switched_on(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await run_command(page, "setup")
        await expect(page.get_by_role("heading", name="Setup", exact=True)).to_be_visible()
        await turn_to(page, "Events")
        await click_button(page, "Turn on", exact=True)
        await says(page, "Events are on.")
        await save_screenshot(page, "setup-events")

        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Status card")
        await choose(page, "Channel", "general")
        await says(page, "The status card is now in")
        await click_button(page, "Pin it", exact=True)
        await says(page, "The status card is pinned.")
        await save_screenshot(page, "setup-status-card")
        card = page.get_by_role("heading", name=re.compile("^Where .* stands$")).last
        await card.scroll_into_view_if_needed()
        await save_screenshot(page, "status-card")
        await page.set_viewport_size(PHONE)
        await wait_until_idle(page)
        await card.scroll_into_view_if_needed()
        await save_screenshot(page, "status-card-on-a-phone")
        await turn_to(page, "Setup", button="Overview")
        await turn_to(page, "Events")
        await save_screenshot(page, "setup-events-on-a-phone")


async def test_somebody_without_the_permission_is_not_offered_the_command(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await view_as(page, "Bo")
        await type_command(page, "/s", "/status")
        await expect(page.get_by_role("option", name="/setup")).to_have_count(0)


async def test_an_owner_sets_up_in_three_taps_and_a_member_looks_around(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await click_button(page, "Set up in three taps")
        for step, button in (("1 of 3", "^It's"), ("2 of 3", "^Use #"), ("3 of 3", "^Every day")):
            await says(page, step)
            await save_screenshot(page, f"three-taps-{step[0]}")
            await click_button(page, re.compile(button))
        await says(page, "every day at 09:00")

        await view_as(page, "Casey")
        await click_button(page, "Show me around")
        for number in range(1, 5):
            await says(page, f"{number} of 5")
            await save_screenshot(page, f"tour-{number}")
            await click_button(page, "Next stop")
        await says(page, "5 of 5")
        await page.set_viewport_size(PHONE)
        await save_screenshot(page, "tour-5-on-a-phone")
