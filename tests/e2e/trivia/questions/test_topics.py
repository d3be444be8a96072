"""Topics with few questions are played as parts of wider ones."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from seeds.loader import BUNDLED_PACK
from tests.drivers.trivia import TriviaDriver
from tests.platform_rules.document import PlatformDocument
from tests.world import World, build_settings, card_text, open_world


@pytest.fixture
async def bundled(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[World]:
    """The bot with the bundled pack."""
    async with open_world(build_settings(tmp_path, BUNDLED_PACK), platform_document) as opened:
        yield opened


async def test_only_topics_with_games_of_their_own_are_offered(bundled: World) -> None:
    offered = await bundled.alice.autocomplete(bundled.channel, "trivia play", "topic", "")
    names = {one["name"] for one in offered}
    assert {"On stage", "The making of", "Cast and crew"} < names
    assert names.isdisjoint({"The musicals", "The play Ladies' Room", "Money", "Birthdays"})


@pytest.mark.parametrize(
    ("typed", "wider"),
    [("Money", "making-of"), ("birthdays", "cast"), ("The musicals", "stage")],
)
async def test_a_name_of_a_small_topic_still_starts_a_game_of_the_wider_one(
    bundled: World, typed: str, wider: str
) -> None:
    table = TriviaDriver(bundled)
    found = await table.open_lobby(topic=typed, rounds=10)
    assert "10 questions about" in card_text(found.response)
    assert table.game.rules.topic == wider


async def test_facts_are_found_by_the_wider_topic(bundled: World) -> None:
    shown = await bundled.alice.slash(bundled.channel, "fact", about="On stage")
    assert "I don't have a fact" not in card_text(shown.response)
