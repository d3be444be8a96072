"""A pack about a game names its own stages, and every card and form uses them."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import tomli_w

from tests.drivers.canon import NEWS as NEWS_DRAFT
from tests.drivers.canon import propose_and_approve, read_slash_response
from tests.drivers.drafts import NEWS, DraftDriver
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, list_posts
from tests.world import TINY_PACK, World, build_settings, card_text, open_world

GAME_PACK = Path(__file__).parents[2] / "packs" / "river_courier"


@pytest.fixture
async def game(tmp_path: Path, platform_document: PlatformDocument | None) -> AsyncGenerator[World]:
    """The bot with the pack about a game."""
    async with open_world(build_settings(tmp_path, GAME_PACK), platform_document) as opened:
        yield opened


async def add_news(writer: DraftDriver, stage: str, date: str = "2025-12-30") -> str:
    """Let a reviewer add news with a stage; return what they read."""
    await writer.open_add_form("news", topic="sequel", stage=stage, certainty="confirmed")
    await writer.submit({**NEWS, "date": date})
    return await writer.press_and_read("Send it in")


async def test_the_status_has_the_steps_of_the_pack(game: World) -> None:
    text = await read_slash_response(game, "status")

    assert "Where River Courier 2 stands" in text
    assert "\n**Open beta** (step 3 of 5, next: gone gold)" in text


async def test_the_history_names_the_stages_of_the_pack(game: World) -> None:
    shown = (await game.alice.slash(game.channel, "status")).response

    text = card_text((await game.alice.click(shown.message, label="History")).response)

    assert "Open beta · confirmed" in text
    assert "Alpha · confirmed" in text


async def test_anniversaries_tell_the_stage_that_came_of_it(game: World) -> None:
    text = await read_slash_response(game, "onthisday", date="September 14")

    assert "Everyone may try it (open beta, as of " in text


async def test_the_stages_of_the_pack_are_suggested_and_offered_in_the_form(game: World) -> None:
    suggested = await game.alice.autocomplete(game.channel, "canon add news", "stage", "")
    assert [(one["name"], one["value"]) for one in suggested] == [
        ("Announced", "announced"),
        ("Alpha", "alpha"),
        ("Open beta", "beta"),
        ("Gone gold", "gold"),
        ("Released", "released"),
        ("Delayed", "delayed"),
    ]
    writer = DraftDriver(game)
    await writer.open_add_form("news", topic="sequel", stage="filming")
    assert "Choose the stage from the list." in await writer.submit(NEWS)
    form = await writer.press("What the news is about")
    options = [
        option["label"]
        for label in form.modal["components"]
        if label["component"]["custom_id"] == "stage"
        for option in label["component"]["options"]
    ]
    assert options[0] == "Not about how far along it is"
    assert options[1:] == [one["name"] for one in suggested]


async def test_news_moves_the_game_to_its_next_stage_and_is_announced(game: World) -> None:
    channel = game.guild.create_text_channel("news")
    await game.bot.store.guild_settings.update(game.guild.id, news_channel_id=channel.id)

    await add_news(DraftDriver(game, add_admin(game)), "Gone gold")

    assert "\n**Gone gold** (step 4 of 5, next: released)" in await read_slash_response(
        game, "status"
    )
    [post] = list_posts(channel)
    assert "Open beta → **Gone gold**" in post


async def test_a_stage_off_the_track_keeps_the_step_that_was_reached(game: World) -> None:
    await add_news(DraftDriver(game, add_admin(game)), "delayed")

    assert "\n**Delayed** after reaching “open beta”" in await read_slash_response(game, "status")


async def test_a_file_is_taken_in_where_the_pack_names_its_stages_only(game: World) -> None:
    admin = add_admin(game)
    await add_news(DraftDriver(game, admin), "gold")
    exported = await admin.slash(game.channel, "review export")
    content = await exported.response.attachments[0].read()
    assert b'name = "gone gold"' in content
    film = tomllib.loads(content.decode())
    del film["stages"]
    film["status"][0]["stage"] = "filming"

    form = await admin.slash(game.channel, "import")
    file = ("film.toml", tomli_w.dumps(film).encode())
    answer = await admin.submit_modal(form, {"file": file})

    assert (
        "There is no stage filming here: use one of announced, alpha, beta, gold, released, "
        "delayed." in card_text(answer.response)
    )


async def test_a_stage_that_a_new_pack_does_not_name_is_shown_off_the_track(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path, TINY_PACK)
    async with open_world(settings, platform_document) as before:
        await propose_and_approve(
            before, NEWS_DRAFT.model_copy(update={"stage": "post-production"})
        )
        guild_id = before.guild.id
    async with open_world(build_settings(tmp_path, GAME_PACK), platform_document) as after:
        statuses = await after.bot.store.canon.for_guild(guild_id).list_statuses()
        manifest = after.bot.packs.get(None).manifest

        assert statuses[0].stage == "post-production"
        assert manifest.get_stage(statuses[0].stage).label == "Post production"
        assert not manifest.get_stage(statuses[0].stage).on_track


async def test_a_pack_that_names_no_stages_has_those_of_a_film(world: World) -> None:
    suggested = await world.alice.autocomplete(world.channel, "canon add news", "stage", "")

    assert [one["name"] for one in suggested] == [
        "Rumored", "Writing", "Deals", "Greenlit", "Filming", "Post-production", "Dated",
        "Released", "Stalled", "Canceled",
    ]  # fmt: skip
