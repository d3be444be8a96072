"""Trivia with a PostgreSQL server on this computer, where one is installed."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.bench.trivia import measure_clicks, measure_concurrent_games, measure_restore
from tests.postgres import find_programs, open_cluster
from tests.world import ADDRESS


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
    return [(f"PostgreSQL: {name}", value) for name, value in rows]
