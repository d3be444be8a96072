"""Which interactions were handled lately, so that one that is delivered again is not."""

from __future__ import annotations

from storage.database import Database


class HandledInteractions:
    """The ids of interactions; they contain their time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_since(self, oldest_id: int) -> list[int]:
        """Return the ids from `oldest_id` on, in ascending order."""
        rows = await self._database.fetch(
            "SELECT id FROM handled_interaction WHERE id >= ? ORDER BY id", (oldest_id,)
        )
        return [int(row[0]) for row in rows]

    async def record(self, interaction_id: int) -> None:
        """Record that an interaction is being handled."""
        await self._database.write(
            "INSERT INTO handled_interaction (id) VALUES (?) ON CONFLICT DO NOTHING",
            (interaction_id,),
        )

    async def delete_before(self, oldest_id: int) -> None:
        """Delete the ids below `oldest_id`."""
        await self._database.write("DELETE FROM handled_interaction WHERE id < ?", (oldest_id,))
