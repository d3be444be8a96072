"""Puts a simulated Discord into the state that `platform.json` describes, with every id it had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simcord.backend import models, serializers

PLATFORM_FILE = Path(__file__).with_name("platform.json")
CONTROL_TYPES = frozenset({2, 3, 5, 6, 7, 8})
"""Component types that members use: buttons and selects."""


def read_platform() -> dict[str, Any]:
    """Return the recorded platform as plain JSON.

    Fields that are as the simulation would set them anyway are left out. `cards`, `open_forms` and
    `games` are notes for the tests: ids by name, and how each running game stood.
    """
    return json.loads(PLATFORM_FILE.read_text("utf-8"))


def restore_platform(backend: Any, recorded: dict[str, Any]) -> None:
    """Fill a fresh simulated platform; it is private to the library, which offers no way to."""
    backend.clock.advance(recorded["elapsed"] - backend.clock.elapsed)
    backend.users = {one["id"]: models.User(**one) for one in recorded["users"]}
    backend.application_id = recorded["application_id"]
    backend.bot_user = backend.users[recorded["bot_user_id"]]
    backend.guilds = {one["id"]: _build_guild(one) for one in recorded["guilds"]}
    backend.channels = {one["id"]: _build_channel(one) for one in recorded["channels"]}
    backend.dm_channels = {int(user): channel for user, channel in recorded["dm_channels"].items()}
    backend.messages = {channel_id: {} for channel_id in backend.channels}
    for one in recorded["messages"]:
        message = _build_message(backend, one)
        backend.messages[message.channel_id][message.id] = message
    for one in recorded["forms"]:
        _restore_form(backend, one)
    backend._sequences = {int(at): last for at, last in recorded["sequence"].items()}
    backend._reserved_ids |= _list_ids(backend)


def iter_controls(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Iterate over every button and select on a card, top to bottom."""
    for component in components:
        if component.get("type") in CONTROL_TYPES and component.get("custom_id"):
            yield component
        yield from iter_controls(component.get("components", []))


def _build_guild(recorded: dict[str, Any]) -> models.Guild:
    fields = dict(recorded)
    fields["roles"] = {one["id"]: models.Role(**one) for one in recorded["roles"]}
    fields["members"] = {one["user_id"]: models.Member(**one) for one in recorded["members"]}
    return models.Guild(**fields)


def _build_channel(recorded: dict[str, Any]) -> models.Channel:
    fields = dict(recorded)
    fields["overwrites"] = [models.Overwrite(**one) for one in recorded.get("overwrites", ())]
    return models.Channel(**fields)


def _build_message(backend: Any, recorded: dict[str, Any]) -> models.Message:
    fields = dict(recorded)
    invoked = fields.pop("invoked", None)
    if invoked is not None:
        user = serializers.user_payload(backend.users[invoked["user_id"]])
        fields["interaction_metadata"] = {
            "id": invoked["id"],
            "type": invoked["type"],
            "user": dict(user),
            "authorizing_integration_owners": {},
        }
    return models.Message(**fields)


def _restore_form(backend: Any, recorded: dict[str, Any]) -> None:
    interaction = models.Interaction(**recorded)
    interaction.show_modal(recorded["modal"])
    backend.interactions[interaction.id] = interaction
    backend.interaction_tokens[interaction.token] = interaction.id


def _list_ids(backend: Any) -> set[int]:
    return {
        backend.application_id,
        *backend.users,
        *backend.guilds,
        *backend.channels,
        *backend.interactions,
        *(role_id for guild in backend.guilds.values() for role_id in guild.roles),
        *(message_id for messages in backend.messages.values() for message_id in messages),
    }
