"""New databases of SQLite as copies of one that the program has made."""

from __future__ import annotations

import tempfile
from pathlib import Path

from storage.engines.location import DatabaseLocation
from storage.engines.opening import open_database

_templates: list[bytes] = []
"""The content of a file with today's schema and no rows, once it has been made."""


async def create_database(location: DatabaseLocation) -> None:
    """Write the file of a new database, unless it is there or `location` names a server.

    The bot that opens it has no migration to run, which would take longer than most tests.
    """
    if isinstance(location, Path) and not location.exists():
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_bytes(await _get_template())


async def _get_template() -> bytes:
    if not _templates:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "template.sqlite3"
            await (await open_database(path)).close()
            _templates.append(path.read_bytes())
    return _templates[0]
