"""Writes to the database from time to time, to notice that it no longer takes writes."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.health.limits import HealthLimits
from bot.health.state import DatabaseState
from bot.hosting.data_place import get_owner_command
from bot.instrumentation.concerns import Concerns, Subject
from bot.markdown import Markdown, escape, format_code
from storage.database import Database
from storage.errors import DatabaseError, LockedError

log = logging.getLogger(__name__)


class DatabaseWatch:
    """Tests the database, and logs once when it fails and once when it works again."""

    def __init__(self, database: Database, limits: HealthLimits, concerns: Concerns) -> None:
        self._database = database
        self._limits = limits
        self._concerns = concerns
        self._is_reported = False
        self.state = DatabaseState(None, None, 0.0, "")

    async def run(self) -> None:
        """Test until cancelled."""
        while True:
            await self._probe()
            await asyncio.sleep(self._limits.database_probe)

    async def _probe(self) -> None:
        began = time.monotonic()
        self.state = self.state._replace(asked_at=began)
        try:
            await self._database.check_writable()
        except (DatabaseError, ValueError, OSError) as error:
            self.state = self.state._replace(asked_at=None, fault=str(error))
            self._report(f"cannot be written: {error}")
            self._concerns.raise_concern(
                Subject.DATABASE,
                f"I can't save anything: {escape(str(error))}.",
                _find_remedy(error),
            )
        else:
            self._concerns.clear(Subject.DATABASE)
            ended = time.monotonic()
            self.state = DatabaseState(None, ended, ended - began, "")
            if self._is_reported:
                self._is_reported = False
                log.warning("the database takes writes again")

    def look(self, now: float) -> bool:
        """Log a write that hangs; return whether only a new start helps.

        `now` is the monotonic time in seconds.
        """
        wait = 0.0 if self.state.asked_at is None else now - self.state.asked_at
        if wait >= self._limits.database_silence:
            self._report(f"has not answered for {wait:.0f} s")
        return wait >= self._limits.database_end

    def _report(self, fault: str) -> None:
        if not self._is_reported:
            self._is_reported = True
            log.error("the database %s %s", self._database.name, fault)


def _find_remedy(error: Exception) -> Markdown:
    """Return what an owner can do about a write that fails."""
    if isinstance(error, LockedError):
        return "Another program holds the database: close it."
    if "full" in str(error):
        return "Make room on the disk: I go on by myself then."
    return f"Run {format_code(f'{get_owner_command()} doctor')}: it looks for the cause."
