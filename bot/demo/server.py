"""Runs the bot in a simulated Discord that is shown in a browser, without token or network."""

from __future__ import annotations

import asyncio
import logging
import secrets
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from simcord.actors import MemberActor
from simcord.backend.errors import SetupError
from simcord.builders import ChannelHandle
from yarl import URL

from bot.app import open_bot, system_clock
from bot.client import FanBot
from bot.demo.browser import open_browser
from bot.demo.commands import (
    DIRECT_MESSAGES,
    DemoCommands,
    MoveClock,
    RecentMessage,
    Request,
    RestartBot,
    SaveAsQuote,
    ShowChannel,
)
from bot.demo.example_feed import serve_example_feed
from bot.demo.guild import GENERAL, MEMBER_NAMES, NEWS, build_guild, show_review_commands
from bot.demo.icons import add_icons
from bot.demo.simulation import DemoEnv, DemoPreview
from bot.demo.welcome import RunCommandButton
from bot.errors import StartError
from bot.hosting.new_folder import make_folder, remove_folder
from bot.settings import Settings

log = logging.getLogger(__name__)

DEFAULT_PORT = 8765
TICK_INTERVAL_S = 0.25
"""Seconds between two advances of the simulated clock."""
MAX_TICK_S = 0.5
ASLEEP_S = 60.0
SAVE_INTERVAL_S = 10.0
WELCOME = """
The demo is running. Open this address in a browser on this computer:

    {url}

Type / in the message box to see the commands; "Viewing as" changes who you are.
{owner} owns the server: set posts up with /setup, then move the time to the first of
them with /demo clock. {memory}
"""
FORGETS = "Everything is forgotten when you press Ctrl-C here; --keep keeps it."
KEEPS = "Everything is kept in {folder} for the next start."


async def run_demo(
    settings: Settings,
    port: int | None = None,
    keep: Path | None = None,
    *,
    speed: float = 1.0,
    opens: bool = True,
) -> None:
    """Serve the demo until stopped, and open it in the browser of this computer if there is one.

    `port` None means the usual one, or any free one while that is taken. `keep` is the folder that
    keeps everything for the next start, None for none. `speed` is how many simulated seconds a
    second takes. Raises StartError when `port` is taken.
    """
    async with open_demo(settings, port, keep) as demo:
        memory = FORGETS if keep is None else KEEPS.format(folder=keep)
        url = demo.preview.url
        print(WELCOME.format(url=url, owner=MEMBER_NAMES[0], memory=memory), flush=True)
        if opens:
            open_browser(url)
        await demo.run(speed)


@asynccontextmanager
async def open_demo(
    settings: Settings, port: int | None = None, keep: Path | None = None
) -> AsyncGenerator[Demo]:
    """Run a bot in a simulated guild with three members, and the page that shows it.

    The arguments are those of `run_demo`.
    """
    with tempfile.TemporaryDirectory(prefix="fan-bot-demo-") as temporary:
        folder = Path(temporary) if keep is None else keep
        try:
            made = make_folder(folder)
        except OSError as error:
            raise StartError(
                f"The demo cannot keep anything in {folder}: {error.strerror}. Name another folder "
                "behind --keep."
            ) from error
        kept = settings.model_copy(update={"database": folder / "demo.sqlite3"})
        demo = Demo(kept, folder, is_kept=keep is not None)
        try:
            async with AsyncExitStack() as stack:
                stack.push_async_callback(demo.close)
                await demo.start(port)
                made = None
                yield demo
        except BaseException:
            # Only of a demo that did not start: nothing in it is anyone's yet.
            remove_folder(made)
            raise


