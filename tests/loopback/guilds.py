"""The guilds that a bot is in: one whose roles and channels tests change, and others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.loopback.objects import (
    CHANNEL_ID,
    GUILD_ID,
    build_channel,
    build_guild,
    build_role,
)


@dataclass
class Guilds:
    """The guilds, with their channels."""

    roles: list[dict[str, Any]] = field(default_factory=lambda: [build_role(GUILD_ID, "@everyone")])
    channels: list[dict[str, Any]] = field(
        default_factory=lambda: [build_channel(CHANNEL_ID, "general")]
    )
    other_guilds: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    has_first_guild: bool = True
    """Whether the bot is in the guild of `roles` and `channels`."""

    @property
    def guild(self) -> dict[str, Any]:
        """The guild of `roles` and `channels`."""
        return build_guild(GUILD_ID, "Fans", self.roles, self.channels)

    @property
    def guilds(self) -> list[dict[str, Any]]:
        """Every guild."""
        return [*([self.guild] if self.has_first_guild else []), *self.other_guilds.values()]

    def get_guild(self, guild_id: int) -> dict[str, Any] | None:
        """Return a guild, None when the bot is not in it."""
        if guild_id == GUILD_ID and self.has_first_guild:
            return self.guild
        return self.other_guilds.get(guild_id)

    def add_guild(self, guild_id: int, channel_id: int) -> None:
        """Add a guild with one channel."""
        name = f"Fans {guild_id >> 22}"
        channel = build_channel(channel_id, "trivia", guild_id=str(guild_id))
        everyone = build_role(guild_id, "@everyone")
        self.other_guilds[guild_id] = build_guild(guild_id, name, [everyone], [channel])

    def find_channel(self, channel_id: int) -> dict[str, Any] | None:
        """Return a channel of any guild, None when there is none."""
        return next(
            (
                channel
                for guild in self.guilds
                for channel in guild["channels"]
                if channel["id"] == str(channel_id)
            ),
            None,
        )

    def answer_guild(self, path: str) -> Any:
        """Return what is below `/guilds/` at a path, None when there is nothing."""
        _, _, guild_id, *rest = path.split("/")
        guild = self.get_guild(int(guild_id)) if guild_id.isdecimal() else None
        if guild is None or not rest:
            return guild
        pages = {"channels": guild["channels"], "roles": guild["roles"]}
        if rest[0] == "members" and len(rest) > 1:
            return next((one for one in guild["members"] if one["user"]["id"] == rest[1]), None)
        return pages.get(rest[0])
