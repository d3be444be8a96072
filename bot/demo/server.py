"""The whole bot against a simulated Discord in the browser: no token, no account, no network."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import simcord
from simcord.backend.errors import SetupError

from bot.app import open_bot, system_clock
from bot.cli.exit_codes import StartError
from bot.demo.clock import DemoClock
from bot.settings import Settings

if TYPE_CHECKING:
    from simcord import Env
    from simcord.preview import Preview

    from bot.client import FanBot

log = logging.getLogger(__name__)

BEAT_S = 0.5
"""How often the simulated clock catches up with the real one."""
MEMBERS = ("Alex", "Bo", "Casey")
WELCOME = """
The demo is running. Open this address in a browser on this computer:

    {url}

Type / in the message box to see the commands; "Viewing as" changes who you are.
{owner} owns the server: set posts up with /setup, then move the time to the first of
them with /demo clock. Everything is forgotten when you press Ctrl-C here.
"""
GREETING = "Hi! Type / to see everything you can ask."


async def run_demo(settings: Settings, port: int = 0) -> None:
    """Serve the demo until stopped; port 0 takes any free one.

    Raises StartError when the port cannot be had.
    """
    async with open_demo(settings, port) as (bot, clock, env, preview):
        print(WELCOME.format(url=preview.url, owner=MEMBERS[0]), flush=True)
        await keep_time(bot, clock, env, preview)


@asynccontextmanager
async def open_demo(
    settings: Settings, port: int = 0
) -> AsyncGenerator[tuple[FanBot, DemoClock, Env, Preview]]:
    """A running bot in a small simulated server, and the page that shows it."""
    with tempfile.TemporaryDirectory(prefix="fan-bot-demo-") as folder:
        own = settings.model_copy(update={"database": Path(folder) / "demo.sqlite3"})
        world: list[Env] = []
        async with open_bot(own, clock=lambda: _now(world), shard_count=1) as bot:
            env = simcord.Env(bot, check_errors=False)
            # The simulated Discord starts on a day of its own; cards say "today" by ours.
            env.backend.clock.advance((system_clock() - env.now()).total_seconds())
            env.backend.bot_user.name = bot.manifest.title
            world.append(env)
            clock = DemoClock(bot)
            await bot.add_cog(clock)
            await env.start()
            try:
                async with _preview(env, bot.manifest.title, port) as preview:
                    yield bot, clock, env, preview
            finally:
                await env.shutdown()


def _now(world: list[Env]) -> datetime:
    return world[0].now() if world else datetime.now(UTC)


@asynccontextmanager
async def _preview(env: Env, title: str, port: int) -> AsyncGenerator[Preview]:
    users = [env.create_user(name.lower(), global_name=name) for name in MEMBERS]
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


async def keep_time(bot: FanBot, clock: DemoClock, env: Env, preview: Preview) -> None:
    """Let the simulated clock run with the real one, and show what happens by itself."""
    turn = _take_turns(preview)
    loop = asyncio.get_running_loop()
    behind = loop.time()
    while True:
        await asyncio.sleep(BEAT_S)
        async with turn:
            now = loop.time()
            sent = len(env.http_requests)
            await _advance(bot, env, now - behind, clock.take_wish())
            # The page counts "in 20 seconds" from here.
            preview.capture_time = env.now()
            behind = now
            # A refresh makes the page's buttons new, and a click on an old one is lost: only
            # refresh when time itself has made the bot say something.
            if len(env.http_requests) > sent:
                await preview.refresh()


async def _advance(bot: FanBot, env: Env, seconds: float, wish: datetime | None) -> None:
    """Move the clock on, to `wish` when there is one; look for due posts once a minute of it."""
    before = env.now()
    if wish is not None:
        seconds = max(seconds, (wish - before).total_seconds())
    await env.advance_time(seconds)
    if env.now().replace(second=0, microsecond=0) > before:
        await bot.scheduler.run_due()


def _take_turns(preview: Preview) -> asyncio.Lock:
    """A lock that clicks wait for, because one that meets a running clock leaves the page stuck."""
    turn = asyncio.Lock()
    act = preview._action  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - no public way in

    async def act_in_turn(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with turn:
            return await act(context_id, body)

    preview._action = act_in_turn  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - as above
    return turn
