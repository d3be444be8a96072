"""A socket in front of a PostgreSQL server that can swallow what passes through it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from storage.engines.location import PostgresUrl
from tests.postgres import Cluster

SOCKET = ".s.PGSQL.5432"


class SwallowingProxy:
    """Passes bytes on, or takes them and passes none on, while every connection stays open."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.folder = folder
        self.swallows_requests = False
        """Whether what the bot sends is lost, as behind a cut cable."""
        self.swallows_replies = False
        """Whether what the server sends is lost: it works, and stays silent."""
        self._target = cluster.folder / SOCKET
        self._writers: set[asyncio.StreamWriter] = set()
        self._lossy: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, original: PostgresUrl) -> PostgresUrl:
        """Return the address of a database of the server through this proxy."""
        old, new = f"host={self._target.parent}", f"host={self.folder}"
        return PostgresUrl(original.secret_text.replace(old, new))

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the bot."""
        try:
            other_reader, other_writer = await asyncio.open_unix_connection(str(self._target))
        except OSError:
            writer.close()
            return
        self._start(self._pump(reader, other_writer, writer, is_request=True), writer)
        self._start(self._pump(other_reader, writer, other_writer, is_request=False), other_writer)

    def heal(self) -> None:
        """Pass all on again; connections that lost something are reset, as after a cut cable."""
        self.swallows_requests = self.swallows_replies = False
        for writer in self._lossy:
            writer.transport.abort()
        self._lossy.clear()

    def close(self) -> None:
        """End every connection."""
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.close()

    def _start(self, work: object, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        other: asyncio.StreamWriter,
        *,
        is_request: bool,
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(1 << 16):
                is_lost = self.swallows_requests if is_request else self.swallows_replies
                if is_lost:
                    self._lossy |= {writer, other}
                else:
                    writer.write(data)
                    await writer.drain()
        if not (self.swallows_requests or self.swallows_replies):
            writer.close()
        self._writers.discard(writer)


@asynccontextmanager
async def open_proxy(cluster: Cluster, folder: Path) -> AsyncGenerator[SwallowingProxy]:
    """Run a proxy in front of a server until the block ends."""
    proxy = SwallowingProxy(cluster, folder)
    server = await asyncio.start_unix_server(proxy.accept, str(folder / SOCKET))
    try:
        yield proxy
    finally:
        server.close()
        proxy.close()
