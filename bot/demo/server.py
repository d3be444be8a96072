"""Runs the bot in a simulated Discord that is shown in a browser, without token or network."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simcord import Env
from simcord.backend.errors import SetupError
from simcord.preview import Preview

from bot.app import open_bot, system_clock
from bot.client import FanBot
from bot.demo.clock import DemoClock
from bot.errors import StartError
from bot.settings import Settings

log = logging.getLogger(__name__)

TICK_INTERVAL_S = 0.5
"""Seconds between two advances of the simulated clock."""
MEMBER_NAMES = ("Alex", "Bo", "Casey")
WELCOME = """
The demo is running. Open this address in a browser on this computer:

    {url}

Type / in the message box to see the commands; "Viewing as" changes who you are.
{owner} owns the server: set posts up with /setup, then move the time to the first of
them with /demo clock. Everything is forgotten when you press Ctrl-C here.
"""
GREETING = "Hi! Type / to see everything you can ask."


async def run_demo(settings: Settings, port: int = 0) -> None:
    """Serve the demo until stopped; port 0 means any free one.

    Raises StartError when the port is taken.
    """
    async with open_demo(settings, port) as (bot, clock, env, preview):
        print(WELCOME.format(url=preview.url, owner=MEMBER_NAMES[0]), flush=True)
        await run_clock(bot, clock, env, preview)


@asynccontextmanager
async def open_demo(
    settings: Settings, port: int = 0
) -> AsyncGenerator[tuple[FanBot, DemoClock, Env, Preview]]:
    """Run a bot in a simulated guild with three members, and the page that shows it."""
    with tempfile.TemporaryDirectory(prefix="fan-bot-demo-") as folder:
        demo_settings = settings.model_copy(update={"database": Path(folder) / "demo.sqlite3"})
        envs: list[Env] = []
        async with open_bot(
            demo_settings, clock=lambda: _simulated_now(envs), shard_count=1
        ) as bot:
            env = Env(bot, check_errors=False)
            # The simulated Discord starts at a fixed date; cards shall say today's.
            env.backend.clock.advance((system_clock() - env.now()).total_seconds())
            env.backend.bot_user.name = bot.manifest.title
            envs.append(env)
            clock = DemoClock(bot)
            await bot.add_cog(clock)
            await env.start()
            try:
                async with _open_preview(env, bot.manifest.title, port) as preview:
                    yield bot, clock, env, preview
            finally:
                await env.shutdown()


def _simulated_now(envs: list[Env]) -> datetime:
    return envs[0].now() if envs else datetime.now(UTC)


@asynccontextmanager
async def _open_preview(env: Env, title: str, port: int) -> AsyncGenerator[Preview]:
    users = [env.create_user(name.lower(), global_name=name) for name in MEMBER_NAMES]
    guild = env.create_guild(title, owner=users[0])
    channel = guild.create_text_channel("general")
    members = [guild.add_member(user) for user in users]
    await members[0].send(channel, GREETING)
    async with AsyncExitStack() as stack:
        try:
            preview = env.preview(channel, viewers=members, layout="channel", port=port or None)
            await stack.enter_async_context(preview)
        except SetupError as error:
            raise StartError(
                f"The demo cannot serve on port {port}: choose another with --port, or leave it "
                "out to take any free one."
            ) from error
        yield preview


async def run_clock(bot: FanBot, clock: DemoClock, env: Env, preview: Preview) -> None:
    """Advance the simulated clock with the real one, and refresh the page after scheduled work."""
    action_lock = _lock_preview_actions(preview)
    loop = asyncio.get_running_loop()
    last_tick = loop.time()
    while True:
        await asyncio.sleep(TICK_INTERVAL_S)
        async with action_lock:
            now = loop.time()
            request_count = len(env.http_requests)
            await _advance_clock(bot, env, now - last_tick, clock.pop_requested_time())
            # Relative times on the page are counted from here.
            preview.capture_time = env.now()
            last_tick = now
            # A refresh replaces the page's buttons, and a click on a replaced one is lost: refresh
            # only after the bot has sent something.
            if len(env.http_requests) > request_count:
                await preview.refresh()


async def _advance_clock(bot: FanBot, env: Env, seconds: float, target: datetime | None) -> None:
    """Advance by `seconds`, or to `target` if that is later, and run due posts each minute."""
    before = env.now()
    if target is not None:
        seconds = max(seconds, (target - before).total_seconds())
    await env.advance_time(seconds)
    if env.now().replace(second=0, microsecond=0) > before:
        await bot.scheduler.run_due()


def _lock_preview_actions(preview: Preview) -> asyncio.Lock:
    """Return a lock that clicks wait for: one during an advance would leave the page hanging."""
    lock = asyncio.Lock()
    run_action = preview._action  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - no public way in

    async def act_in_turn(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with lock:
            return await run_action(context_id, body)

    preview._action = act_in_turn  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - as above
    return lock
