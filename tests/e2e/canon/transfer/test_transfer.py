"""The entries of one guild are exported as a file and imported in another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.app import open_bot
from bot.cli.main import main
from cogs.canon.transfer.importing import PENDING_IMPORTS, ImportExpiredError
from seeds.loader import parse_pack
from seeds.schema import Event, Fact, Quote, Status
from storage.canon.guild_entries import AuditAction
from tests.drivers.canon import (
    FACT,
    NEWS,
    CardDriver,
    change_at,
    list_active_entries,
    propose_and_approve,
    quote_draft,
)
from tests.e2e.canon.transfer.server import Server, fill, said
from tests.posting import add_admin
from tests.world import World, build_settings, card_text, open_world


async def test_the_exported_file_is_a_pack_that_passes_the_check(
    world: World, here: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(world)
    sentence, content = await here.export()
    assert "4 sources, 1 event, 1 fact, 1 quote, 1 status report and 1 question" in sentence
    file = tmp_path / "canon.toml"
    file.write_bytes(content)
    assert main(["seeds", "check", str(file)]) == 0
    assert "quote        1" in capsys.readouterr().out
    pack = parse_pack("canon.toml", content)
    assert [topic.slug for topic in pack.manifest.topics] == ["cast", "season-two"]
    assert [person.name for person in pack.manifest.people] == ["Bob of the Harbour"]
    assert str(world.bob.id) not in content.decode()
    assert "source.lamp-letter" in pack.entries


async def test_what_comes_out_elsewhere_is_what_went_in_up_to_its_numbers(
    world: World, here: Server, there: Server
) -> None:
    await fill(world)
    _, content = await here.export()
    preview = await there.send(content)
    assert "**3 sources, 1 event, 1 fact, 1 quote, 1 status report and 1 question**" in preview
    assert "I'd skip 1 entry that I already have" in preview
    assert "New here: Bob of the Harbour." in preview
    assert await there.ids() == [], "nothing comes in before it is confirmed"
    assert "Imported canon.toml" in await there.confirm()
    _, again = await there.export()
    assert said(again) == said(content)


async def test_imported_entries_are_the_servers_own_and_the_history_knows(
    world: World, here: Server, there: Server
) -> None:
    await fill(world)
    _, content = await here.export()
    await there.bring_in(content)
    own = world.bot.store.guild_entries
    deeds = await own.list_newest_events(there.guild.id, offset=0, limit=50)
    assert {deed.action for deed in deeds} == {AuditAction.IMPORTED}
    assert {deed.actor_id for deed in deeds} == {there.admin.id}
    assert {deed.detail for deed in deeds} == {"from canon.toml"}
    assert {one.origin for one in await list_active_entries(world.bot.store, there.guild.id)} == {
        "guild"
    }
    view = world.bot.store.canon.for_guild(there.guild.id)
    [status] = [one for one in await view.list_all(Status) if "own-" in one.id]
    [event] = await view.get_many(status.events, Event)
    assert event.title == status.headline
    assert [one.url for one in await view.get_sources(status.sources)] == [NEWS.link]
    [spoken] = [one for one in await view.list_all(Quote) if "own-" in one.id]
    assert await view.get_person_name(spoken.speaker) == "Bob of the Harbour"
    status_card = card_text((await there.admin.slash(there.channel, "status")).response)
    assert "Cameras roll on season three" in status_card


async def test_what_is_there_already_is_not_added_twice(
    world: World, here: Server, there: Server
) -> None:
    await fill(world)
    _, content = await here.export()
    before = await here.ids()
    assert "I already have everything in that file" in await here.send(content)
    await there.bring_in(content)
    ids = await there.ids()
    assert "I already have everything" in await there.send(content)
    assert (await here.ids(), await there.ids()) == (before, ids)


async def test_a_corrected_entry_of_ones_own_export_replaces_what_it_was(
    world: World, here: Server
) -> None:
    await fill(world)
    before = await here.ids()
    _, content = await here.export()
    text = content.decode().replace(
        "Cameras roll on season three", "Cameras rolled on season three"
    )
    text = text.replace("The prop maker said so.", "The prop maker says so.")

    preview = await here.send(text.encode())
    told = "1 source, 1 event, 1 status report and 1 question"
    assert f"I'd change **{told}** of this server to what the file says." in preview
    assert "would be added" not in preview
    assert "I'd skip 5 entries" in preview
    assert f"{told} corrected." in await here.confirm()

    assert await here.ids() == before
    view = world.bot.store.canon.for_guild(here.guild.id)
    [status] = [one for one in await view.list_all(Status) if "own-" in one.id]
    assert status.headline == "Cameras rolled on season three"
    history = await world.bot.store.guild_entries.list_history(here.guild.id, status.id)
    assert [one.action for one in history] == [AuditAction.ADDED, AuditAction.EDITED]
    assert "I already have everything in that file" in await here.send(text.encode())


async def test_a_correction_may_cite_a_new_entry(world: World, here: Server) -> None:
    await propose_and_approve(world, FACT)
    _, content = await here.export()
    text = content.decode().replace(
        '    "source.own-1",\n', '    "source.own-1", "source.second",\n'
    )
    text += '\n[[source]]\nid = "source.second"\ntitle = "A second page"\npublisher = "Wick"\n'
    text += 'url = "https://wick.example/second"\n'

    await here.bring_in(text.encode())

    [fact] = [
        one
        for one in await list_active_entries(world.bot.store, here.guild.id)
        if isinstance(one, Fact)
    ]
    assert fact.sources == ("source.own-1", "source.own-2")


async def test_another_servers_entry_of_the_same_number_is_no_correction(
    world: World, here: Server
) -> None:
    await propose_and_approve(world, FACT)
    _, content = await here.export()
    other = content.replace(
        FACT.text.encode(), b"The first season had no budget for a second take."
    )
    other = other.replace((FACT.link or "none").encode(), b"https://wick.example/other")
    await here.bring_in(other)
    assert len(await here.ids()) == 4


async def test_what_is_still_to_come_is_refused_as_canon_add_refuses_it(
    world: World, here: Server, there: Server
) -> None:
    await propose_and_approve(world, NEWS)
    _, content = await here.export()
    for late in (b"9999-12-31", b"2027", b"2026-01-03"):
        text = await there.send(content.replace(str(NEWS.date).encode(), late))
        assert "I didn't import anything." in text
        assert "event.own-1: " in text
        assert "hasn't come yet: import it once it has happened." in text
    assert await there.ids() == []
    early = content.replace(str(NEWS.date).encode(), b"2026-01-02")
    assert "I'd add" in await there.send(early), "the next day may have come elsewhere"


async def test_a_file_name_that_is_no_text_is_cleaned(
    world: World, here: Server, there: Server
) -> None:
    await propose_and_approve(world, FACT)
    _, content = await here.export()
    await there.send(content, "ca\ud800n\u202eon.toml")
    assert "Imported canon.toml" in await there.confirm()


async def test_a_confirmation_counts_once_and_only_for_whoever_sent_the_file(
    world: World, here: Server, there: Server
) -> None:
    await fill(world)
    _, content = await here.export()
    await there.send(content)
    first = CardDriver(world, there.admin)
    first.card = there.card
    mods = there.guild.create_role("more", permissions=discord.Permissions(manage_guild=True))
    other = there.guild.add_member(world.env.create_user("olga"), roles=[mods])
    custom_id = first.buttons["Import"]["custom_id"]
    pending, token = world.bot.resources[PENDING_IMPORTS], custom_id.rpartition(":")[2]
    for guild_id, member_id in ((there.guild.id, other.id), (here.guild.id, there.admin.id)):
        with pytest.raises(ImportExpiredError):
            pending.pop(token, guild_id, member_id)
    await there.confirm()
    numbers = len(await there.ids())
    assert numbers == 8
    with pytest.raises(ImportExpiredError):
        pending.pop(token, there.guild.id, there.admin.id)


async def test_after_a_restart_the_file_has_to_be_sent_again(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        await propose_and_approve(world, FACT)
        here = Server(world, world.guild, world.channel, add_admin(world))
        _, content = await here.export()
        changed = content.replace(b"rice paper", b"silk")
        await here.send(changed)
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            panel = CardDriver(world, here.admin)
            panel.card = here.card
            assert "send it again" in card_text((await panel.press("Import")).response)
            assert len(await here.ids()) == 2


async def test_people_of_the_same_slug_but_another_name_stay_apart(
    world: World, here: Server
) -> None:
    await propose_and_approve(world, quote_draft("Bob of the Harbour"))
    _, content = await here.export()
    renamed = content.replace(b"Bob of the Harbour", b"Bob of the Hills")
    await here.bring_in(renamed.replace(b"fold it all", b"climb it all"))
    people = await world.bot.store.guild_entries.list_people(here.guild.id)
    assert [(one.slug, one.name) for one in people] == [
        ("bob", "Bob of the Harbour"),
        ("bob-of-the-hills", "Bob of the Hills"),
    ]
    quotes = await world.bot.store.canon.for_guild(here.guild.id).list_all(Quote)
    assert {one.words: one.speaker for one in quotes}[
        "I would climb it all again."
    ] == "bob-of-the-hills"


async def test_people_named_by_pictures_alone_stay_apart(
    world: World, here: Server, there: Server
) -> None:
    await propose_and_approve(world, quote_draft("\U0001f600", "grin"))
    _, content = await here.export()
    await there.bring_in(content)
    other = content.replace("\U0001f600".encode(), "\U0001f389".encode())
    await there.bring_in(other.replace(b"fold it all", b"climb it all"))
    people = await world.bot.store.guild_entries.list_people(there.guild.id)
    assert {one.name for one in people} == {"\U0001f600", "\U0001f389"}


async def test_a_retracted_entry_stays_at_home_but_its_cited_source_goes_along(
    world: World, here: Server
) -> None:
    first = await propose_and_approve(world, NEWS)
    await propose_and_approve(
        world, FACT.model_copy(update={"known_source": f"source.own-{first}"})
    )
    own = world.bot.store.guild_entries
    ids = [entry.id for entry in NEWS.to_entries(first).entries]
    await own.retract(change_at(5, here.guild.id, here.admin.id), ids)
    _, content = await here.export()
    pack = parse_pack("x.toml", content)
    assert list(pack.entries) == [f"source.own-{first}", f"fact.own-{first + 1}"]
