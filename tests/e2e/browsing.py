"""Starts the demo in a process of its own and drives its page in a browser."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect
from playwright.async_api import Error as PlaywrightError

from tests.world import wait_until

CHECKOUT = Path(__file__).parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LIMIT_S = 300.0
"""Seconds that a test may use its browser; the longest takes half a minute."""
CLOSE_S = 30.0
"""Seconds to wait for the end of a browser or its driver, which may have ended already."""
MAX_TRIES = 3
"""Tries of a click on an element that the page may replace meanwhile."""
PHONE = ViewportSize(width=420, height=860)
DESKTOP = ViewportSize(width=1200, height=900)

IS_IDLE_SCRIPT = """
    window.simcordPreview?.ready === true
    && !document.getElementById("action-status").textContent.endsWith("…")
"""
expect.set_options(timeout=20_000)


@asynccontextmanager
async def start_demo(*options: str) -> AsyncGenerator[str]:
    """Run `python -m bot demo` inside the block and yield the address that it prints.

    It is ended with SIGTERM: a shell starts what runs in the background with SIGINT ignored.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        *options,
        cwd=CHECKOUT,
        env=dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            while not (line := await process.stdout.readline()).strip().startswith(b"http"):
                assert line, "the demo ended before it printed an address"
        yield line.decode().strip()
    finally:
        process.terminate()
        try:
            async with asyncio.timeout(60):
                assert await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()


@asynccontextmanager
async def open_browser(chromium: str, limit_s: float = LIMIT_S) -> AsyncGenerator[Browser]:
    """Start a headless browser for the block. Raises TimeoutError after `limit_s` seconds in it.

    Without that, a call of a browser or a driver that has ended waits for ever.
    """
    manager = async_playwright()
    limit = asyncio.timeout(limit_s)
    closing: list[Callable[[], Awaitable[None]]] = []
    try:
        async with limit:
            playwright = await manager.start()
            closing.append(playwright.stop)
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=CHROMIUM_FLAGS
            )
            closing.append(browser.close)
            yield browser
    except TimeoutError:
        if not limit.expired():
            raise
        raise TimeoutError(
            f"The test was not done with its browser after {limit_s:g} s: Chromium or its driver "
            "may have ended."
        ) from None
    finally:
        for close in reversed(closing):
            with suppress(TimeoutError, PlaywrightError):
                async with asyncio.timeout(CLOSE_S):
                    await close()


@asynccontextmanager
async def open_page(chromium: str, url: str) -> AsyncGenerator[Page]:
    """Open the demo's page in a headless browser."""
    async with open_browser(chromium) as browser:
        page = await browser.new_page(viewport=DESKTOP)
        await page.goto(url)
        await wait_until_idle(page)
        yield page


async def wait_until_idle(page: Page) -> None:
    """Wait until the page is idle: before that, clicks and typed text may be lost."""
    await wait_until(lambda: page.evaluate(IS_IDLE_SCRIPT))


async def click_button(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Click a button once the page is idle."""
    await wait_until_idle(page)
    await page.get_by_role("button", name=name, exact=exact).first.click()


async def view_as(page: Page, name: str) -> None:
    """View the page as another member."""
    (member,) = await page.get_by_label("Viewing as").select_option(label=name)
    await wait_until(lambda: page.evaluate("member => simcordPreview.viewerId === member", member))
    await wait_until_idle(page)


async def type_command(page: Page, typed: str, offered: str) -> None:
    """Type into the message box and wait for an entry of the list."""
    await page.get_by_placeholder(re.compile("^Message ")).press_sequentially(typed)
    await expect(page.get_by_role("option", name=offered).first).to_be_visible()


async def run_command(page: Page, command: str) -> None:
    """Type a command into the message box, choose it in the list, and send it."""
    await type_command(page, f"/{command}", f"/{command}")
    # Every letter replaces the list: it can be clicked only after the last one.
    others = page.get_by_role("option", name="/").filter(has_not_text=command)
    await expect(others).to_have_count(0)
    await page.get_by_role("option", name=f"/{command}").first.click()
    await expect(page.get_by_role("button", name=f"Command /{command}")).to_be_visible()
    await click_button(page, "Send")


async def choose_command(page: Page, command: str, **options: str) -> None:
    """Type a command with values for its options, and send it."""
    await type_command(page, f"/{command}", f"/{command}")
    await page.get_by_role("option", name=f"/{command}").first.click()
    for position, (name, value) in enumerate(options.items()):
        field = page.get_by_role("textbox", name=name).or_(page.get_by_role("combobox", name=name))
        # A needed option has its field at once.
        if not await field.count():
            if position:
                await page.get_by_role("button", name=re.compile(r"^\+\d+ ")).click()
            await page.get_by_role("option", name=re.compile(f"^{name}")).click()
        await field.fill(value)
        await field.press("Tab")
    await click_button(page, "Send")


async def save_screenshot(page: Page, name: str) -> None:
    """Save a screenshot if SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        await page.screenshot(path=str(CHECKOUT / folder / f"{name}.png"))
