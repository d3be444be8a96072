"""Stores the packs of the bot, reading only the files of those that changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.clock_watch import Clock
from seeds.loader import MANIFEST_FILE, compute_pack_digest, load_pack
from seeds.pack import PackError, Problem
from storage.canon.pack_loader import LoadReport, PackLoad
from storage.store import Store

log = logging.getLogger(__name__)


class LoadedPack(NamedTuple):
    """A pack that was stored, and how many of its entries changed."""

    title: str
    report: LoadReport

    def __str__(self) -> str:
        numbers = zip(("added", "changed", "retired", "revived"), self.report.counts, strict=True)
        parts = [f"{count} {verb}" for verb, count in numbers if count]
        return f"{self.title}: {', '.join(parts) or 'no entry changed'}"


async def load_packs(store: Store, folders: Sequence[Path], clock: Clock) -> list[LoadedPack]:
    """Make the packs in `folders` those of the bot, the first its default.

    Return those that were stored, as they are new or changed.
    Raises PackError for a pack with faults, and for two with the same slug; then nothing changes.
    """
    loads = await read_packs(store, folders)
    reports = await store.canon.load_packs(loads, clock())
    loaded = [LoadedPack(one.pack.manifest.title, reports[one.slug]) for one in loads if one.pack]
    for one in loaded:
        log.info("loaded %s", one)
    return loaded


async def reload_packs(store: Store, folders: Sequence[Path], clock: Clock) -> str:
    """Store those packs of the bot again that changed; return what changed, in a sentence or two.

    Which packs the bot has stays as it is until the next start. Raises PackError as `load_packs`.
    """
    loads = await read_packs(store, folders)
    known = {one.slug for one in store.canon.list_manifests()}
    changed = [one for one in loads if one.slug in known and one.pack is not None]
    reports = await store.canon.load_packs(changed, clock(), is_reload=True)
    names = [one.pack.manifest.title if one.pack else one.slug for one in loads]
    reloaded = [
        str(LoadedPack(one.pack.manifest.title, reports[one.slug])) for one in changed if one.pack
    ]
    sentence = f"Reloaded {'; '.join(reloaded)}." if reloaded else "No pack has changed."
    new = [name for name, one in zip(names, loads, strict=True) if one.slug not in known]
    return f"{sentence} Restart the bot to use {', '.join(new)}." if new else sentence


async def read_packs(store: Store, folders: Sequence[Path]) -> list[PackLoad]:
    """Return what is to be stored of the packs in `folders`. Raises PackError."""
    slugs = {digest: slug for slug, digest in (await store.canon.get_pack_digests()).items()}
    loads: dict[str, PackLoad] = {}
    folders_by_slug: dict[str, Path] = {}
    for folder in folders:
        # The event loop goes on meanwhile: a bot that runs reads its packs again.
        load = await asyncio.to_thread(_read_pack, folder, slugs)
        if load.slug in loads:
            message = (
                f"has the slug {load.slug}, as has {folders_by_slug[load.slug]}: give one of the "
                "two another"
            )
            raise PackError(folder, [Problem(MANIFEST_FILE, message)])
        loads[load.slug], folders_by_slug[load.slug] = load, folder
    return list(loads.values())


def _read_pack(folder: Path, slugs: dict[str, str]) -> PackLoad:
    """Read the pack in `folder`, unless its digest is that of a stored one (`slugs` by digest)."""
    digest = compute_pack_digest(folder)
    if digest in slugs:
        return PackLoad(slugs[digest], digest, None)
    pack = load_pack(folder)
    return PackLoad(pack.manifest.slug, digest, pack)
