"""The messages of channels, each nonce of which makes one message for a while.

Source: https://docs.discord.com/developers/resources/message#create-message, on `enforce_nonce`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from tests.loopback.guilds import Guilds
from tests.loopback.objects import SELF, iter_components, make_id

EPHEMERAL = 64
NEW_CHANNEL = 3_000_000
"""Added to a member's id, it is the id of their direct messages."""


class Refusal(NamedTuple):
    """An error of the API: its status, its code and its text."""

    status: int
    code: int
    text: str


UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")


class SentNonce(NamedTuple):
    """A request that posts a message under a nonce."""

    at: float
    """Monotonic time in seconds."""
    sender: str
    channel_id: int
    nonce: str
    message_id: int
    is_new: bool
    """Whether it made a message, and not returned one."""


@dataclass
class Channels(Guilds):
    """The messages by channel and id, and what is called when one is made or changed."""

    nonce_s: float = 180.0
    """Seconds for which a repeated nonce returns the first message."""
    messages: dict[int, dict[int, dict[str, Any]]] = field(
        default_factory=dict[int, dict[int, dict[str, Any]]]
    )
    nonces: list[SentNonce] = field(default_factory=list[SentNonce])
    on_message: Callable[[dict[str, Any]], object] | None = None
    """Called with each message that is made or edited, but for those one member sees."""
    _by_nonce: dict[tuple[int, str], tuple[float, int]] = field(
        default_factory=dict[tuple[int, str], tuple[float, int]]
    )

    def answer_channel(self, method: str, path: str, query: Any, body: Any, sender: str) -> Any:
        """Answer a request below `/channels/`; a Refusal is an error of the API."""
        _, _, number, *rest = path.split("/")
        channel_id = int(number)
        if not self._has_channel(channel_id):
            return UNKNOWN_CHANNEL
        match method, rest:
            case "GET", []:
                return self.find_channel(channel_id)
            case "GET", ["messages"]:
                return self._list_messages(channel_id, query)
            case "POST", ["messages"]:
                return self._post(channel_id, body, sender)
            case _, ["messages", message_id]:
                return self._answer_message(method, channel_id, int(message_id), body)
            case _:
                return None

    def open_direct_messages(self, member_id: int) -> dict[str, Any]:
        """Return the channel of a member's direct messages."""
        channel_id = NEW_CHANNEL + member_id
        self.messages.setdefault(channel_id, {})
        member = {**SELF, "id": str(member_id), "username": f"member {member_id}", "bot": False}
        return {"id": str(channel_id), "type": 1, "recipients": [member], "last_message_id": None}

    def add_message(self, channel_id: int, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Make a message; one for a member alone is in no history."""
        message: dict[str, Any] = {
            "id": str(make_id()),
            "channel_id": str(channel_id),
            "author": SELF,
            "content": "",
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
            "components": [],
            **more,
        }
        _change(message, body)
        if not message["flags"] & EPHEMERAL:
            self.messages.setdefault(channel_id, {})[int(message["id"])] = message
            self._report(message)
        return message

    def edit_message(self, message: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Change a message."""
        _change(message, body)
        message["edited_timestamp"] = datetime.now(UTC).isoformat()
        if not message["flags"] & EPHEMERAL:
            self._report(message)
        return message

    def _report(self, message: dict[str, Any]) -> None:
        if self.on_message is not None:
            self.on_message(message)

    def _has_channel(self, channel_id: int) -> bool:
        return channel_id in self.messages or self.find_channel(channel_id) is not None

    def _list_messages(self, channel_id: int, query: Any) -> list[dict[str, Any]]:
        after, before = int(query.get("after", 0)), int(query.get("before", 1 << 63))
        found = [
            message
            for number, message in sorted(self.messages.get(channel_id, {}).items())
            if after < number < before
        ]
        limit = int(query.get("limit", 50))
        # The oldest ones after an id, else the newest; in each case the newest comes first.
        return list(reversed(found[:limit] if "after" in query else found[-limit:]))

    def _post(self, channel_id: int, body: Any, sender: str) -> Any:
        nonce, now = str(body.get("nonce") or ""), time.monotonic()
        is_enforced = nonce and body.get("enforce_nonce")
        known = self._by_nonce.get((channel_id, nonce)) if is_enforced else None
        if known is not None and now - known[0] < self.nonce_s:
            message = self.messages[channel_id].get(known[1])
            self.nonces.append(SentNonce(now, sender, channel_id, nonce, known[1], False))
            return message or UNKNOWN_MESSAGE
        message = self.add_message(channel_id, body, nonce=nonce)
        if is_enforced:
            number = int(message["id"])
            self._by_nonce[channel_id, nonce] = now, number
            self.nonces.append(SentNonce(now, sender, channel_id, nonce, number, True))
        return message

    def _answer_message(self, method: str, channel_id: int, number: int, body: Any) -> Any:
        message = self.messages.get(channel_id, {}).get(number)
        if message is None:
            return UNKNOWN_MESSAGE
        if method == "PATCH":
            return self.edit_message(message, body)
        if method == "DELETE":
            del self.messages[channel_id][number]
        return message


def _change(message: dict[str, Any], body: dict[str, Any]) -> None:
    for key in ("content", "flags", "components"):
        if body.get(key) is not None:
            message[key] = body[key]
    numbers = count(1)
    for component in iter_components(message["components"]):
        component.setdefault("id", next(numbers))
