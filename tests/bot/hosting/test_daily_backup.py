"""The daily backup is made once a day, and its failure needs a person until one is made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.hosting.daily_backup import DailyBackup
from bot.instrumentation.concerns import Concerns, Subject
from bot.markdown import escape

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE lamp (id INTEGER)")
    return path


async def test_a_backup_that_fails_needs_a_person_until_one_is_made(database_path: Path) -> None:
    concerns = Concerns()
    backup = DailyBackup(database_path, 7, concerns)
    obstacle = database_path.parent / "backups"
    obstacle.write_text("no folder")

    assert await backup.make(NOW)
    fault, remedy = concerns.current[Subject.BACKUP]
    assert fault.startswith("Today's backup failed: ")
    assert escape(str(obstacle)) in fault
    assert remedy == "I try again every hour."

    obstacle.unlink()
    assert await backup.make(NOW + timedelta(hours=1))
    assert dict(concerns.current) == {}
    assert [path.name for path in obstacle.iterdir()] == ["bot-2026-03-14.sqlite3"]
