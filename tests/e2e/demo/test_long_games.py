"""Long games in the demo, with two members clicking at the same time."""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress

import pytest
from playwright.async_api import Browser, Page
from playwright.async_api import Error as PlaywrightError

from tests.e2e.browsing import (
    DESKTOP,
    LIMIT_S,
    choose_command,
    click_button,
    open_browser,
    start_demo,
    view_as,
    wait_until_idle,
)

pytestmark = pytest.mark.slow

GAMES = int(os.environ.get("DEMO_GAMES", "1"))
"""How many games are played one after another; three take minutes on two cores."""
ROUNDS = 20
SPEED = "12"
CHOICES = re.compile(r"^[A-D](\. |$)")


async def test_games_of_twenty_rounds_end_with_every_question_shown(chromium: str) -> None:
    limit_s = GAMES * LIMIT_S
    async with start_demo("--speed", SPEED) as url, open_browser(chromium, limit_s) as browser:
        alex, bo = await open_member(browser, url, "Alex"), await open_member(browser, url, "Bo")
        player = asyncio.create_task(click_whatever_is_there(bo))
        for number in range(1, GAMES + 1):
            assert await play_game(alex, number) == list(range(1, ROUNDS + 1))
        player.cancel()


async def open_member(browser: Browser, url: str, name: str) -> Page:
    page = await browser.new_page(viewport=DESKTOP)
    await page.goto(url)
    await wait_until_idle(page)
    await view_as(page, name)
    return page


async def play_game(page: Page, number: int) -> list[int]:
    """Play a game, clicking an answer when there is one; return the numbers of its questions."""
    await choose_command(page, "trivia play", rounds=str(ROUNDS), seconds="25")
    await click_button(page, "Start now")
    finals = page.get_by_role("heading", name="Final scores")
    seen: dict[int, None] = {}
    is_over = False
    async with asyncio.timeout(240):
        while not is_over:
            is_over = await finals.count() >= number
            shown = await page.locator("#channel-message-list").inner_text()
            newest = shown.rpartition("After each answer, the next question comes in")[2]
            seen |= dict.fromkeys(map(int, re.findall(rf"Round (\d+) of {ROUNDS}", newest)))
            await click_newest(page, CHOICES)
            if await page.get_by_role("button", name="Answer", exact=True).count():
                await click_newest(page, re.compile("^Skip$"))
            await asyncio.sleep(0.05)
    return list(seen)


async def click_whatever_is_there(page: Page) -> None:
    while True:
        await click_newest(page, CHOICES)
        await asyncio.sleep(0.1)


async def click_newest(page: Page, name: re.Pattern[str]) -> None:
    """Click a button if there is one and the page is not just being drawn."""
    with suppress(PlaywrightError):
        await page.get_by_role("button", name=name).last.click(timeout=300)
