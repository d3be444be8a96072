"""`/privacy` as members see it: what is stored, here and everywhere, and as a file."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any

import discord
import pytest

from tests.databases.traces import find_columns_with
from tests.e2e.privacy.card import ask, labels, newest, press, text
from tests.world import World


async def export(world: World, shown: Any) -> dict[str, Any]:
    """Press the button for the file and read it."""
    (attachment,) = newest(await press(world.alice, shown, "Export as a file")).attachments
    content = world.env.backend.cdn.get(attachment.url)
    assert content is not None
    is_packed = len(content) < 2_000
    assert attachment.filename == f"paper-lantern-about-me.json{'.gz' * is_packed}"
    return json.loads(gzip.decompress(content) if is_packed else content)


async def test_somebody_who_did_nothing_reads_so_and_has_nothing_to_press(world: World) -> None:
    shown = await ask(world)
    assert newest(shown).ephemeral
    assert text(shown).count("Nothing. A blank page") == 2
    assert labels(shown) == []


async def test_what_is_kept_is_told_in_plain_words_for_here_and_for_everywhere(
    busy: World,
) -> None:
    shown = await ask(busy)
    assert newest(shown).ephemeral
    here, everywhere = text(shown).split("**Everywhere")
    assert "**In this server**" in here
    for line in (
        "- 1 trivia answer: 1 right, 120 points",
        "- 1 answer to a question of the day",
        "- 1 question report",
        "- 2 proposals",
        "- 1 draft you're still writing",
        "- 4 places where you're quoted",
        "- 4 things you added, with your ID",
        "- 2 reviews and edits you made, with your ID",
        "- 1 post schedule you set up, with your ID",
    ):
        assert line in here
    assert "- 3 trivia answers: 3 right, 295 points" in everywhere
    assert "- 3 quotes, facts and questions I showed you in direct messages" in everywhere
    assert labels(shown) == ["Export as a file", "Delete what's here", "Delete it everywhere"]


async def test_the_file_holds_everything_and_nobody_elses_id(busy: World) -> None:
    found = await export(busy, await ask(busy))
    assert found["member"] == str(busy.alice.id)
    assert datetime.fromisoformat(found["exported_at"]) == busy.env.now()
    assert {one["where"] for one in found["trivia_answers"]} == {
        f"Fans (server {busy.guild.id})",
        f"Lamp lighters (server {busy.env._guilds[1].id})",
        "direct messages",
    }
    assert found["quotes_of_you"][0]["words"] == ["I never left."]
    assert str(busy.bob.id) not in json.dumps(found)


async def test_a_file_too_large_to_send_comes_packed(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await ask(busy)
    whole = await export(busy, shown)
    read: Any = discord.Interaction._from_data

    def read_with_a_small_limit(self: Any, data: Any) -> None:
        read(self, {**data, "attachment_size_limit": 2_000})

    monkeypatch.setattr(discord.Interaction, "_from_data", read_with_a_small_limit)
    assert await export(busy, shown) == whole


async def test_in_direct_messages_here_is_the_conversation(busy: World) -> None:
    user = busy.alice.user
    shown = await user.slash("privacy")
    assert "**In your direct messages with me**" in text(shown)
    assert "- 1 trivia answer: 1 right, 55 points" in text(shown)
    asked = await press(user, shown, "Delete what's here")
    assert "I delete all of it" in text(asked)
    await press(user, asked, "Yes, delete it")
    assert "in your direct messages with me" in text(asked)
    assert await find_columns_with(busy.bot.store, user.dm_channel.id) == set()
    after = text(await user.slash("privacy"))
    assert "2 trivia answers" in after
    await press(user, await press(user, shown, "Delete it everywhere"), "Yes, delete it")
    assert await find_columns_with(busy.bot.store, busy.alice.id) == set()
