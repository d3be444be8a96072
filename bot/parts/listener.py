"""What features do when the part of this process is lost, and when it is there again."""

from __future__ import annotations

from typing import Protocol


class PartListener(Protocol):
    """What has state in memory that other processes may change while the part is lost."""

    def on_part_lost(self) -> None:
        """Stop, and leave everything as it is stored."""
        ...

    async def on_part_regained(self) -> None:
        """Go on from what is stored. Raises DatabaseError."""
        ...
