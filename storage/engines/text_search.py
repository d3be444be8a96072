"""Full-text search, the one part of the SQL that differs by engine."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import TextSearch


def _build_fts5_query(words: Sequence[str], is_last_prefix: bool) -> str:
    """Return an FTS5 query with the words quoted, so that they are literal."""
    query = " ".join(f'"{word}"' for word in words)
    return query + "*" if is_last_prefix else query or '""'


SQLITE_SEARCH = TextSearch("entry_text MATCH :words", _build_fts5_query)


def _build_tsquery(words: Sequence[str], is_last_prefix: bool) -> str:
    """Return a query of PostgreSQL with the words quoted, so that they are literal."""
    query = " & ".join(f"'{word}'" for word in words)
    return f"{query}:*" if is_last_prefix else query


POSTGRES_SEARCH = TextSearch("found @@ to_tsquery('words', :words)", _build_tsquery)
