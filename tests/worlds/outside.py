"""A guild that has not added the bot, and a conversation of others, as the platform tells of them.

People use the bot there who have installed it for themselves: it gets their interactions and
nothing else.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from tests.world import World

ONLY_ANSWERS = ("/interactions/", "/webhooks/")
"""What the paths of requests begin with that an application may make where it is not."""
GROUP_CHANNEL_ID = 700_000_000_000_000_007
PRIVATE_CHANNEL_CONTEXT = 2


class OutsideGuild:
    """A guild with two members and a channel, of which the bot was never told."""

    def __init__(self, world: World, *, allows_public_answers: bool = True) -> None:
        self.world = world
        with self._untold():
            self.guild = world.env.create_guild("Elsewhere")
            self.channel: ChannelHandle = self.guild.create_text_channel("lounge")
            self.dana, self.erin = (
                self.guild.add_member(world.env.create_user(name)) for name in ("dana", "erin")
            )
            self.allow(use_external_apps=allows_public_answers)
        self._complete_interactions()
        self._first_request = len(world.env.http_requests)

    @contextmanager
    def _untold(self) -> Generator[None]:
        """Keep what happens inside the block from the bot."""
        backend: Any = self.world.env.backend
        backend.emit = lambda _event, _payload: None
        try:
            yield
        finally:
            del backend.emit

    def allow(self, **permissions: bool) -> None:
        """Allow everyone there these permissions, or deny them."""
        everyone = self.guild.default_role
        allowed = discord.Permissions(everyone._role.permissions)
        allowed.update(**permissions)
        self.world.env.backend.edit_role(self.guild.id, everyone.id, {"permissions": allowed.value})

    def _complete_interactions(self) -> None:
        """Tell the bot of an interaction what the platform tells an application from outside."""
        backend: Any = self.world.env.backend
        emit = backend.emit
        guild = {"id": str(self.guild.id), "locale": "en-US", "features": []}

        def emit_completed(event: str, payload: Mapping[str, Any]) -> None:
            if payload.get("guild_id") != guild["id"]:
                emit(event, payload)
            elif event == "INTERACTION_CREATE":
                owners = {"1": payload["member"]["user"]["id"]}
                emit(event, {**payload, "guild": guild, "authorizing_integration_owners": owners})

        backend.emit = emit_completed

    def assert_only_answered(self) -> None:
        """Raise AssertionError for a request that the platform refuses where the bot is not."""
        sent = self.world.env.http_requests[self._first_request :]
        paths = [one.path for one in sent]
        assert paths, "it answered"
        assert [one for one in paths if not one.startswith(ONLY_ANSWERS)] == []


def move_to_conversation_of_others(world: World, person: MemberActor) -> None:
    """Let what a person does in direct messages take place in a group the bot is not in."""
    backend: Any = world.env.backend
    emit = backend.emit
    group = {
        "id": str(GROUP_CHANNEL_ID),
        "type": discord.ChannelType.group.value,
        "owner_id": str(person.id),
        "name": "Movie night",
        "icon": None,
        "recipients": [],
    }

    def emit_moved(event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE" and "user" in payload:
            payload = {
                **payload,
                "channel": group,
                "channel_id": group["id"],
                "context": PRIVATE_CHANNEL_CONTEXT,
                "authorizing_integration_owners": {"1": payload["user"]["id"]},
            }
        emit(event, payload)

    backend.emit = emit_moved
