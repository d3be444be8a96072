"""A bot that is logged in and has its features, but is not connected, and writes nothing."""

from __future__ import annotations

import random
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord

from bot.app import system_clock
from bot.client import FanBot
from bot.packs.loading import load_packs
from bot.settings import Settings
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import PackError
from storage.errors import DatabaseError, StorageError
from storage.store import Store


class ExaminedBot(FanBot):
    """A client whose requests are those of the doctor only."""

    async def setup_hook(self) -> None:
        await self.load_features()

    async def fetch_whole_guild(self, guild_id: int) -> discord.Guild:
        """Return a guild with its channels, its roles and the bot's member, as if connected.

        Raises discord.HTTPException when the platform does not give them.
        """
        assert self.user is not None, "the bot is logged in"
        data: Any = await self.http.get_guild(guild_id, with_counts=False)
        data["channels"] = await self.http.get_all_guild_channels(guild_id)
        data["members"] = [await self.http.get_member(guild_id, self.user.id)]
        return discord.Guild(data=data, state=self._connection)


@asynccontextmanager
async def open_examined_bot(
    settings: Settings, *, is_database_readable: bool
) -> AsyncGenerator[ExaminedBot]:
    """Open a bot on the database as it is, or on an empty one when that is not readable."""
    with tempfile.TemporaryDirectory() as folder:
        store = await _open_store(settings, Path(folder), is_database_readable)
        try:
            bot = ExaminedBot(
                store=store,
                clock=system_clock,
                settings=settings,
            )
            async with bot:
                yield bot
        finally:
            await store.close()


async def _open_store(settings: Settings, folder: Path, is_database_readable: bool) -> Store:
    if is_database_readable:
        try:
            store = await Store.open(settings.database, random.Random(), is_read_only=True)
        except StorageError:
            pass
        else:
            if await _has_pack(store):
                return store
            await store.close()
    store = await Store.open(folder / "empty.sqlite3", random.Random())
    await load_packs(store, _list_readable_packs(settings.seeds), system_clock)
    return store


async def _has_pack(store: Store) -> bool:
    try:
        return bool(await store.canon.get_pack_digests())
    except DatabaseError:
        return False


def _list_readable_packs(folders: Sequence[Path]) -> list[Path]:
    return [one for one in folders if _is_readable(one)] or [BUNDLED_PACK]


def _is_readable(folder: Path) -> bool:
    try:
        load_pack(folder)
    except PackError:
        return False
    return True
