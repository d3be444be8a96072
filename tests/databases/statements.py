"""Has PostgreSQL plan every statement that repositories run on SQLite in any test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.engines.location import PostgresUrl
from storage.engines.postgres.session import register_types
from storage.engines.postgres.translation import translate_placeholders
from storage.engines.sqlite import SqliteDatabase, SqliteTransaction
from storage.engines.text_search import SQLITE_SEARCH

STORAGE = Path(__file__).parents[2] / "storage"
_SHARED = frozenset(
    str(path)
    for path in STORAGE.rglob("*.py")
    if "engines" not in path.parts and path.name not in {"database.py", "migrate.py"}
)
"""The modules whose statements are for both engines."""


class StatementCheck:
    """Statements with the types of their parameters, each of which is planned once."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, tuple[type, ...]]] = set()
        self._pending: list[tuple[str, Any]] = []

    @property
    def has_pending(self) -> bool:
        return bool(self._pending)

    @property
    def count(self) -> int:
        return len(self._seen)

    def record(self, patch: pytest.MonkeyPatch) -> None:
        """Note from now on what the repositories run."""
        for owner, name in (
            (SqliteDatabase, "fetch"),
            (SqliteDatabase, "write"),
            (SqliteTransaction, "fetch"),
            (SqliteTransaction, "execute_many"),
        ):
            patch.setattr(owner, name, self._wrap(getattr(owner, name), name == "execute_many"))

    def plan(self, url: PostgresUrl) -> list[str]:
        """Plan what has not been planned, and return a line for each statement that is refused."""
        refused: list[str] = []
        with psycopg.connect(url.secret_text, autocommit=True) as connection:
            register_types(connection.adapters)
            for sql, parameters in self._pending:
                statement = f"EXPLAIN {translate_placeholders(sql)}"
                try:
                    connection.execute(statement.encode(), parameters)
                except psycopg.Error as error:
                    refused.append(f"{' '.join(sql.split())}: {error.diag.message_primary}")
        self._pending.clear()
        return refused

    def _wrap(self, run: Callable[..., Any], is_many: bool) -> Callable[..., Any]:
        def note_and_run(target: Any, sql: str, parameters: Any = ()) -> Any:
            is_shared = sys._getframe(1).f_code.co_filename in _SHARED
            if is_shared and SQLITE_SEARCH.condition not in sql:
                for one in parameters if is_many else (parameters,):
                    self._note(sql, one)
            return run(target, sql, parameters)

        return note_and_run

    def _note(self, sql: str, parameters: Sequence[Any] | dict[str, Any]) -> None:
        values = parameters.values() if isinstance(parameters, dict) else parameters
        key = (sql, tuple(map(type, values)))
        if key not in self._seen:
            self._seen.add(key)
            self._pending.append((sql, parameters))
