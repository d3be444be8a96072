from __future__ import annotations

import sys
from pathlib import Path

import pytest

import cogs
from bot.client import iter_extensions
from tests.world import TINY_PACK, build_settings, open_world

FEATURE = """
from discord import app_commands


@app_commands.command(description="Light a lamp")
async def lamp(interaction) -> None:
    await interaction.response.send_message("It burns.")


async def setup(bot) -> None:
    bot.tree.add_command(lamp)
"""


def test_every_folder_of_the_features_is_an_extension() -> None:
    folders = Path(next(iter(cogs.__path__))).glob("*/__init__.py")
    assert list(iter_extensions()) == sorted(f"cogs.{path.parent.name}" for path in folders)


async def test_a_feature_is_added_by_one_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "features" / "lamps"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(FEATURE)
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(folder.parent)])
    try:
        async with open_world(build_settings(tmp_path, TINY_PACK), None) as world:
            response = await world.alice.slash(world.channel, "lamp")
            assert response.response is not None
            assert response.response.content == "It burns."
            assert "cogs.trivia" in world.bot.extensions
    finally:
        sys.modules.pop("cogs.lamps", None)
