"""A pooler that lends one session to several clients is refused, one that does not is fine."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.engines.location import PostgresUrl
from storage.engines.opening import open_database
from storage.errors import StorageError
from tests.conftest import skip_unless_ci
from tests.postgres import Cluster, run_as_system_user

CONFIGURATION = """
[databases]
* = host={folder} user=bot
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
"""


def find_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def run_pooler(cluster: Cluster, folder: Path, mode: str) -> Generator[int]:
    """Run pgbouncer in front of the server, and return its port."""
    program = shutil.which("pgbouncer")
    if program is None:
        skip_unless_ci("pgbouncer is not installed: poolers are not tested")
    port = find_free_port()
    file = cluster.folder / f"{mode}.ini"
    file.write_text(CONFIGURATION.format(folder=cluster.folder, port=port, mode=mode))
    with (
        (folder / "pooler.log").open("w") as log,
        subprocess.Popen(
            [program, file],
            cwd=cluster.folder,
            stdout=subprocess.DEVNULL,
            stderr=log,
            **run_as_system_user(),
        ) as running,
    ):
        try:
            yield port
        finally:
            running.kill()


async def wait_for(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


@pytest.mark.parametrize("mode", ["transaction", "session"])
async def test_only_a_pooler_in_transaction_mode_is_refused(
    cluster: Cluster, tmp_path: Path, mode: str
) -> None:
    with cluster.create_database() as url, run_pooler(cluster, tmp_path, mode) as port:
        await wait_for(port)
        name = str(url).partition("@/")[2].partition("?")[0]
        pooled = PostgresUrl(f"postgresql://bot@127.0.0.1:{port}/{name}")
        if mode == "session":
            await (await open_database(pooled)).close()
            return
        with pytest.raises(StorageError, match="a connection pooler in transaction mode"):
            await open_database(pooled)
