"""A PostgreSQL server of the tests' own: in a folder, on a socket, gone at the end."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from storage.engines.location import PostgresUrl
from storage.engines.opening import open_database

USER = "bot"
TEMPLATE = "bot_template"
"""The database with today's schema and no rows, of which others are copies."""
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
_FORGETFUL = {"fsync": "off", "full_page_writes": "off"}
"""Fast, and safe while the computer itself does not fail."""
_LOCALE = ("--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US")
"""Other than on SQLite, text of such a database is sorted as people do."""
_ROOM = 2 * 1024**3
"""Bytes that must be free in memory for the server to be there."""
_WATCH = """
while kill -0 $1 2>/dev/null; do sleep 2; done
kill -QUIT $(head -1 $2/data/postmaster.pid); rm -rf $2
"""
"""Ends the server of tests that were killed."""
_SYSTEM_USERS = ("postgres", "nobody")
"""The server refuses to run as root: then it runs as the first of these that there is."""


class Cluster:
    """A running server, and databases on it that are copies of an empty one."""

    def __init__(self, folder: Path, programs: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._settings = {**_SETTINGS, **settings}
        self.programs = programs
        self._numbers = count(1)

    def url(self, database: str) -> PostgresUrl:
        return PostgresUrl(f"postgresql://{USER}@/{database}?host={self.folder}")

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database).secret_text, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        log = self.folder / "log"
        self.run("pg_ctl", "-w", "-l", str(log), "-o", f"-k {self.folder} {options}", "start")

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL on the data of this server."""
        done = subprocess.run(
            [self.programs / program, "-D", self.folder / "data", *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **run_as_system_user(),
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    @contextmanager
    def create_database(self, *, is_empty: bool = False) -> Generator[PostgresUrl]:
        """Create a database with today's schema, or without any, and drop it at the end."""
        template = "template0" if is_empty else TEMPLATE
        name = f"bot_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _migrate(url: PostgresUrl) -> None:
    async def migrate() -> None:
        await (await open_database(url)).close()

    # In a thread, as an event loop may run in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, migrate()).result()


def _find_memory() -> str | None:
    """Return a folder in memory, where databases are created several times as fast; else None."""
    folder = Path("/dev/shm")
    has_room = folder.is_dir() and shutil.disk_usage(folder).free > _ROOM
    return str(folder) if has_room and os.access(folder, os.W_OK) else None


def find_system_user() -> str | None:
    """Return the user that programs of the server run as, None for the one of the tests."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _SYSTEM_USERS if name in names)


def run_as_system_user() -> dict[str, Any]:
    """Return arguments of `subprocess` that make a program run as that user."""
    user = find_system_user()
    return {"user": user} if user else {}


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest; None when it is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(
        (one for one in folders if (one / "initdb").is_file()),
        key=lambda one: int(one.parent.name),
        default=None,
    )


@contextmanager
def open_cluster(programs: Path, *, is_durable: bool = False) -> Generator[Cluster]:
    """Start a server with new data in a folder of its own; stop it and delete both at the end.

    If `is_durable`, what it commits reaches the disk.
    """
    # The path of a socket is short, so that pytest's own folders are out of the question.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=None if is_durable else _find_memory()))
    cluster = Cluster(folder, programs, {} if is_durable else _FORGETFUL)
    try:
        if (user := find_system_user()) is not None:
            shutil.chown(folder, user)
        cluster.run("initdb", "--no-sync", "--auth=trust", "-U", USER, *_LOCALE)
        cluster.start()
        watch = subprocess.Popen(
            ["sh", "-c", _WATCH, "watch", str(os.getpid()), folder], start_new_session=True
        )
        try:
            cluster.execute(f"CREATE DATABASE {TEMPLATE}")
            _migrate(cluster.url(TEMPLATE))
            yield cluster
        finally:
            watch.kill()
            watch.wait()
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
