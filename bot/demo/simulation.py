"""Changes simcord so that a demo can run for hours: the one module that uses its private names.

simcord is made for tests, where time stands still between two steps. Its timers fall back on the
computer's clock, and such a timer and an advance of the simulated clock can wait for each other
until both fail. Here only an advance fires timers, so the caller of `advance_time` owns the time.
Its page is also made for few messages: each change of it read the whole channel again.
"""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import asyncio
import pickle
import secrets
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import discord
from simcord import Env
from simcord._runtime import _attach_bot
from simcord.actors import MemberActor
from simcord.backend.access import can_access_channel
from simcord.backend.models import Message
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.preview import Preview, _markdown, _snapshot
from simcord.preview._markdown import _markdown_parser
from simcord.preview._queries import QUERY_PAGE_SIZE, _message_navigation
from simcord.results import ResponseMessage

SETTLE_TIMEOUT_S = 30.0
"""The longest that one step of the simulation may take, such as an advance by a year."""
KEPT_REVISIONS = 50
"""Published states of a page of which a click is still understood."""
_UNSAVED = ("subscribers", "http_requests", "transcript", "faults")
"""Attributes of the simulated Discord that belong to one run."""
_PRESSES = ("click", "select")
_parsers: dict[int, tuple[Any, dict[str, Any]]] = {}
"""A parser of each policy, and the names that it resolves mentions with, by the policy's `id`."""


def _reuse_parser(policy: Mapping[str, bool | str], context: Mapping[str, Any]) -> Any:
    """Return the parser of a policy, which takes longer to build than to use."""
    if id(policy) not in _parsers:
        names: dict[str, Any] = {}
        _parsers[id(policy)] = (_markdown_parser(policy, names), names)
    parser, names = _parsers[id(policy)]
    names.clear()
    names.update(context)
    return parser


def _list_first_messages(preview: Any, page: Any, visible: list[Message]) -> Any:
    """Summarize one page of messages for the list beside the channel, not all of them."""
    if not page.navigation_query and page.navigation_cursor is None:
        visible = visible[: QUERY_PAGE_SIZE + 1]
    return _message_navigation(preview, page, visible)


_markdown.__dict__.update(_markdown_parser=_reuse_parser)
_snapshot.__dict__.update(_message_navigation=_list_first_messages)


class DemoEnv(Env):
    """A simulated Discord in which only `advance_time` fires timers."""

    def __init__(self, bot: Any) -> None:
        super().__init__(bot, check_errors=False, settle_timeout=SETTLE_TIMEOUT_S)

    def _schedule_timer(self, record: Any, callback: Any, args: Any, schedule_context: Any) -> None:
        """Leave out the fallback on the computer's clock."""

    def dump(self) -> bytes:
        """Return the servers, members and messages, to be loaded by `restore` later."""
        state = {key: value for key, value in vars(self.backend).items() if key not in _UNSAVED}
        return pickle.dumps(state)

    def restore(self, dumped: bytes) -> None:
        """Load what `dump` returned, before the bot is started.

        Raises an exception of any type when it was dumped by another version of simcord.
        """
        vars(self.backend).update(pickle.loads(dumped))  # noqa: S301 - our own file
        self._guilds.extend(GuildHandle(self, guild) for guild in self.backend.guilds.values())

    def get_members(self) -> dict[str, MemberActor]:
        """Return the guild's members by user name, without bots."""
        users = (self.get_user(one) for one in self.guild.member_ids())
        return {user.name: MemberActor(self, self.guild, user) for user in users if not user.bot}

    def get_user(self, user_id: int) -> UserHandle:
        """Return a user. Raises KeyError for an unknown id."""
        return UserHandle(self, self.backend.users[user_id])

    def list_member_messages(self, channel_id: int) -> list[tuple[str, Message]]:
        """Return the messages of people in a channel, newest first, with their author's name."""
        written = sorted(self.backend.messages.get(channel_id, {}).items(), reverse=True)
        authors = self.backend.users
        return [
            (authors[message.author_id].global_name or "", message)
            for _, message in written
            if message.content and not authors[message.author_id].bot
        ]

    async def kill_bot(self) -> None:
        """Cancel everything that the bot is doing, as the end of its process does."""
        self._begin_operation("kill_bot")
        try:
            await self._detach_bot()
        finally:
            self._end_operation()

    async def start_bot(self, bot: discord.Client) -> None:
        """Connect another bot in place of the killed one."""
        self._begin_operation("start_bot")
        try:
            await _attach_bot(self, bot)
        finally:
            self._end_operation()


