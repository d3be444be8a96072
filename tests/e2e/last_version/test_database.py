"""The last version's database is brought to this version's format, and nothing is lost."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cogs.trivia.questions.bank_inputs import question_from_import
from storage.engines.opening import open_database
from storage.migrate import MIGRATIONS_DIR
from storage.store import Store
from storage.trivia.lists import ALL_GUILDS_ID
from tests.last_version.world import create_database, open_last_version

GENERATED = {"migration", "pack", "command_sync"}
"""Tables that hold nothing of members or guilds."""
SEARCH_INDEX = "entry_text"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The last version's database, not yet opened by this one."""
    created = tmp_path / "bot.sqlite3"
    create_database(created)
    return created


@contextmanager
def connect(path: Path) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def count_rows(path: Path) -> dict[str, int]:
    """Return how many rows each table holds, but for generated ones and the index's own."""
    with connect(path) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if name not in GENERATED and not name.startswith(f"{SEARCH_INDEX}_")
        ]
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names
        }


async def test_migrations_keep_every_row(path: Path) -> None:
    before = count_rows(path)
    await (await open_database(path)).close()
    after = count_rows(path)
    assert {name: after.get(name) for name in before} == before
    assert min(before.values()) > 0, "every table of the last version is tried"


async def test_a_migrated_database_is_sound_and_every_row_can_be_read(path: Path) -> None:
    await (await open_database(path)).close()
    with connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (name,) in names:
            connection.execute(f"SELECT * FROM {name}").fetchall()
        connection.execute(
            f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('integrity-check')"
        )


async def test_every_migration_that_ships_is_noted_once(path: Path) -> None:
    for _ in range(2):
        await (await open_database(path)).close()
    with connect(path) as connection:
        noted = connection.execute("SELECT version, name FROM migration ORDER BY version")
        found = [f"{version:04}_{name}" for version, name in noted]
    assert found == sorted(one.stem for one in MIGRATIONS_DIR.glob("*.sql"))


async def test_words_that_were_indexed_are_found(path: Path) -> None:
    await (await open_database(path)).close()
    with connect(path) as connection:
        found = connection.execute(
            "SELECT count(*) FROM entry_text WHERE entry_text MATCH 'lantern'"
        )
        assert found.fetchone() == (3,)


async def test_a_whole_start_with_its_games_leaves_every_row(tmp_path: Path) -> None:
    before_path = tmp_path / "before.sqlite3"
    create_database(before_path)
    before = count_rows(before_path)
    games = ("everyone", "first", "typed", "between", "lobby")
    async with open_last_version(tmp_path, games=games) as last:
        assert isinstance(last.bot.settings.database, Path)
        after = count_rows(last.bot.settings.database)
    assert {name: after.get(name) for name in before} == before


async def test_imported_questions_are_a_list_of_all_servers_with_their_topic(path: Path) -> None:
    before = read_imports(path)
    store = await Store.open(path, random.Random(1))
    try:
        [lamps] = await store.trivia_lists.list_all()
        imported = await store.trivia_lists.list_questions(ALL_GUILDS_ID)
    finally:
        await store.close()
    assert lamps[1:] == (ALL_GUILDS_ID, "lamps", "lamps", "The Lamp Post", "", len(before))
    assert [(one.question.text, one.question.answers) for one in imported] == before
    keys = {question_from_import(one).key for one in imported}
    assert keys == {f"list.lamps.{text}" for text, _ in before}, "counts of answers go on"


def read_imports(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return the texts and answers of imported questions, as the last version stored them."""
    with connect(path) as connection:
        rows = connection.execute("SELECT text, answers FROM trivia_import ORDER BY position")
        return [(text, tuple(json.loads(answers))) for text, answers in rows]
