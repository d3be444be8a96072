"""Whether a database server can be reached, is of a fit version, and keeps the same time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.doctor.check_results import CheckResult, broken, good, judge_database_version, warning
from storage.engines.location import PostgresUrl
from storage.engines.opening import load_postgres_engine
from storage.errors import DatabaseError, StorageError

if TYPE_CHECKING:
    from storage.engines.postgres.inspection import PartHolding

MEGABYTE = 1_000_000
MAX_OFFSET_S = 30.0
"""The clock of a server that is further off leads to posts that are sent twice."""
NOTED_OFFSET_S = 5.0


def check_database_server(url: PostgresUrl) -> Iterator[CheckResult]:
    """Yield a row for each thing about the database at `url`."""
    try:
        load_postgres_engine()
        # Imported late: its driver may not be installed.
        from storage.engines.postgres.inspection import inspect_server

        found = inspect_server(url)
    except StorageError as error:
        yield broken("database", str(error))
        return
    except DatabaseError as error:
        yield broken("database", f"I can't reach {url}: {error}.", "Start it, or fix BOT_DATABASE.")
        return
    yield _judge_damage(url, found.damage, found.bytes)
    yield _judge_server_version(found.server_version)
    yield judge_database_version(
        found.version, found.pending, found.newest_known, found.needed_version
    )
    yield _judge_clock(found.clock_offset)
    yield judge_parts(found.parts)


def _judge_damage(url: PostgresUrl, damage: tuple[str, ...], size: int) -> CheckResult:
    if damage:
        return broken(
            "database",
            f"{url} is damaged: {'; '.join(damage)}.",
            "Run REINDEX, or restore your newest backup.",
        )
    return good("database", f"{url} answers, and knows of no damage ({size / MEGABYTE:,.1f} MB).")


def _judge_server_version(version: str) -> CheckResult:
    if int(version.partition(".")[0]) < 15:
        return broken("server version", f"It is PostgreSQL {version}.", "Use version 15 or newer.")
    return good("server version", f"It is PostgreSQL {version}.")


def _judge_clock(offset: float) -> CheckResult:
    text = f"The server's clock is {abs(offset):.1f} s {'ahead' if offset > 0 else 'behind'}."
    remedy = "Have both computers set their clocks from the network (NTP)."
    if abs(offset) > MAX_OFFSET_S:
        return broken("server clock", text, remedy)
    if abs(offset) > NOTED_OFFSET_S:
        return warning("server clock", text, remedy)
    return good("server clock", "The server's clock and this one agree.")


def judge_parts(parts: PartHolding) -> CheckResult:
    """Return which processes of the bot run, and whether each part of the shards has one."""
    standbys = f"; {parts.standby_count} more stand by" if parts.standby_count else ""
    if not parts.holders:
        return good("parts", f"No process of the bot runs{standbys}.")
    missing = [str(part + 1) for part in range(parts.part_count) if part not in parts.holders]
    held = ", ".join(parts.holders.values())
    text = f"{len(parts.holders)} of {parts.part_count} parts are held: {held}{standbys}."
    if missing:
        return warning(
            "parts",
            f"{text} No process has part {', '.join(missing)}, and its servers get no answers.",
            "Start another process of the bot.",
        )
    return good("parts", text)
