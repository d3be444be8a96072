"""A second server of PostgreSQL that copies the first, and takes its place."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from storage.engines.location import PostgresUrl
from tests.postgres import USER, Cluster, find_system_user

_STATE = "SELECT sync_state FROM pg_stat_replication"


@contextmanager
def open_standby(primary: Cluster) -> Generator[Cluster]:
    """Run a server that has all of `primary` before a commit there is answered."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=primary.folder.parent))
    standby = Cluster(folder, primary.programs, {"hot_standby": "on"})
    try:
        if (user := find_system_user()) is not None:
            shutil.chown(folder, user)
        copy = ("-h", str(primary.folder), "-U", USER, "-R", "-X", "stream", "-c", "fast")
        standby.run("pg_basebackup", *copy)
        standby.start()
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.execute("SELECT pg_reload_conf()")
        deadline = time.monotonic() + 30
        while primary.execute(_STATE) != [("sync",)]:
            assert time.monotonic() < deadline, "the standby does not follow"
            time.sleep(0.1)
        yield standby
    finally:
        standby.stop()
        shutil.rmtree(folder, ignore_errors=True)


def name_both(first: Cluster, second: Cluster, database: str) -> PostgresUrl:
    """Return the address of a database on whichever of two servers takes writes."""
    hosts = f"{first.folder},{second.folder}"
    return PostgresUrl(
        f"postgresql://{USER}@/{database}?host={hosts}&target_session_attrs=read-write"
    )