class Demo:
    """The simulated Discord, the bot in it and the page, which move one step at a time."""

    env: DemoEnv
    preview: DemoPreview
    bot: FanBot
    _icons: Mapping[str, tuple[str, bytes]]

    def __init__(self, settings: Settings, folder: Path, *, is_kept: bool) -> None:
        self._settings = settings
        self._is_kept = is_kept
        self._discord_file = folder / "discord.pickle"
        self._key_file = folder / "page.key"
        self._bot_stack = AsyncExitStack()
        self.requests: list[Request] = []
        self._clock_started = False
        self._feed_port = 0
        self._last_tick = self._last_save = 0.0

    async def start(self, port: int | None) -> None:
        """Start the bot, build or restore its guild, and serve the page."""
        self.bot = await self._open_bot()
        self.env = DemoEnv(self.bot)
        self._clock_started = True
        is_new = not self._restore()
        # The simulated Discord starts at a fixed date; cards shall say today's.
        behind = (system_clock() - self.env.now()).total_seconds()
        self.env.backend.clock.advance(max(behind, 0.0))
        self.env.backend.bot_user.name = self.bot.packs.get(None).manifest.title
        await self._add_commands()
        await self.env.start()
        self._icons = await add_icons(self.bot)
        if is_new:
            await build_guild(self.env, self.bot)
        await show_review_commands(self.env, self.bot)
        channel, members = self.env.guild.channels[GENERAL], self._get_members()
        self.preview = await self._serve(channel, members, port)

    async def close(self) -> None:
        """Save what is to be kept, and stop page, simulation and bot."""
        if hasattr(self, "preview"):
            await self.preview.close()
        if hasattr(self, "env"):
            self._save()
            await self.env.shutdown()
        await self._bot_stack.aclose()

    async def run(self, speed: float = 1.0) -> None:
        """Advance the simulated clock with the real one, and do what was asked for; never returns.

        This is the only owner of the time. A step that fails is logged, and the next one goes on.
        """
        loop = asyncio.get_running_loop()
        self._last_tick = self._last_save = loop.time()
        while True:
            await asyncio.sleep(TICK_INTERVAL_S)
            try:
                async with self.preview.lock:
                    await self._step(loop.time(), speed)
            except Exception:
                log.exception("a step of the demo failed, and the next one goes on")

    async def _step(self, now: float, speed: float) -> None:
        gap, self._last_tick = now - self._last_tick, now
        # A busy computer slows the time of the demo, or a question would be over before it is
        # read; one that was asleep has to catch up.
        elapsed = (min(gap, MAX_TICK_S) if gap < ASLEEP_S else gap) * speed
        requests, self.requests[:] = list(self.requests), []
        await self._advance(elapsed)
        for request in requests:
            await self._carry_out(request)
        await self.preview.refresh_if_changed()
        if now - self._last_save > SAVE_INTERVAL_S:
            self._last_save = now
            self._save()

    async def _advance(self, seconds: float) -> None:
        """Advance the clock, and run what is due when a minute begins."""
        before = self.env.now()
        await self.env.advance_time(seconds)
        if self.env.now().replace(second=0, microsecond=0) > before:
            await self.bot.scheduler.run_due()

    async def _carry_out(self, request: Request) -> None:
        match request:
            case MoveClock(to):
                await self._advance(max((to - self.env.now()).total_seconds(), 0.0))
            case RestartBot():
                await self.restart_bot()
            case ShowChannel(name, user_id):
                self._show_channel(name, user_id)
            case SaveAsQuote(message_id, user_id):
                await self.preview.use_message_command("Save as quote", message_id, user_id)

    async def restart_bot(self) -> None:
        """Kill the bot without a warning, and start it again with its database."""
        await self.env.kill_bot()
        await self._bot_stack.aclose()
        self.bot = await self._open_bot()
        await self._add_commands()
        await self.env.start_bot(self.bot)

    async def _open_bot(self) -> FanBot:
        self._bot_stack = AsyncExitStack()
        opened = open_bot(self._settings, clock=self._get_time, shard_count=1)
        return await self._bot_stack.enter_async_context(opened)

    def _get_time(self) -> datetime:
        return self.env.now() if self._clock_started else datetime.now(UTC)

    async def _add_commands(self) -> None:
        """Add what the demo has beside the bot's features; the feed keeps its address."""
        feed = serve_example_feed(self.bot, self._get_time, self._feed_port)
        suggestion = await self._bot_stack.enter_async_context(feed)
        self._feed_port = URL(suggestion.address).port or 0
        cog = DemoCommands(self.bot, self.requests, (GENERAL, NEWS), self._list_messages)
        await self.bot.add_cog(cog)
        self.bot.add_dynamic_items(RunCommandButton)

    def _get_members(self) -> Sequence[MemberActor]:
        members = self.env.get_members()
        return [members[name.lower()] for name in MEMBER_NAMES]

    def _show_channel(self, name: str, user_id: int) -> None:
        if name == DIRECT_MESSAGES:
            user = self.env.get_user(user_id)
            self.preview.show_channel(user.dm_channel, [user])
        else:
            self.preview.show_channel(self.env.guild.channels[name], self._get_members())

    def _list_messages(self) -> Sequence[RecentMessage]:
        return [
            RecentMessage(message.id, author, message.content)
            for author, message in self.env.list_member_messages(self.preview.channel.id)
        ]

    async def _serve(
        self, channel: ChannelHandle, members: Sequence[MemberActor], port: int | None
    ) -> DemoPreview:
        for tried in [port] if port is not None else [DEFAULT_PORT, 0]:
            preview = DemoPreview(self.env, channel, members, tried, self._read_key(), self._icons)
            try:
                await preview.__aenter__()
            except SetupError as error:
                log.debug("port %d: %s", tried, error)
            else:
                return preview
        raise StartError(
            f"The demo cannot serve on port {port}: choose another with --port, or leave it out."
        )

    def _read_key(self) -> str:
        """Return the secret part of the page's address, the same one at every start."""
        try:
            return self._key_file.read_text("ascii")
        except OSError:
            key = secrets.token_urlsafe(32)
            self._key_file.touch(mode=0o600)
            self._key_file.write_text(key, "ascii")
            return key

    def _restore(self) -> bool:
        """Load the guild of the last start, return whether there was one."""
        try:
            self.env.restore(self._discord_file.read_bytes())
        except FileNotFoundError:
            return False
        except Exception as error:
            raise StartError(
                f"{self._discord_file} was kept by another version: move its folder away, or name "
                "another one behind --keep."
            ) from error
        return True

    def _save(self) -> None:
        """Write the simulated Discord to its file, whole or not at all, if it is to be kept."""
        if not self._is_kept:
            return
        written = self._discord_file.with_suffix(".new")
        written.write_bytes(self.env.dump())
        written.replace(self._discord_file)
