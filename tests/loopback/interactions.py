"""Commands and clicks of members, and what becomes of the answers.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding: an interaction
is answered once, within three seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.channels import EPHEMERAL, UNKNOWN_MESSAGE, Channels, Refusal
from tests.loopback.gateway import Gateway
from tests.loopback.objects import (
    APPLICATION_ID,
    CHANNEL_ID,
    EVERYTHING,
    GUILD_ID,
    build_user,
    read_text,
)

UNKNOWN_INTERACTION = Refusal(404, 10062, "Unknown interaction")
ALREADY_ANSWERED = Refusal(400, 40060, "Interaction has already been acknowledged.")
MEMBER_ID = 7_000_001
_MESSAGE, _DEFERRED, _DEFERRED_UPDATE, _UPDATE = 4, 5, 6, 7
"""Types of callbacks: a message, one that follows, a change that follows, and a change."""


@dataclass(eq=False)
class SentInteraction:
    """An interaction that was sent to the shard of its guild."""

    id: int
    guild_id: int
    channel_id: int
    member_id: int
    clicked: dict[str, Any] | None = None
    """The message whose button was clicked, None for a command."""
    sent_at: float = field(default_factory=time.monotonic)
    answered_by: str | None = None
    """The process whose answer was taken, None before one."""
    original: dict[str, Any] | None = None
    """The message that was the answer, None without one."""
    texts: list[str] = field(default_factory=list[str])
    """What was answered, the first first."""
    answers: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The messages of these answers, also private ones."""
    _has_text: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_for_text(self, seconds: float) -> str | None:
        """Return the first answer that has words, None when none comes in time."""
        try:
            await asyncio.wait_for(self._has_text.wait(), seconds)
        except TimeoutError:
            return None
        return self.texts[0]

    def add_text(self, message: dict[str, Any]) -> None:
        """Note what the member reads."""
        self.texts.append(read_text(message))
        self.answers.append(message)
        self._has_text.set()


@dataclass
class Interactions(Channels, Gateway):
    """Sends interactions, and takes one answer to each."""

    answer_s: float | None = None
    """Seconds for the first answer, None for any time; Discord has 3."""
    interactions: dict[int, SentInteraction] = field(default_factory=dict[int, SentInteraction])
    second_answers: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """The interactions that were answered again, and by which process."""

    async def use_command(
        self,
        name: str,
        interaction_id: int,
        *,
        guild_id: int = GUILD_ID,
        channel_id: int = CHANNEL_ID,
        member_id: int = MEMBER_ID,
        options: Sequence[dict[str, Any]] = (),
    ) -> SentInteraction:
        """Send a slash command of a member."""
        sent = SentInteraction(interaction_id, guild_id, channel_id, member_id)
        data = {"id": "9000001", "name": name, "type": 1, "options": list(options)}
        await self._send_interaction(sent, 2, data)
        return sent

    async def click(
        self, message: dict[str, Any], custom_id: str, interaction_id: int, member_id: int
    ) -> SentInteraction:
        """Send a member's click on a button of a message in a guild."""
        channel_id = int(message["channel_id"])
        channel = self.find_channel(channel_id)
        assert channel is not None, "it is a channel of a guild"
        sent = SentInteraction(
            interaction_id, int(channel["guild_id"]), channel_id, member_id, message
        )
        data = {"component_type": 2, "custom_id": custom_id}
        await self._send_interaction(sent, 3, data, message=message)
        return sent

    async def _send_interaction(
        self, sent: SentInteraction, kind: int, data: dict[str, Any], **more: Any
    ) -> None:
        self.interactions[sent.id] = sent
        guild = self.get_guild(sent.guild_id) or self.guild
        user = build_user(sent.member_id, f"member-{sent.member_id}")
        event = {
            "id": str(sent.id),
            "application_id": str(APPLICATION_ID),
            "type": kind,
            "token": f"token-{sent.id}",
            "version": 1,
            "guild_id": str(sent.guild_id),
            "channel_id": str(sent.channel_id),
            "channel": self.find_channel(sent.channel_id),
            "member": {**guild["members"][0], "user": user, "permissions": EVERYTHING},
            "locale": "en-US",
            "guild_locale": "en-US",
            "app_permissions": EVERYTHING,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            "data": data,
            **more,
        }
        await self.send_to_guild("INTERACTION_CREATE", sent.guild_id, event)

    def answer_callback(self, path: str, body: Any, sender: str) -> Any:
        """Take the first answer to an interaction."""
        number = int(path.split("/")[2])
        sent = self.interactions.get(number)
        if sent is None:
            return {"interaction": {"id": str(number), "type": 2}}
        if sent.answered_by is not None:
            self.second_answers.append((number, sender))
            return ALREADY_ANSWERED
        if self.answer_s is not None and time.monotonic() - sent.sent_at > self.answer_s:
            return UNKNOWN_INTERACTION
        sent.answered_by = sender
        return self._take_answer(sent, body or {})

    def _take_answer(self, sent: SentInteraction, body: dict[str, Any]) -> dict[str, Any]:
        kind, data = body.get("type", _MESSAGE), body.get("data") or {}
        answer: dict[str, Any] = {"interaction": {"id": str(sent.id), "type": 2}}
        if kind == _UPDATE and sent.clicked is not None:
            sent.original = self.edit_message(sent.clicked, data)
        elif kind == _MESSAGE:
            sent.original = self.add_message(sent.channel_id, data)
        elif kind == _DEFERRED:
            # It is in no history before it says something.
            sent.original = self.add_message(sent.channel_id, {"flags": EPHEMERAL})
            return answer
        elif kind == _DEFERRED_UPDATE:
            sent.original = sent.clicked
            return answer
        if sent.original is not None:
            answer["interaction"]["response_message_id"] = sent.original["id"]
            answer["resource"] = {"type": kind, "message": sent.original}
            sent.add_text(sent.original)
        return answer

    def answer_webhook(self, method: str, path: str, body: Any) -> Any:
        """Answer what follows the first answer: `/webhooks/APPLICATION/TOKEN` and below."""
        _, _, _, token, *rest = path.split("/")
        sent = self.interactions.get(int(token.removeprefix("token-")))
        if sent is None:
            return UNKNOWN_INTERACTION
        if not rest:
            followup = self.add_message(sent.channel_id, body)
            sent.add_text(followup)
            return followup
        if sent.original is None:
            return UNKNOWN_MESSAGE
        if method == "DELETE":
            self.messages.get(sent.channel_id, {}).pop(int(sent.original["id"]), None)
            sent.original = None
            return {}
        if method == "PATCH":
            self.edit_message(sent.original, body)
            sent.add_text(sent.original)
        return sent.original
