"""How far this computer's clock is from the server's, which all processes have in common."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from storage.engines.postgres.session import Session
from storage.errors import StorageError

log = logging.getLogger(__name__)

NOTED_OFFSET_S, MAX_OFFSET_S = 5.0, 30.0
"""How far the clocks may differ before that is said, and before a start is refused."""
_QUERY = "SELECT CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"


class ClockOffset:
    """Compares this computer's clock with the server's, and logs once when they differ."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._is_noted = False

    async def measure(self, session: Session) -> float:
        """Return how many seconds this computer's clock is ahead of the server's at least.

        It is negative when the clock is behind, and 0 when the answer proves neither.
        """
        began_at = self._clock().timestamp()
        [(theirs,)] = await session.fetch(_QUERY)
        offset = max(began_at - theirs, 0.0) or min(self._clock().timestamp() - theirs, 0.0)
        is_off = abs(offset) > NOTED_OFFSET_S
        if is_off and not self._is_noted:
            log.warning(
                "this computer's clock is %s the database server's: set both from the network",
                _format_offset(offset),
            )
        self._is_noted = is_off
        return offset

    async def require_same_time(self, session: Session) -> None:
        """Raise StorageError when the clocks differ so much that posts would be sent twice."""
        offset = await self.measure(session)
        if abs(offset) > MAX_OFFSET_S:
            raise StorageError(
                f"This computer's clock is {_format_offset(offset)} the database server's, and "
                "processes that split the shards need the same time: set both clocks from the "
                "network (NTP)."
            )


def _format_offset(seconds: float) -> str:
    return f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'}"