class DemoPreview(Preview):
    """The page: acts on clicks one at a time, also on what it showed a moment ago."""

    def __init__(
        self,
        env: DemoEnv,
        channel: ChannelHandle,
        viewers: Sequence[MemberActor],
        port: int,
        key: str,
        assets: Mapping[str, tuple[str, bytes]],
    ) -> None:
        """Serve the page; `assets` are media types and contents by address."""
        super().__init__(
            env,
            channel,
            tuple(viewers),
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-US",
            timezone="UTC",
            presentation_time=None,
            assets=assets,
            port=port,
        )
        self.capability = key
        self.lock = asyncio.Lock()
        """Held by whatever moves the simulation: a click or an advance of the clock."""
        self._shown: dict[str, deque[tuple[int, dict[str, str]]]] = {}
        self._published_requests = 0

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self.lock:
            page = self._pages.get(context_id or "")
            if page is not None and self._is_still_meant(page, body):
                body = {**body, "published_revision": page.revision}
            return await super()._action(context_id, body)

    def _is_still_meant(self, page: Any, body: Mapping[str, Any]) -> bool:
        """Return whether an action on an earlier state of the page means the same on this one.

        A button counts as the same one when its custom id is, as on Discord.
        """
        if body.get("kind") not in _PRESSES:
            return True
        revision, key = body.get("published_revision"), body.get("control_key")
        shown = dict(self._shown.get(page.id, ())).get(revision if type(revision) is int else -1)
        now = dict(_iter_controls(page.snapshot))
        return shown is not None and key in now and shown.get(key) == now[key]

    def _publish(self, page: Any, *, reason: Any = "action") -> None:
        super()._publish(page, reason=reason)
        shown = self._shown.setdefault(page.id, deque(maxlen=KEPT_REVISIONS))
        shown.append((page.revision, dict(_iter_controls(page.snapshot))))

    async def refresh_if_changed(self) -> None:
        """Show what the bot has sent since the page was refreshed last."""
        # Relative times on the page are counted from here.
        self.capture_time = self.env.now()
        sent = len(self.env.http_requests)
        if sent != self._published_requests:
            await self.refresh()
            self._published_requests = sent
        for gone in self._shown.keys() - self._pages.keys():
            del self._shown[gone]

    def show_channel(self, channel: ChannelHandle, viewers: Sequence[Any]) -> None:
        """Turn every open page to another channel, with its viewer if that one may look."""
        self.channel, self.viewers = channel, tuple(viewers)
        for page in tuple(self._pages.values()):
            same = [one for one in viewers if one.id == page.viewer.id]
            page.viewer = (same or list(viewers))[0]
            assert can_access_channel(self.env, channel.id, page.viewer, history=True)
            page.channel_id = channel.id
            page.target_id = page.window_end_id = self._initial_target(page.viewer, channel.id)
            page.modal = page.modal_handle = page.navigation_cursor = None
            page.candidate_queries.clear()
            page.generation += 1
            self._publish(page, reason="navigation")

    async def use_message_command(self, name: str, message_id: int, user_id: int) -> None:
        """Use a command of the menu of a message as a viewer, and open the form it answers with."""
        member = next(one for one in self.viewers if one.id == user_id)
        stored = self.env.backend.get_message(self.channel.id, message_id)
        target = ResponseMessage(self.env, stored)
        result = await member.context_menu(self.channel, name, target)
        for page in tuple(self._pages.values()):
            if page.viewer.id == user_id and result.modal is not None:
                page.modal, page.modal_handle = result, f"m_{secrets.token_urlsafe(12)}"
                self._publish(page)


def _iter_controls(snapshot: Any) -> Iterator[tuple[str, str]]:
    """Yield the key and the custom id of every button and select in a snapshot."""
    if isinstance(snapshot, dict):
        table = cast(dict[str, Any], snapshot)
        if "control_key" in table and "custom_id" in table:
            yield str(table["control_key"]), str(table["custom_id"])
        inner = list(table.values())
    else:
        inner = cast(list[Any], snapshot) if isinstance(snapshot, list) else []
    for value in inner:
        yield from _iter_controls(value)
