"""Trivia with a PostgreSQL server on this computer, where one is installed, and the move to it."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from storage.engines.opening import open_database
from storage.transfer import copy_database
from tests.bench.clicks import measure_clicks
from tests.bench.trivia import measure_concurrent_games, measure_restore
from tests.postgres import Cluster, find_programs, open_cluster
from tests.world import ADDRESS

ROUNDS = 48_000
ANSWERS = 20
"""To each round: a million rows in all."""
_FILL = """
WITH RECURSIVE game (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM game WHERE id < {rounds})
    INSERT INTO trivia_round (game_id, turn, audience_id, channel_id, question, topic, body,
        settled_at)
    SELECT id, 1, id % 1000, id % 1000, 'question.' || id % 300, 'cast',
        '{{"text": "' || hex(randomblob(100)) || '"}}', 1700000000 + id FROM game;
WITH RECURSIVE member (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM member WHERE id < {answers})
    INSERT INTO trivia_answer (game_id, turn, member_id, audience_id, question, given, is_right,
        points, seconds, settled_at)
    SELECT r.game_id, 1, 7000000 + member.id, r.audience_id, r.question, 'Ida Holm', 1, 100, 2.5,
        r.settled_at FROM trivia_round r, member;
"""


async def measure() -> list[tuple[str, str]]:
    """Rows of name and value."""
    programs = find_programs()
    if programs is None:
        return [("PostgreSQL", "not installed, so not measured")]
    rows: list[tuple[str, str]] = []
    with open_cluster(programs, is_durable=True) as cluster:
        for part in (measure_clicks, measure_concurrent_games, measure_restore):
            with cluster.create_database() as url, tempfile.TemporaryDirectory() as folder:
                (Path(folder) / ADDRESS).write_text(url.secret_text)
                rows += await part(Path(folder))
                await asyncio.sleep(0)
        with tempfile.TemporaryDirectory() as folder:
            rows += await _measure_copies(Path(folder), cluster)
    return [(f"PostgreSQL: {name}", value) for name, value in rows]


async def _measure_copies(folder: Path, cluster: Cluster) -> list[tuple[str, str]]:
    """Copy a million rows to the server, and back into another file."""
    source = folder / "bot.sqlite3"
    await (await open_database(source)).close()
    with closing(sqlite3.connect(source)) as connection, connection:
        connection.executescript(_FILL.format(rounds=ROUNDS, answers=ANSWERS))
    rows: list[tuple[str, str]] = []
    with cluster.create_database(is_empty=True) as url:
        for name, origin, target in (
            ("to the server", source, url),
            ("back into a file", url, folder / "back.sqlite3"),
        ):
            began = time.perf_counter()
            counts = await copy_database(origin, target)
            took = time.perf_counter() - began
            rows.append((f"copy: {sum(counts.values()):,} rows {name}", f"{took:.1f} s"))
    return rows
