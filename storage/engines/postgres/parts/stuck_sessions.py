"""Ends sessions of processes that have stopped, where the server's own timeouts do not.

Those begin when it is ready for the next statement. They do not hold while it waits for the rest of
a batch, or until a result is taken; and the request to flush with which the driver ends each
pipeline switches them off, until the next statement.
"""

from __future__ import annotations

import logging
import time

from storage.engines.postgres.parts import locks
from storage.engines.postgres.session import Session

log = logging.getLogger(__name__)


class StuckSessions:
    """What this process has seen of the sessions of others."""

    def __init__(self, lease_s: float) -> None:
        """Take the seconds for which a session may wait for its process."""
        self._lease_s = lease_s
        self._seen_since: dict[tuple[int, int, int], float] = {}
        """When each wait was first seen, by process id, its beginning, and that of the wait."""

    async def end(self, session: Session) -> None:
        """Look at the sessions, and end those that were seen in the same wait for a lease."""
        now, seen = time.monotonic(), self._seen_since
        waits = await locks.list_waits_for_client(session)
        self._seen_since = {wait: seen.get(wait, now) for wait in waits}
        for (pid, began_at, _), since in self._seen_since.items():
            if now - since >= self._lease_s:
                log.warning("session %d waits for a process that has stopped: I end it", pid)
                await locks.end_backend(session, (pid, began_at))
