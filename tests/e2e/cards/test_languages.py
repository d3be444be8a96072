"""Servers that read their dates in a language of their own, beside others that do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest
from icalendar import Calendar
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.app import open_bot
from bot.ui.dates import LANGUAGES
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.posting import add_admin, list_posts, run_due_at, set_up_anniversaries
from tests.world import World, build_settings, card_text


@pytest.fixture
async def german(world: World) -> World:
    """A server that chose German."""
    await choose(world, "de")
    return world


@pytest.fixture
def beside(world: World) -> World:
    """Another server of the same bot, that never chose."""
    guild = world.env.create_guild("Beside")
    carol, dan = (guild.add_member(world.env.create_user(name)) for name in ("carol", "dan"))
    channel = guild.create_text_channel("general")
    return replace(world, guild=guild, channel=channel, alice=carol, bob=dan)


async def choose(world: World, language: str) -> None:
    """Choose the language of a server's dates."""
    await world.bot.store.guild_settings.update(world.guild.id, language=language)


async def read(
    world: World, command: str, member: MemberActor | None = None, **options: Any
) -> str:
    """What a member is answered."""
    result = await (member or world.alice).slash(world.channel, command, **options)
    return card_text(result.response)


async def open_under(world: World, command: str, label: str) -> str:
    """What a button under a command's card opens for another member."""
    shown = await world.alice.slash(world.channel, command)
    return card_text((await world.bob.click(shown.response.message, label=label)).response)


async def test_headings_and_lists_have_the_servers_dates(german: World, beside: World) -> None:
    asked: tuple[tuple[str, dict[str, Any], str, str], ...] = (
        ("timeline", {}, "**1. Oktober 2019**", "**October 1, 2019**"),
        ("onthisday", {"date": "10-01"}, "On this day: 1. Oktober\n", "On this day: October 1\n"),
        ("onthisday", {"date": "October 1"}, "· 1. Oktober 2019", "· October 1, 2019"),
        ("onthisday", {"date": "May 1"}, "years ago: Mai\n", "years ago: May\n"),
        ("upcoming", {"days": 90}, "**Sometime in März** (in", "**Sometime in March** (in"),
    )
    for command, options, theirs, ours in asked:
        assert theirs in await read(german, command, **options)
        assert ours in await read(beside, command, **options)


async def test_sentences_have_dates_in_their_own_language(german: World) -> None:
    asked: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("status", {}, "as of March 2021"),
        ("status", {}, "an article I can't place, early 2021"),
        ("quote", {"speaker": "Ida"}, "to The Lamp Post, May 2020."),
        ("quote", {"speaker": "Ida"}, "The Lamp Post, May 4, 2020 ("),
        ("quote", {"speaker": "Per Lund"}, "around 2021."),
        ("fact", {}, "May 4, 2020"),
        ("onthisday", {}, "day with something to remember is **October 1**"),
    )
    for command, options, said in asked:
        assert said in await read(german, command, **options)


async def test_british_dates_and_numbers_read_as_english_in_sentences(world: World) -> None:
    for language, said in (("en-GB", "4 May 2020 ("), ("iso", "2020-05-04 (")):
        await choose(world, language)
        assert f"The Lamp Post, {said}" in await read(world, "quote", speaker="Ida")


@pytest.mark.parametrize(
    ("language", "typed", "shown", "told"),
    [
        ("en-US", "1/10", "Years ago: looking back from 2026", "I read that as **January 10**."),
        ("en-US", "10/1", "October 1, 2019", "I read that as **October 1**. For January 10, type"),
        ("en-GB", "1/10", "1 October 2019", "I read that as **1 October**. For 10 January, type"),
        ("de", "1/10", "1. Oktober 2019", "I read that as **October 1**. For January 10, type"),
    ],
)
async def test_a_date_with_a_slash_is_read_as_the_server_writes_it_and_the_card_says_how(
    world: World, language: str, typed: str, shown: str, told: str
) -> None:
    await choose(world, language)
    card = await read(world, "onthisday", date=typed)
    first_line = card.split("\n")[1]
    assert told in first_line
    assert shown in card or "I don't know of anything" in card


@pytest.mark.parametrize("typed", ["10/25", "October 1", "1.10.", "tomorrow"])
async def test_a_date_that_can_only_mean_one_day_is_not_explained(world: World, typed: str) -> None:
    assert "I read that as" not in await read(world, "onthisday", date=typed)


async def test_buttons_speak_it_too(german: World, beside: World) -> None:
    for command, label, theirs, ours in (
        ("status", "History", "**Mai 2020** (", "**May 2020** ("),
        (
            "status",
            "Promises vs. reality",
            "Reported May 2020, due 2020.",
            "Reported May 2020, due 2020.",
        ),
        ("status", "Sources", "between March 2021 and", "between March 2021 and"),
    ):
        assert theirs in await open_under(german, command, label)
        assert ours in await open_under(beside, command, label)


