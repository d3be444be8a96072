"""What the platform refuses and the simulation takes, by wrapping the bot's requests.

Sources: https://docs.discord.com/developers/topics/threads, .../topics/permissions and
.../resources/guild-scheduled-event. Since February 2026 pins need PIN_MESSAGES, and events of one's
own CREATE_EVENTS; the simulation still asks for the permissions of before.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import simcord
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError, missing_access
from simcord.backend.models import Channel
from simcord.enums import ChannelType
from simcord.http.client import _raise_for
from simcord.types import HttpLogEntry

from bot.client import FanBot

_MESSAGES = re.compile(r".*/channels/(?P<channel>\d+)(?:/messages(?:/\d+)?)?")
_PINS = re.compile(r".*/channels/\d+/messages/pins/\d+")
_EVENTS = re.compile(r".*/guilds/(?P<guild>\d+)/scheduled-events(?:/\d+)?")
MAX_EVENTS = 100
"""Events of a guild that are not over."""
_LINK = re.compile(r"(?<!\\)\[(?P<label>(?:\\.|[^\[\]\\\n])*)\]\(<?https?://[^\s)]+\)")
_BAD_LABEL = re.compile(r"\\|https?://|[\[\]]|<a?:\w+:\d+>|[\U0001F000-\U0001FAFF\u2600-\u27BF]")
_ESCAPE = re.compile(r"\\[*_~|`<>#\[\]\-]|@\u200b")


class StrictRequests:
    """Refuses what the platform refuses in threads, for pins and for scheduled events."""

    def __init__(self, env: simcord.Env, bot: FanBot) -> None:
        self._backend = env.backend
        self._forward: Callable[..., Awaitable[Any]] = bot.http.request
        self._require: Callable[..., None] = env.backend.require_permissions
        self._asked_for = ContextVar[dict[str, str] | None]("permissions", default=None)
        """The permissions to ask for, by those that the simulation asks for."""
        bot.http.request = self._request
        env.backend.require_permissions = self._require_permissions

    async def _request(self, route: Any, **options: Any) -> Any:
        path = route.url.partition("?")[0]
        matched = _MESSAGES.fullmatch(path)
        channel = self._backend.channels.get(int(matched["channel"])) if matched else None
        try:
            if channel is not None and channel.is_thread:
                self._check_thread(channel, route.method)
            if (events := _EVENTS.fullmatch(path)) and route.method == "POST":
                self._check_new_event(int(events["guild"]), options["json"])
        except BackendError as error:
            _raise_for(error)
        asked_for = {"manage_messages": "pin_messages"} if _PINS.fullmatch(path) else {}
        with self._ask_for({"manage_events": "create_events", **asked_for}):
            return await self._forward(route, **options)

    @contextmanager
    def _ask_for(self, permissions: dict[str, str]) -> Generator[None]:
        token = self._asked_for.set(permissions)
        try:
            yield
        finally:
            self._asked_for.reset(token)

    def _require_permissions(
        self, guild_id: int | None, user_id: int, channel_id: int | None, *names: str
    ) -> None:
        asked_for = self._asked_for.get() or {}
        self._require(guild_id, user_id, channel_id, *(asked_for.get(one, one) for one in names))

    def _check_new_event(self, guild_id: int, body: dict[str, Any]) -> None:
        """Raise the platform's error for an event that it would not create."""
        guild, now = self._backend.get_guild(guild_id), self._backend.clock.now()
        starts_at, ends_at = (
            datetime.fromisoformat(body[f"scheduled_{name}_time"]) for name in ("start", "end")
        )
        if not now < starts_at < ends_at:
            raise BackendError(400, 50035, "Invalid Form Body: cannot schedule event in the past")
        if sum(event.status in (1, 2) for event in guild.scheduled_events.values()) >= MAX_EVENTS:
            raise BackendError(400, 30038, "Maximum number of guild scheduled events reached")

    def _check_thread(self, thread: Channel, method: str) -> None:
        """Raise the platform's error, or reopen an archived thread that a message is sent to."""
        bot_id = self._backend.bot_user.id
        is_private = thread.type == ChannelType.PRIVATE_THREAD
        if is_private and not channel_accessible(self._backend, thread.id, bot_id):
            raise missing_access()
        state = thread.thread_metadata
        assert state is not None, "it is a thread"
        assert thread.guild_id is not None, "threads are in guilds"
        granted = self._backend.compute_permissions(thread.guild_id, bot_id, thread.parent_id)
        may_manage = granted & (1 << 34) or granted & (1 << 3)
        if method == "PATCH" and state.archived:
            raise BackendError(400, 50083, "Thread is archived")
        if method == "POST" and state.locked and not may_manage:
            raise BackendError(403, 160005, "Thread is locked")
        if method == "POST" and state.archived:
            self._backend.edit_channel(thread.id, {}, thread_metadata={"archived": False})


def assert_plain_labels(requests: Sequence[HttpLogEntry]) -> None:
    """Raise AssertionError for a link that the apps would show as raw text.

    They show a label as it is written: escapes stay visible, and one with an address, an emoji or
    a bracket is no link at all.
    """
    for request in requests:
        for text in _iter_strings(request.json):
            for link in _LINK.finditer(text):
                assert not _BAD_LABEL.search(link["label"]), link[0]


def assert_unescaped_controls(requests: Sequence[HttpLogEntry]) -> None:
    """Raise AssertionError for a control or a choice with an escape: there the apps show it."""
    for request in requests:
        for text in _iter_control_texts(request.json):
            assert not _ESCAPE.search(text), text


def _iter_control_texts(value: Any) -> Iterator[str]:
    """Yield the texts of buttons, selects, forms and suggestions, in which markdown is not read."""
    if isinstance(value, dict):
        keys = {"label", "placeholder"}
        keys |= {"title"} if "custom_id" in value else set()
        keys |= {"name"} if {"name", "value"} <= value.keys() else set()
        yield from (value[key] for key in keys if isinstance(value.get(key), str))
    nested = value.values() if isinstance(value, dict) else value
    if isinstance(nested, Iterable) and not isinstance(nested, str | bytes):
        yield from (text for one in nested for text in _iter_control_texts(one))


def _iter_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _iter_strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _iter_strings(one))
