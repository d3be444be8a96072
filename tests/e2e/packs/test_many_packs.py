"""What a command costs does not grow with the number of packs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.packs.new_pack import write_new_pack
from storage.engines.sqlite import SqliteDatabase
from tests.drivers.setup import open_setup
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin
from tests.world import TINY_PACK, build_settings, open_world
from tests.worlds.fandoms import read

COMMANDS = ("status", "timeline", "quote", "fact", "onthisday")


async def count_statements(
    folder: Path, packs: int, document: PlatformDocument | None, monkeypatch: pytest.MonkeyPatch
) -> dict[str, int]:
    """Return how many statements each command reads with, in a bot with that many packs."""
    others = [write_new_pack(f"Train {number}", folder) for number in range(1, packs)]
    settings = build_settings(folder, seeds=(TINY_PACK, *others))
    counts: dict[str, int] = {}
    async with open_world(settings, document) as world:
        for command in COMMANDS:
            await read(world, command)  # what is read once, and kept
            seen: list[str] = []
            with monkeypatch.context() as patch:
                patch.setattr(SqliteDatabase, "fetch", record(SqliteDatabase.fetch, seen))
                await read(world, command)
            counts[command] = len(seen)
    return counts


def record(fetch: Callable[..., Awaitable[Any]], seen: list[str]) -> Callable[..., Awaitable[Any]]:
    """Return a function that does what `fetch` does, and notes the statement."""

    async def recording(database: SqliteDatabase, sql: str, *parameters: Any) -> Any:
        seen.append(sql)
        return await fetch(database, sql, *parameters)

    return recording


async def test_commands_read_as_much_with_twenty_packs_as_with_one(
    tmp_path: Path,
    platform_document: PlatformDocument | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts: list[dict[str, int]] = []
    for packs in (1, 20):
        folder = tmp_path / str(packs)
        folder.mkdir()
        counts.append(await count_statements(folder, packs, platform_document, monkeypatch))
    assert counts[0] == counts[1]


async def test_more_packs_than_fit_in_one_select_are_all_offered(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    others = [write_new_pack(f"Train {number}", tmp_path) for number in range(29)]
    settings = build_settings(tmp_path, seeds=(TINY_PACK, *others))
    async with open_world(settings, platform_document) as world:
        panel = await open_setup(world, add_admin(world), "Fandom")
        offered = [
            option["value"]
            for field in ("fandom", "fandom_b")
            for option in panel.select(field)["options"]
        ]
        assert sorted(offered) == sorted(["paper-lantern", *(one.name for one in others)])

        assert "about Train 9 now" in await panel.choose("fandom_b", "train-9")
