"""Packs that changed are taken over by the running bot; one with faults is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.packs.new_pack import write_new_pack
from seeds.pack import PackError
from tests.drivers.status_card import list_cards, look_at, set_up_card
from tests.drivers.trivia import TriviaDriver
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, run_due_at
from tests.world import TINY_PACK, World, card_text
from tests.worlds.fandoms import (
    SECOND_SLUG,
    change_text,
    open_fandom_page,
    open_two_fandoms,
    read,
)

HEADLINE, NEWER = "A script is being written", "Two scripts are being written"
ANSWER, FURTHER = "One night", "One long night"


@pytest.fixture
async def fandoms(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[tuple[World, World]]:
    """A server with the tiny pack, and one with the pack that `seeds new` writes."""
    async with open_two_fandoms(tmp_path, platform_document) as opened:
        yield opened


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The folder of the second pack."""
    return tmp_path / SECOND_SLUG


async def test_a_reload_says_what_changed_and_cards_show_it(
    fandoms: tuple[World, World], pack: Path
) -> None:
    lantern, train = fandoms
    before = await read(lantern, "status")
    assert HEADLINE in await read(train, "status")
    change_text(pack, HEADLINE, NEWER)

    sentence = await train.bot.reload_packs()

    assert sentence == "Reloaded Night Train fans: 1 changed."
    assert NEWER in await read(train, "status")
    assert await read(lantern, "status") == before
    assert await train.bot.reload_packs() == "No pack has changed."


async def test_another_color_in_the_manifest_is_a_change_too(
    fandoms: tuple[World, World], pack: Path
) -> None:
    _, train = fandoms
    manifest = pack / "pack.toml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("#2277aa", "#aa7722"), "utf-8")

    assert await train.bot.reload_packs() == "Reloaded Night Train fans: no entry changed."

    message: Any = (await train.alice.slash(train.channel, "status")).response
    [container] = [one for one in message.components if one["type"] == 17]
    assert container["accent_color"] == 0xAA7722


async def test_commands_are_not_sent_again(fandoms: tuple[World, World], pack: Path) -> None:
    _, train = fandoms
    change_text(pack, HEADLINE, NEWER)
    sent = [one for one in train.env.http_requests if "/commands" in one.path]

    await train.bot.reload_packs()
    await train.env.settle()

    assert [one for one in train.env.http_requests if "/commands" in one.path] == sent


async def test_a_game_goes_on_while_its_pack_is_reloaded(
    fandoms: tuple[World, World], pack: Path
) -> None:
    _, train = fandoms
    table = TriviaDriver(train)
    await table.start_game(train.bob, rounds=2)
    question = table.game.round
    assert question is not None
    change_text(pack, ANSWER, FURTHER)

    await train.bot.reload_packs()
    await train.env.settle()

    assert table.is_running
    assert table.game.round is question
    while table.is_running:
        await table.let_question_expire()
        await table.skip_pause()
    assert "Final scores" in table.text


async def test_the_next_game_asks_the_new_question(
    fandoms: tuple[World, World], pack: Path
) -> None:
    _, train = fandoms
    change_text(pack, "How long did the scenes at the harbor take?", "How long was the night?")
    await train.bot.reload_packs()

    lobby = await TriviaDriver(train).open_lobby(topic="How it was made", rounds=1)

    assert "How it was made" in card_text(lobby.response)
    cog: Any = train.bot.get_cog("Trivia")
    bank = await cog.banks.get(train.guild.id)
    assert "How long was the night?" in {one.text for one in bank}


async def test_a_pack_with_faults_is_refused_and_the_old_one_stays(
    fandoms: tuple[World, World], pack: Path
) -> None:
    _, train = fandoms
    change_text(pack, HEADLINE, NEWER)
    change_text(pack, 'stage = "writing"', 'stage = "wriitng"')

    with pytest.raises(PackError) as refused:
        await train.bot.reload_packs()

    assert [str(one) for one in refused.value.problems] == [
        "entries.toml:45: status.writing: wriitng isn't a stage of this pack, did you mean writing?"
    ]
    assert HEADLINE in await read(train, "status")
    change_text(pack, "wriitng", "writing")
    assert "1 changed" in await train.bot.reload_packs()


async def test_the_status_card_shows_a_reloaded_pack_at_the_next_round(
    fandoms: tuple[World, World], pack: Path
) -> None:
    _, train = fandoms
    await set_up_card(train, add_admin(train))
    await look_at(train, "2026-01-01 00:10")
    change_text(pack, HEADLINE, NEWER)

    await train.bot.reload_packs()
    await look_at(train, "2026-01-01 02:00")

    assert NEWER in list_cards(train.channel)[-1]


async def test_the_status_card_follows_a_change_of_the_fandom(
    fandoms: tuple[World, World],
) -> None:
    _, train = fandoms
    await set_up_card(train, add_admin(train))
    await look_at(train, "2026-01-01 00:10")
    panel = await open_fandom_page(train)

    await panel.choose("fandom", "paper-lantern")
    await look_at(train, "2026-01-01 02:00")

    assert "the second season" in list_cards(train.channel)[-1]


async def test_seeds_reload_reaches_the_running_bot_within_a_minute(
    fandoms: tuple[World, World],
    pack: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command is another process for the bot: it stores the pack, and the bot looks for it."""
    _, train = fandoms
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.sqlite3"))
    monkeypatch.setenv("BOT_SEEDS", f"{TINY_PACK},{pack}")
    assert HEADLINE in await read(train, "status")
    change_text(pack, HEADLINE, NEWER)

    assert await run_command("seeds", "reload") == 0

    assert "Reloaded Night Train fans: 1 changed." in capsys.readouterr().out
    assert HEADLINE in await read(train, "status")
    await run_due_at(train, "2026-01-01 00:01")
    assert NEWER in await read(train, "status")


async def test_seeds_reload_prints_the_faults_and_changes_nothing(
    fandoms: tuple[World, World],
    pack: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, train = fandoms
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.sqlite3"))
    monkeypatch.setenv("BOT_SEEDS", f"{TINY_PACK},{pack}")
    change_text(pack, 'stage = "writing"', 'stage = "wriitng"')

    assert await run_command("seeds", "reload") == 1

    assert "wriitng isn't a stage of this pack" in capsys.readouterr().out
    await run_due_at(train, "2026-01-01 00:01")
    assert HEADLINE in await read(train, "status")


async def test_a_pack_that_is_new_waits_for_the_next_start(
    fandoms: tuple[World, World], tmp_path: Path
) -> None:
    _, train = fandoms
    third = write_new_pack("Third Floor", tmp_path)
    settings = train.bot.settings
    train.bot.settings = settings.model_copy(update={"seeds": (*settings.seeds, third)})

    sentence = await train.bot.reload_packs()

    assert sentence == "No pack has changed. Restart the bot to use Third Floor fans."
    assert len(train.bot.store.canon.list_manifests()) == 2


def test_seeds_reload_before_the_first_start_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["seeds", "reload"]) == 2
    assert "start the bot, which loads its packs" in capsys.readouterr().err


async def run_command(*arguments: str) -> int:
    """Run a command in a thread, as the bot's event loop goes on meanwhile."""
    return await asyncio.to_thread(main, list(arguments))