@pytest.mark.parametrize("typed", ["", "okt", "1. OKT", "oct", "10-"])
async def test_a_date_is_offered_in_the_language_and_understood(german: World, typed: str) -> None:
    offered = await german.alice.autocomplete(german.channel, "onthisday", "date", typed)
    picked = {one["name"]: one["value"] for one in offered}["1. Oktober"]
    assert "· 1. Oktober 2019" in await read(german, "onthisday", date=picked)


async def test_it_holds_at_once_and_in_every_language(world: World) -> None:
    read_before = await read(world, "timeline")
    seen = {read_before}
    for language in LANGUAGES:
        await choose(world, language)
        seen.add(await read(world, "timeline"))
    assert len(seen) == len(LANGUAGES)
    await choose(world, "en-US")
    assert await read(world, "timeline") == read_before


async def test_scheduled_posts_speak_the_language_of_the_server_they_go_to(
    german: World, beside: World
) -> None:
    for world in (german, beside):
        await set_up_anniversaries(world, add_admin(world))
    await run_due_at(german, "2026-03-01 09:00")
    for world, month in ((german, "März"), (beside, "March")):
        [post] = list_posts(world.channel)
        assert f"This month, years ago: {month}\n" in post
        assert f"**5 years ago** · {month} 2021" in post
        assert "an article I can't place, early 2021" in post


async def test_an_admin_reads_it_in_everything_about_the_posts(german: World) -> None:
    admin = add_admin(german)
    await set_up_anniversaries(german, admin)
    assert "· 1. März · goes out" in await read(german, "anniversaries preview", admin)
    await read(german, "anniversaries test", admin)
    assert "Test · This month, years ago: März" in list_posts(german.channel)[-1]
    asked = await admin.slash(german.channel, "anniversaries skip next")
    done = await admin.click(asked.response.message, label="Skip it")
    said = "I'll skip the post for March 1, 2026. The next post is on May 1."
    assert said in card_text(done.response)
    assert "**1. März 2026** skipped" in await read(german, "anniversaries log", admin)
    await read(german, "anniversaries pause", admin)
    await run_due_at(german, "2026-05-02 09:00")
    assert "Skipped while they were paused: March 1, May 1." in await read(
        german, "anniversaries resume", admin
    )


async def test_what_a_pause_cost_is_told_in_one_language(german: World) -> None:
    admin = add_admin(german)
    await set_up_anniversaries(german, admin)
    everyone = german.guild.default_role.id

    def allow(is_allowed: bool) -> None:
        allowed, denied = discord.PermissionOverwrite(send_messages=is_allowed).pair()
        german.env.backend.set_overwrite(
            german.channel.id, Overwrite(everyone, OverwriteType.ROLE, allowed.value, denied.value)
        )

    allow(False)
    await run_due_at(german, "2026-03-01 09:00")
    await run_due_at(german, "2026-05-01 11:00")
    allow(True)
    await german.env.settle()
    told = list_posts(admin.user.dm_channel)[-1]
    assert "Skipped while they were paused: March 1, 2026." in told


async def test_the_calendar_file_is_in_one_language(german: World) -> None:
    result = await german.alice.slash(german.channel, "calendar")
    content = german.env.backend.cdn.get(result.response.attachments[0].url)
    assert content is not None
    told = [str(one["description"]) for one in Calendar.from_ical(content).walk("VEVENT")]
    assert any("Date: October 1, 2019." in one for one in told)


async def test_the_question_of_the_day_names_the_day_before_in_one_language(german: World) -> None:
    TriviaDriver(german, questions=[choice_question(f"question.{n}") for n in range(3)])
    admin = add_admin(german)
    panel = await open_setup(german, admin, "Daily question")
    await panel.choose("channel", german.channel)
    await run_due_at(german, "2026-01-01 09:00")
    await run_due_at(german, "2026-01-02 09:00")
    assert "**The question from January 1:**" in list_posts(german.channel)[-1]


async def test_a_game_that_was_begun_before_the_choice_reveals_in_it(world: World) -> None:
    sourced = choice_question().model_copy(update={"sources": ("source.lamp-post",)})
    table = TriviaDriver(world, questions=[sourced])
    await table.start_game(rounds=1)
    await choose(world, "en-GB")
    await table.let_question_expire()
    assert "Source: The Lamp Post, 4 May 2020" in table.text


async def test_the_choice_outlives_a_restart(german: World, tmp_path: Path) -> None:
    world = german
    async with open_bot(build_settings(tmp_path), world.env.now, shard_count=1) as successor:
        await world.env.restart_bot(successor)
        assert "**1. Oktober 2019**" in await read(replace(world, bot=successor), "timeline")


async def test_settings_that_cannot_be_read_get_a_sentence_and_not_silence(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    shown = await world.alice.slash(world.channel, "status")
    async with world.bot.store.database.transaction() as transaction:
        await transaction.fetch(
            "INSERT INTO server_settings (guild_id, body) VALUES (?, '{')", (world.guild.id,)
        )
    world.bot.store.guild_settings.invalidate(world.guild.id)
    assert "incident" in await read(world, "status")
    clicked = await world.bob.click(shown.response.message, label="History")
    assert "incident" in card_text(clicked.response)
    assert await world.alice.autocomplete(world.channel, "onthisday", "date", "oct") == []
    assert "in /status" in caplog.text
