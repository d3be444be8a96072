"""Remembers which command definitions the platform was last given."""

from __future__ import annotations

from storage.database import Database

GLOBAL_SCOPE = 0


class CommandSyncs:
    """Digests by application and scope; a scope is a server's id, or `GLOBAL_SCOPE`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_digests(self, application_id: int) -> dict[int, str]:
        """The digest of every scope that was synced, by scope."""
        rows = await self._database.fetch(
            "SELECT guild_id, digest FROM command_sync WHERE application_id = ?", (application_id,)
        )
        return {int(scope): str(digest) for scope, digest in rows}

    async def save_digest(self, application_id: int, scope: int, digest: str) -> None:
        """Note that the platform now has the definitions with this digest."""
        await self._database.write(
            "INSERT INTO command_sync (application_id, guild_id, digest) VALUES (?, ?, ?)"
            " ON CONFLICT (application_id, guild_id) DO UPDATE SET digest = excluded.digest",
            (application_id, scope, digest),
        )

    async def delete_digest(self, application_id: int, scope: int) -> None:
        """Note that the platform has no definitions in this scope any more."""
        await self._database.write(
            "DELETE FROM command_sync WHERE application_id = ? AND guild_id = ?",
            (application_id, scope),
        )
