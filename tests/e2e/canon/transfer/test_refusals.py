"""Files and members that are refused, with what is wrong."""

from __future__ import annotations

import tomllib

import pytest

from seeds.schema import Status
from tests.drivers.canon import FACT, NEWS, propose_and_approve, quote_draft
from tests.e2e.canon.transfer.server import Server, fill
from tests.world import World, card_text, show_command


async def test_somebody_who_looks_like_one_on_record_does_not_come_in(
    world: World, here: Server, there: Server
) -> None:
    await propose_and_approve(world, quote_draft("Bob of the Harbour"))
    _, content = await here.export()
    text = await there.send(content.replace(b"Bob of the Harbour", "Id\u0430 H0lm".encode()))
    assert "bob is called Id\u0430 H0lm and looks like Ida Holm: rename one." in text
    assert await there.ids() == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "does not say what the pack is: start with slug, title, work,"),
        (b"\xff\xfe", "is not UTF-8 text: save it as UTF-8"),
        (
            b"[[event]\n",
            "Line 1: cannot be read as TOML: a heading is missing its closing brackets",
        ),
        (b'a = "\\UFFFFFFFF"', "Line 1: cannot be read as TOML"),
        (b"a = \xed\xa0\x80", "is not UTF-8 text"),
        (b"a = " + b"[" * 3_000, "nested too deeply"),
        (b"a." * 400_000, "Line 1 is longer than 4000 bytes."),
        (b"x = 1\n" * 3, "Line 2: cannot be read as TOML: a key appears twice in its table"),
    ],
)
async def test_a_file_that_is_no_pack_is_told_in_sentences(
    here: Server, content: bytes, told: str
) -> None:
    assert told in await here.send(content)
    assert await here.ids() == []


async def test_every_fault_is_named_with_its_entry_and_nothing_comes_in(
    world: World, here: Server, there: Server
) -> None:
    await fill(world)
    _, content = await here.export()
    spoilt = content.replace(b"2025-12-30", b"2025-13-30").replace(b'"Washi"', b'"lantern"')
    text = await there.send(spoilt)
    assert "I didn't import anything." in text
    assert "Line 28: source.own-1: published: there is no month 13" in text
    assert "Line 114: question.own-3: the answer “lantern” appears in the question" in text
    assert await there.ids() == []


async def test_topics_that_are_not_here_are_named(
    world: World, here: Server, there: Server
) -> None:
    await propose_and_approve(world, FACT)
    _, content = await here.export()
    text = await there.send(content.replace(b'"cast"', b'"weather"'))
    assert "There is no topic weather here: use one of season-two, cast." in text
    assert await there.ids() == []


async def test_what_nobody_can_see_or_click_by_mistake_does_not_come_in(
    world: World, here: Server, there: Server
) -> None:
    await propose_and_approve(world, NEWS)
    _, content = await here.export()
    text = content.decode()
    text = text.replace("Cameras roll", "Cam\u200beras \u202eroll")
    text = text.replace("/shooting", "/a_(b)")
    await there.bring_in(text.encode())
    view = world.bot.store.canon.for_guild(there.guild.id)
    [status] = [one for one in await view.list_all(Status) if "own-" in one.id]
    assert status.headline == "Cameras roll on season three"
    [source] = await view.get_sources(status.sources)
    assert source.url == "https://lantern.example/a_%28b%29"


async def test_only_toml_of_a_bearable_size_is_looked_at(here: Server) -> None:
    assert "isn't a .toml file" in await here.send(b"", "canon.exe")
    assert "That file is over 1,000 kB: split it" in await here.send(b"#" * 1_000_001)


async def test_members_neither_export_nor_import(world: World, here: Server) -> None:
    await propose_and_approve(world, FACT)
    member = Server(world, world.guild, world.channel, world.alice)
    show_command(world, "review", world.alice)
    show_command(world, "import", world.alice)
    assert "Manage Server" in await member.send(b"")
    result = await world.alice.slash(world.channel, "review export")
    assert "Only reviewers" in card_text(result.response)
    _, content = await here.export()
    assert tomllib.loads(content.decode())["slug"] == "paper-lantern"


async def test_a_server_that_has_added_nothing_has_nothing_to_export(here: Server) -> None:
    result = await here.admin.slash(here.channel, "review export")
    assert "hasn't added anything of its own yet" in result.response.content
