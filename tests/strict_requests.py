"""What the platform refuses and the simulation takes, by wrapping the bot's requests.

Sources: https://docs.discord.com/developers/topics/threads and .../topics/permissions.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
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
_LINK = re.compile(r"(?<!\\)\[(?P<label>(?:\\.|[^\[\]\\\n])*)\]\(<?https?://[^\s)]+\)")
_BAD_LABEL = re.compile(r"\\|https?://|[\[\]]|<a?:\w+:\d+>|[\U0001F000-\U0001FAFF\u2600-\u27BF]")


class StrictRequests:
    """Refuses edits in archived threads, locked threads, and private threads without the bot."""

    def __init__(self, env: simcord.Env, bot: FanBot) -> None:
        self._backend = env.backend
        self._forward: Callable[..., Awaitable[Any]] = bot.http.request
        bot.http.request = self._request

    async def _request(self, route: Any, **options: Any) -> Any:
        matched = _MESSAGES.fullmatch(route.url.partition("?")[0])
        channel = self._backend.channels.get(int(matched["channel"])) if matched else None
        if channel is not None and channel.is_thread:
            try:
                self._check_thread(channel, route.method)
            except BackendError as error:
                _raise_for(error)
        return await self._forward(route, **options)

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


def _iter_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _iter_strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _iter_strings(one))
