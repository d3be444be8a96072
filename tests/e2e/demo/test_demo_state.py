"""What the demo keeps: games over a restart of the bot, everything over a restart of the demo."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from simcord.results import ResponseMessage

from bot.demo.commands import RestartBot, SaveAsQuote, ShowChannel
from bot.demo.server import Demo, open_demo
from bot.errors import StartError
from tests.e2e.browsing import start_demo
from tests.world import build_settings, card_text, iter_buttons, wait_until

pytestmark = pytest.mark.slow


def list_messages(demo: Demo) -> list[ResponseMessage]:
    messages = demo.env.backend.messages[demo.preview.channel.id]
    return [ResponseMessage(demo.env, one) for one in messages.values()]


def list_texts(demo: Demo) -> list[str]:
    return [card_text(one) for one in list_messages(demo)]


@asynccontextmanager
async def running_clock(demo: Demo) -> AsyncGenerator[None]:
    """Run the demo inside the block; what a member does there needs `demo.preview.lock`."""
    clock = asyncio.create_task(demo.run())
    try:
        yield
    finally:
        async with demo.preview.lock:
            clock.cancel()


async def test_the_first_message_is_the_bots_and_its_buttons_do_what_they_say(
    tmp_path: Path,
) -> None:
    async with open_demo(build_settings(tmp_path), 0) as demo:
        member = demo.env.get_members()["casey"]
        (hello,) = list_messages(demo)
        assert "Hi! I’m the bot" in card_text(hello)
        for button in iter_buttons(hello.components):
            result = await member.click(hello, custom_id=button["custom_id"])
            assert result.response is not None, button["label"]
        assert any("In so far" in text for text in list_texts(demo))


async def test_a_game_goes_on_after_the_bot_was_killed(tmp_path: Path) -> None:
    async with open_demo(build_settings(tmp_path), 0) as demo:
        channel, alex = demo.preview.channel, demo.env.get_members()["alex"]
        lobby = await alex.slash(channel, "trivia play", rounds=2)
        assert lobby.response is not None
        await alex.click(lobby.response, label="Start now")
        async with running_clock(demo):
            await wait_until(lambda: any("Round 1 of 2" in text for text in list_texts(demo)))
            before = demo.bot
            async with demo.preview.lock:
                await alex.slash(channel, "demo restart")
            await wait_until(lambda: demo.bot is not before)
        question = next(one for one in list_messages(demo) if "Round 1 of 2" in card_text(one))
        await alex.click(question, label="Skip")
        assert any("Skipped" in text for text in list_texts(demo))


async def test_messages_settings_and_the_address_are_kept_for_the_next_start(
    tmp_path: Path,
) -> None:
    settings, folder = build_settings(tmp_path), tmp_path / "kept"
    async with open_demo(settings, 0, folder) as demo:
        bo = demo.env.get_members()["bo"]
        await bo.send(demo.preview.channel, "See you tomorrow.")
        await demo.bot.store.guild_settings.update(demo.env.guild.id, zone="Asia/Tokyo")
        key, when = demo.preview.capability, demo.env.now()
    async with open_demo(settings, 0, folder) as demo:
        assert list_texts(demo)[-1] == "See you tomorrow."
        assert (await demo.bot.store.guild_settings.get(demo.env.guild.id)).zone == "Asia/Tokyo"
        assert demo.preview.capability == key
        assert demo.env.now() >= when
        member = demo.env.get_members()["bo"]
        assert (await member.slash(demo.preview.channel, "status")).response is not None


async def test_what_a_service_manager_ends_is_kept_like_after_ctrl_c(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    async with start_demo("--no-open", "--port", "0", "--keep", str(folder)) as url:
        kept = folder / "discord.pickle"
        assert not kept.exists(), "it is saved every ten seconds, and at the end"
    assert kept.exists()
    async with open_demo(build_settings(tmp_path), 0, folder) as demo:
        assert demo.preview.capability in url
        assert "Hi! I’m the bot" in list_texts(demo)[0]


async def test_a_demo_whose_port_is_taken_leaves_nothing_behind(tmp_path: Path) -> None:
    settings, kept = build_settings(tmp_path), tmp_path / "kept"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port: int = other.getsockname()[1]
        with pytest.raises(StartError, match=f"cannot serve on port {port}: choose another"):
            async with open_demo(settings, port, tmp_path / "data" / "demo"):
                pass
        async with open_demo(settings, 0, kept) as demo:
            await demo.env.get_members()["bo"].send(demo.preview.channel, "See you tomorrow.")
        with pytest.raises(StartError):
            async with open_demo(settings, port, kept):
                pass

    assert not (tmp_path / "data").exists()
    async with open_demo(settings, 0, kept) as demo:
        assert list_texts(demo)[-1] == "See you tomorrow."


async def test_the_page_turns_to_the_news_and_to_direct_messages(tmp_path: Path) -> None:
    async with open_demo(build_settings(tmp_path), 0) as demo:
        casey = demo.env.get_members()["casey"]
        async with running_clock(demo):
            async with demo.preview.lock:
                await casey.slash(demo.preview.channel, "demo channel", to="news")
            await wait_until(lambda: demo.preview.channel.name == "news")
            async with demo.preview.lock:
                await casey.slash(demo.preview.channel, "demo channel", to="direct messages")
            await wait_until(lambda: demo.preview.channel.id == casey.user.dm_channel.id)


async def test_a_step_that_fails_is_logged_and_the_next_one_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_demo(build_settings(tmp_path), 0) as demo:
        alex = demo.env.get_members()["alex"]
        async with running_clock(demo):
            demo.requests.append(SaveAsQuote(message_id=1, user_id=alex.id))
            await wait_until(lambda: "a step of the demo failed" in caplog.text)
            demo.requests += [ShowChannel("news", alex.id), RestartBot()]
            await wait_until(lambda: demo.preview.channel.name == "news")


async def test_a_folder_of_another_version_is_not_taken(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "discord.pickle").write_bytes(b"not ours")
    with pytest.raises(StartError, match="another version"):
        async with open_demo(build_settings(tmp_path), 0, folder):
            pass
