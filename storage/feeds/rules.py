"""Rules that reviewers have made about finds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.database import Database
from storage.epoch import from_epoch, to_epoch

MAX_RULES = 200
"""Rules of one guild; a further one replaces the oldest."""


class RuleKind(StrEnum):
    """What a rule says is not about the guild's work; the values are those in the database."""

    PEOPLE = "people"
    """Items that name only these people; the value is their match key."""
    STORY = "story"
    """Items that tell this story; the value is its hashed words."""


class FindRule(NamedTuple):
    """One rule of a guild."""

    guild_id: int
    number: int
    kind: RuleKind
    value: str
    label: str
    """The names of the people, or the title of the story."""
    made_at: datetime


class FindRules:
    """Repository of the rules about finds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_for_guild(self, guild_id: int) -> list[FindRule]:
        """Return a guild's rules, newest first."""
        rows = await self._database.fetch(
            "SELECT guild_id, number, kind, value, label, made_at FROM feed_rule"
            " WHERE guild_id = ? ORDER BY number DESC",
            (guild_id,),
        )
        return [
            FindRule(guild, number, RuleKind(kind), value, label, from_epoch(made_at))
            for guild, number, kind, value, label, made_at in rows
        ]

    async def add(
        self, guild_id: int, kind: RuleKind, value: str, label: str, made_at: datetime
    ) -> None:
        """Store a rule, unless the guild has it."""
        async with self._database.transaction() as transaction:
            await transaction.fetch(
                "INSERT INTO feed_rule (guild_id, number, kind, value, label, made_at)"
                " SELECT :guild, (SELECT coalesce(max(number), 0) + 1 FROM feed_rule"
                " WHERE guild_id = :guild), :kind, :value, :label, :at WHERE NOT EXISTS ("
                "SELECT 1 FROM feed_rule WHERE guild_id = :guild AND kind = :kind"
                " AND value = :value)",
                {
                    "guild": guild_id,
                    "kind": kind,
                    "value": value,
                    "label": label,
                    "at": to_epoch(made_at),
                },
            )
            await transaction.fetch(
                "DELETE FROM feed_rule WHERE guild_id = :guild AND number <= ("
                "SELECT max(number) - :most FROM feed_rule WHERE guild_id = :guild)",
                {"guild": guild_id, "most": MAX_RULES},
            )

    async def remove(self, guild_id: int, number: int) -> bool:
        """Take a rule back; False when the guild does not have it."""
        rows = await self._database.write(
            "DELETE FROM feed_rule WHERE guild_id = ? AND number = ? RETURNING number",
            (guild_id, number),
        )
        return bool(rows)
