"""Objects as Discord's API has them, and the ids of those that every server of the tests has."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from aiohttp import web

APPLICATION_ID = 4_000_000
GUILD_ID = 5_000_000
CHANNEL_ID = 6_000_000
OWNER_ID = 7_000_000
EVERYTHING = str((1 << 53) - 1)
PLAIN_PERMISSIONS = str(0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000 | 0x4000000000)
"""View, send, embed, attach, read the history, and send in threads."""
_EPOCH_MS = 1_420_070_400_000
_numbers = count()


def make_id() -> int:
    """Return an id that tells when it was made, greater than all before it."""
    milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
    return milliseconds << 22 | next(_numbers) % (1 << 22)


def build_answer(body: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """Build an answer as the API gives it: its media type names no character set."""
    content_type = {"Content-Type": "application/json"}
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={**(headers or {}), **content_type}
    )


def build_role(role_id: int, name: str, permissions: str = PLAIN_PERMISSIONS) -> dict[str, Any]:
    """Build a role as the API has it."""
    return {
        "id": str(role_id),
        "name": name,
        "permissions": permissions,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def build_channel(channel_id: int, name: str, **changes: Any) -> dict[str, Any]:
    """Build a text channel as the API has it."""
    return {
        "id": str(channel_id),
        "guild_id": str(GUILD_ID),
        "name": name,
        "type": 0,
        "position": 0,
        "flags": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "topic": None,
        "last_message_id": None,
        **changes,
    }


def build_user(user_id: int, name: str) -> dict[str, Any]:
    """Build a person as the API has them."""
    return {**SELF, "id": str(user_id), "username": name, "bot": False}


def build_guild(
    guild_id: int, name: str, roles: list[dict[str, Any]], channels: list[dict[str, Any]]
) -> dict[str, Any]:
    """Build a guild that the bot is in, as the event of its creation has it."""
    me = {
        "user": SELF,
        "roles": [role["id"] for role in roles[1:]],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    empty = (
        *("emojis", "stickers", "features", "threads", "voice_states", "presences"),
        *("stage_instances", "guild_scheduled_events", "soundboard_sounds"),
    )
    return {
        "id": str(guild_id),
        "name": name,
        "owner_id": str(OWNER_ID),
        "roles": roles,
        "channels": channels,
        "members": [me],
        "member_count": 3,
        **{key: [] for key in empty},
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "afk_timeout": 300,
    }


def iter_components(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every component, those within others too."""
    for component in components:
        yield component
        yield from iter_components(component.get("components", []))


def read_text(message: dict[str, Any]) -> str:
    """Return what a member reads in a message."""
    texts = [one["content"] for one in iter_components(message["components"]) if "content" in one]
    return "\n".join(filter(None, (message["content"], *texts)))


SELF: dict[str, Any] = {
    "id": str(APPLICATION_ID),
    "username": "fan-bot",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "bot": True,
    "flags": 0,
}
EMOJI: dict[str, Any] = {
    "roles": [],
    "user": SELF,
    "require_colons": True,
    "managed": False,
    "animated": False,
    "available": True,
}
APPLICATION: dict[str, Any] = {
    "id": str(APPLICATION_ID),
    "name": "fan-bot",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "00",
    "flags": 1 << 19,
    "owner": {**SELF, "id": str(OWNER_ID), "username": "owner", "bot": False},
    "team": None,
    "integration_types_config": {
        "0": {
            "oauth2_install_params": {
                "scopes": ["applications.commands", "bot"],
                "permissions": PLAIN_PERMISSIONS,
            }
        }
    },
}
SESSION_STARTS = {
    "total": 1_000,
    "remaining": 950,
    "reset_after": 3_600_000,
    "max_concurrency": 1,
}
