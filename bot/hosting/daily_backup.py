"""Copies the database once a day while the bot runs."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.instrumentation.concerns import Concerns, Subject
from bot.markdown import escape
from storage.backups.rotation import back_up_daily
from storage.errors import StorageError

log = logging.getLogger(__name__)

INTERVAL = timedelta(hours=1)
"""How often to look whether the day has its copy; one that failed is tried again then."""


class DailyBackup:
    """Keeps the copies of the newest `kept` days beside a database file."""

    def __init__(self, database_path: Path, kept: int, concerns: Concerns) -> None:
        self._database_path = database_path
        self._kept = kept
        self._concerns = concerns

    async def make(self, now: datetime) -> bool:
        """Copy the database unless this day, in UTC, has a copy; return True, as a done job."""
        day = now.astimezone(UTC).date()
        try:
            made = await asyncio.to_thread(back_up_daily, self._database_path, day, self._kept)
        except StorageError as error:
            log.error("today's backup failed, and I try again in an hour: %s", error)
            self._concerns.raise_concern(
                Subject.BACKUP,
                f"Today's backup failed: {escape(str(error))}",
                "I try again every hour.",
            )
        else:
            self._concerns.clear(Subject.BACKUP)
            if made is not None:
                log.info("today's backup is in %s", made)
        return True
