"""The demo as a newcomer meets it: a real process, a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from tests.conftest import skip_unless_ci

CHECKOUT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TRIES = 3
PHONE = ViewportSize(width=420, height=860)
DESKTOP = ViewportSize(width=1200, height=900)


@pytest.fixture
def chromium() -> str:
    """The browser's path; without one the test skips with a sentence."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        skip_unless_ci("no Chromium was found: install the package chromium to run this test")
    return found


@asynccontextmanager
async def demo() -> AsyncGenerator[str]:
    """Run `python -m bot demo` and give the address it prints; stop it as Ctrl-C does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        cwd=CHECKOUT,
        env=dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            while not (line := await process.stdout.readline()).strip().startswith(b"http"):
                assert line, "the demo ended before it printed an address"
        yield line.decode().strip()
    finally:
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


@asynccontextmanager
async def page_of(chromium: str, url: str) -> AsyncGenerator[Page]:
    """The demo's page in a headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            page = await browser.new_page(viewport=DESKTOP)
            await page.goto(url)
            await page.get_by_placeholder("Message #general").wait_for()
            yield page
        finally:
            await browser.close()


async def ask_for(page: Page, typed: str, offered: str) -> None:
    """Type into the message box until the list offers what is wanted.

    What is typed while the page is being drawn for another member is lost.
    """
    box = page.get_by_placeholder("Message #general")
    for _ in range(TRIES):
        await box.fill("")
        await box.press_sequentially(typed)
        with suppress(AssertionError):
            offer = page.get_by_role("option", name=offered).first
            await expect(offer).to_be_visible(timeout=3_000)
            return
    raise AssertionError(f"{offered} is not offered for {typed}")


async def use(page: Page, command: str) -> None:
    """Type a command into the message box, choose it from the list, and send it."""
    await ask_for(page, f"/{command}", f"/{command}")
    # The list is drawn anew with every letter: only a settled one can be clicked.
    others = page.get_by_role("option", name="/").filter(has_not_text=command)
    await expect(others).to_have_count(0)
    await page.get_by_role("option", name=f"/{command}").first.click()
    await expect(page.get_by_role("button", name=f"Command /{command}")).to_be_visible()
    await page.get_by_role("button", name="Send").click()


async def keep(page: Page, name: str) -> None:
    """Save a screenshot for whoever wants to look, where SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        await page.screenshot(path=str(CHECKOUT / folder / f"{name}.png"))


async def test_a_newcomer_asks_where_things_stand_and_presses_every_button(chromium: str) -> None:
    async with demo() as url, page_of(chromium, url) as page:
        await use(page, "status")
        await expect(
            page.get_by_role("heading", name=re.compile("^Where .* stands$"))
        ).to_be_visible()
        await keep(page, "status")
        await page.get_by_role("button", name="History").click()
        await expect(page.get_by_text("How it got here").last).to_be_visible()
        await page.get_by_role("button", name="Promised against happened").click()
        await expect(page.get_by_text("Promised, and what happened").last).to_be_visible()
        await page.get_by_role("button", name="Sources").first.click()
        await expect(page.get_by_text("Where we know this from").last).to_be_visible()
        await keep(page, "status-buttons")

        await page.get_by_label("Viewing as").select_option(label="Bo")
        await use(page, "quote")
        await expect(page.get_by_role("button", name="Another")).to_be_visible()
        await keep(page, "quote")
        await page.set_viewport_size(PHONE)
        await keep(page, "quote-on-a-phone")
