"""Names of a pack that look like markup are shown as they are written, wherever they appear."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.packs.pack_on_disk import PackOnDisk
from tests.platform_rules.document import PlatformDocument
from tests.world import World, build_settings, card_text, open_world

MARKED, ESCAPED = "Season *two* [x](https://a.example)", "Season \\*two\\* [x\\](https://a.example)"


@pytest.fixture
async def marked(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[World]:
    """Run the bot with a pack whose names have markup."""
    pack = PackOnDisk.copy_tiny(tmp_path)
    pack.change("season-two", 'name = "Season two"', f'name = "{MARKED}"', "pack.toml")
    pack.change("per-lund", 'name = "Per Lund"', 'name = "Per `Lund` @here"', "pack.toml")
    pack.change("paper-lantern", '"the second season"', '"the *second* season"', "pack.toml")
    pack.change("event.second-season-hinted", 'category = "interview"', 'category = "release"')
    publisher = 'publisher = "The *Lamp* Post 💡"\nurl = "https://lamp.example/a"'
    pack.change("source.lamp-post", 'publisher = "The Lamp Post"', publisher)
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as opened:
        yield opened


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("fact", {"about": "nothing of the kind"}),
        ("timeline", {"topic": "nothing of the kind"}),
        ("timeline", {"topic": "season-two"}),
        ("timeline", {"topic": "season-two", "year": 1900}),
        ("trivia play", {"topic": "nothing of the kind"}),
    ],
)
async def test_a_topics_name_is_escaped(
    marked: World, command: str, options: dict[str, object]
) -> None:
    shown = card_text((await marked.alice.slash(marked.channel, command, **options)).response)
    assert ESCAPED in shown, shown


async def test_the_names_of_the_people_who_may_be_asked_for_are_escaped(marked: World) -> None:
    shown = await marked.alice.slash(marked.channel, "quote", speaker="someone else")
    assert "You can ask for Ida Holm and Per \\`Lund\\` @\u200bhere." in shown.response.content


async def test_what_is_awaited_is_escaped(marked: World) -> None:
    shown = card_text((await marked.alice.slash(marked.channel, "status")).response)
    assert "the \\*second\\* season" in shown


async def test_a_publishers_name_is_plain_where_it_links(marked: World) -> None:
    shown = await marked.alice.slash(marked.channel, "timeline")
    assert shown.response is not None
    opened = await marked.alice.click(shown.response, label="Sources")
    assert "[The Lamp Post](<https://" in card_text(opened.response)
