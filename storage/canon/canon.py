"""The repository of the packs, of which guild has which, and the cache of the canons of guilds."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from seeds.checks import get_manifest_references
from seeds.pack import Manifest, Pack
from seeds.schema import ENTRY_TYPES
from storage.canon.guild_canon import GuildCanon
from storage.canon.pack_loader import LoadReport, PackLoad, load_packs_into
from storage.database import Database, Transaction
from storage.epoch import to_epoch

MAX_CACHED_GUILDS = 1_000
"""Guilds with entries of their own whose canon stays in memory."""

MAX_FORMER = 20
"""Packs that a guild had before, of which it is known until when."""


class Canon:
    """Repository of the packs, and cache of the canons of guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._default = GuildCanon(database)
        self._packs: dict[str, GuildCanon] = {}
        self._digests: dict[str, str] = {}
        self._chosen_slugs: dict[int, str] = {}
        self._former_slugs: dict[int, dict[int, str]] = {}
        """By guild, then by when it got another pack, in epoch seconds, the oldest first."""
        self._customized_guild_ids: set[int] = set()
        self._guild_canons: OrderedDict[tuple[int, int], GuildCanon] = OrderedDict()
        self._load_listeners: list[Callable[[], object]] = []
        self._refreshing = asyncio.Lock()
        database.add_guild_listener(self.invalidate)

    def for_guild(self, guild_id: int | None, pack_slug: str = "") -> GuildCanon:
        """Return the canon of a guild; that of the pack alone for a guild without changes.

        It is of the pack that the guild chose, or of `pack_slug`; of the default one for None, a
        direct-message channel, and where the bot has that pack no longer.
        """
        slug = pack_slug or self._chosen_slugs.get(guild_id or 0, "")
        pack_canon = self._packs.get(slug, self._default)
        if guild_id is None or guild_id not in self._customized_guild_ids:
            return pack_canon
        key = (guild_id, pack_canon.guild_id)
        guild_canon = self._guild_canons.get(key)
        if guild_canon is None:
            guild_canon = GuildCanon(self._database, pack_canon, guild_id)
            self._guild_canons[key] = guild_canon
            if len(self._guild_canons) > MAX_CACHED_GUILDS:
                self._guild_canons.popitem(last=False)
        return guild_canon

    def list_manifests(self) -> list[Manifest]:
        """Return the manifests of the packs that the bot has, the default one first."""
        return [one.manifest for one in self._packs.values()]

    def get_chosen_slug(self, guild_id: int) -> str:
        """Return the slug of the pack that a guild chose, "" before it chose any."""
        return self._chosen_slugs.get(guild_id, "")

    def get_former_slug(self, guild_id: int, instant: datetime) -> str:
        """Return the slug of the pack that a guild had at an aware instant, "" if it still has it.

        Only the last `MAX_FORMER` packs are known.
        """
        former = self._former_slugs.get(guild_id)
        if not former:
            return ""
        epoch = to_epoch(instant)
        return next((slug for until_at, slug in former.items() if epoch < until_at), "")

    async def choose_pack(self, guild_id: int, slug: str, now: datetime) -> None:
        """Store the pack that a guild chose; its own entries stay, with the names in them."""
        former = self.for_guild(guild_id).manifest.slug
        if slug == former == self.get_chosen_slug(guild_id):
            return
        async with self._database.transaction() as transaction:
            was_customized = guild_id in self._customized_guild_ids
            if was_customized:
                await self._keep_people(transaction, guild_id)
            await transaction.fetch(
                "INSERT INTO guild_pack (guild_id, slug) VALUES (?, ?)"
                " ON CONFLICT (guild_id) DO UPDATE SET slug = excluded.slug",
                (guild_id, slug),
            )
            transaction.on_commit(partial(self._chosen_slugs.__setitem__, guild_id, slug))
            if slug != former:
                await self._store_former(transaction, guild_id, former, to_epoch(now))
            transaction.invalidate_guild(guild_id)
        if not was_customized:
            # A guild without entries shares the canon of its pack with all others.
            self._customized_guild_ids.discard(guild_id)

    async def _store_former(
        self, transaction: Transaction, guild_id: int, slug: str, until_at: int
    ) -> None:
        # Of two changes in one second, the first ended what cards were about until then.
        known = {until_at: slug, **self._former_slugs.get(guild_id, {})}
        kept = dict(sorted(known.items())[-MAX_FORMER:])
        await transaction.fetch(
            "INSERT INTO former_pack (guild_id, until_at, slug) VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id, until_at) DO NOTHING",
            (guild_id, until_at, slug),
        )
        await transaction.fetch(
            "DELETE FROM former_pack WHERE guild_id = ? AND until_at < ?", (guild_id, min(kept))
        )
        transaction.on_commit(partial(self._former_slugs.__setitem__, guild_id, kept))

    async def _keep_people(self, transaction: Transaction, guild_id: int) -> None:
        """Make the people of the guild's pack whom its own entries name people of its own."""
        rows = await transaction.fetch("SELECT kind, body FROM entry WHERE owner = ?", (guild_id,))
        entries = [ENTRY_TYPES[kind].model_validate_json(body) for kind, body in rows]
        named = {slug for entry in entries for slug in get_manifest_references(entry).people}
        await transaction.execute_many(
            "INSERT INTO own_person (guild_id, slug, name) VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id, slug) DO NOTHING",
            [
                (guild_id, person.slug, person.name)
                for person in self.for_guild(guild_id).manifest.people
                if person.slug in named
            ],
        )

    def forget_choice(self, guild_id: int) -> None:
        """Drop what a guild chose, whose rows were deleted."""
        self._chosen_slugs.pop(guild_id, None)
        self._former_slugs.pop(guild_id, None)

    async def get_pack_digests(self) -> dict[str, str]:
        """Return the digests of all stored packs by slug, also of those the bot has no longer."""
        return dict(await self._database.fetch("SELECT slug, digest FROM pack"))

    async def load_packs(
        self, loads: Sequence[PackLoad], now: datetime, *, is_reload: bool = False
    ) -> dict[str, LoadReport]:
        """Store packs, unless they are stored as they are; see `load_packs_into`."""
        are_the_same = is_reload or [load.slug for load in loads] == list(self._packs)
        if are_the_same and all(load.pack is None for load in loads):
            return {}
        reports = await load_packs_into(self._database, loads, now, is_reload=is_reload)
        await self.refresh()
        return reports

    async def load_pack(self, pack: Pack, digest: str, now: datetime) -> LoadReport:
        """Store `pack` as the only pack of the bot."""
        load = PackLoad(pack.manifest.slug, digest, pack)
        reports = await self.load_packs([load], now)
        return reports[pack.manifest.slug]

    def add_load_listener(self, listener: Callable[[], object]) -> None:
        """Call `listener` after packs were loaded again."""
        self._load_listeners.append(listener)

    async def load(self) -> None:
        """Read the packs, who chose which, and which guilds have something of their own.

        Called again when other processes may have changed anything.
        """
        await self.refresh()
        self._guild_canons.clear()
        self._chosen_slugs = dict(
            await self._database.fetch("SELECT guild_id, slug FROM guild_pack")
        )
        self._former_slugs = {}
        for guild_id, until_at, slug in await self._database.fetch(
            "SELECT guild_id, until_at, slug FROM former_pack ORDER BY guild_id, until_at"
        ):
            self._former_slugs.setdefault(guild_id, {})[until_at] = slug
        await self._read_customized_guild_ids()

    async def refresh(self) -> list[str]:
        """Read the packs that this or another process has stored; return the slugs of new ones.

        The canons of all others stay as they are, with what is derived from them.
        """
        async with self._refreshing:
            return await self._refresh()

    async def _refresh(self) -> list[str]:
        rows = await self._database.fetch(
            "SELECT slug, digest FROM pack WHERE load_order IS NOT NULL ORDER BY load_order"
        )
        digests: dict[str, str] = dict(rows)
        changed = [slug for slug in digests if digests[slug] != self._digests.get(slug)]
        if not changed and list(digests) == list(self._packs):
            return []
        read = {slug: await self._read_pack(slug) for slug in changed}
        self._packs = {slug: read.get(slug) or self._packs[slug] for slug in digests}
        self._digests = digests
        self._default = next(iter(self._packs.values()), self._default)
        by_owner = {one.guild_id: one for one in self._packs.values()}
        for key, guild_canon in list(self._guild_canons.items()):
            if by_owner.get(key[1]) is not guild_canon.pack:
                del self._guild_canons[key]
        for listener in self._load_listeners:
            listener()
        return changed

    async def _read_pack(self, slug: str) -> GuildCanon:
        [(owner, manifest)] = await self._database.fetch(
            "SELECT owner, manifest FROM pack WHERE slug = ?", (slug,)
        )
        return GuildCanon(
            self._database, guild_id=owner, manifest=Manifest.model_validate_json(manifest)
        )

    async def _read_customized_guild_ids(self) -> None:
        """Read which guilds have entries, people, question overrides or lists of their own."""
        rows = await self._database.fetch(
            "SELECT DISTINCT owner FROM entry WHERE owner > 0"
            " UNION SELECT guild_id FROM question_mend UNION SELECT guild_id FROM own_person"
            " UNION SELECT guild_id FROM trivia_list WHERE guild_id <> 0"
        )
        self._customized_guild_ids = {owner for (owner,) in rows}

    def invalidate(self, guild_id: int) -> None:
        """Drop the cached canons of a guild, whose entries have changed."""
        self._customized_guild_ids.add(guild_id)
        for pack_canon in self._packs.values():
            self._guild_canons.pop((guild_id, pack_canon.guild_id), None)
