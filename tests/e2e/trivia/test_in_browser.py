"""A whole game in the demo, in a real browser, as two members."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.browsing import (
    MAX_TRIES,
    click_button,
    open_page,
    run_command,
    save_screenshot,
    start_demo,
    type_command,
    view_as,
)

pytestmark = pytest.mark.slow

OPTION = re.compile(r"^[A-D](\. |$)")


async def start_game(page: Page, rounds: int) -> None:
    """Choose `/trivia play` and its number of rounds in the message box."""
    await type_command(page, "/trivia play", "/trivia play")
    await page.get_by_role("option", name="/trivia play").first.click()
    await page.get_by_role("option", name="rounds").click()
    await page.keyboard.type(str(rounds))
    await click_button(page, "Send")
    await page.get_by_role("button", name="Start now").wait_for()


async def answer(page: Page, name: str) -> None:
    """Answer the open question as a member, whatever sort it is."""
    await view_as(page, name)
    locked = page.get_by_text("is locked in")
    options = page.get_by_role("button", name=OPTION)
    form = page.get_by_role("button", name="Answer", exact=True)
    before = await locked.count()
    # The page may have been drawn again under the pointer, and then nothing was clicked.
    for _ in range(MAX_TRIES):
        await expect(options.or_(form).first).to_be_visible()
        if await options.count():
            await options.first.click()
        else:
            await fill_in(page, form)
        with suppress(AssertionError):
            await expect(locked).not_to_have_count(before, timeout=3_000)
            return
    raise AssertionError(f"{name} could not answer")


async def fill_in(page: Page, form: Locator) -> None:
    """Write an answer into the form and send it."""
    dialog = page.get_by_role("dialog")
    if not await dialog.count():
        await form.click()
    await dialog.get_by_role("textbox").fill("Post-its")
    await save_screenshot(page, "trivia-form")
    await click_button(page, "Submit")


async def test_two_members_play_a_full_game(chromium: str) -> None:
    async with start_demo() as url, open_page(chromium, url) as page:
        await start_game(page, rounds=2)
        await save_screenshot(page, "trivia-lobby")
        await view_as(page, "Bo")
        await click_button(page, "Join")
        await expect(page.get_by_text("You're in. Shine!").last).to_be_visible()
        await view_as(page, "Alex")
        await click_button(page, "Start now")
        for number in (1, 2):
            heading = page.get_by_role("heading", name=f"Round {number} of 2")
            await expect(heading).to_be_visible(timeout=20_000)
            await save_screenshot(page, f"trivia-question-{number}")
            await answer(page, "Alex")
            await answer(page, "Bo")
            await expect(page.get_by_text("Answer: ").nth(number - 1)).to_be_visible()
            await save_screenshot(page, f"trivia-reveal-{number}")
        # The pause after the last reveal is as long as the one before: it need not be sat through.
        await view_as(page, "Alex")
        await run_command(page, "trivia stop")
        await expect(page.get_by_role("heading", name="Final scores")).to_be_visible()
        await save_screenshot(page, "trivia-scores")
