"""Links of members are hidden where a server hides them; a line names a source and its date."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ui.citations import get_shown_sources, hide_links, source_line, sources_card
from seeds.dates import parse_publication_date
from seeds.schema import Origin, Source
from storage.store import Store

GUILD_ID, OTHER_GUILD_ID = 100, 200
FROM_PACK = Source(
    id="source.a", origin=Origin.PUBLIC_RECORD, title="A", url="https://lantern.example/a"
)
FROM_MEMBER = FROM_PACK.model_copy(update={"id": "source.own-1", "origin": Origin.GUILD})


async def test_a_server_hides_the_links_of_its_members_and_keeps_those_of_the_pack(
    store: Store,
) -> None:
    await store.guild_settings.update(GUILD_ID, shows_links=False)
    shown = await hide_links(store, GUILD_ID, [FROM_MEMBER, FROM_PACK])
    assert shown == [FROM_MEMBER.model_copy(update={"url": None}), FROM_PACK]


@pytest.mark.parametrize("elsewhere", [OTHER_GUILD_ID, None], ids=["another server", "a DM"])
async def test_elsewhere_all_links_stay(store: Store, elsewhere: int | None) -> None:
    await store.guild_settings.update(GUILD_ID, shows_links=False)
    both = [FROM_MEMBER, FROM_PACK]
    assert await hide_links(store, elsewhere, both) == both


async def test_cards_show_the_sources_in_the_order_of_their_ids(store: Store) -> None:
    asked = ["source.gone", "source.lamp-letter", "source.lamp-post", "source.lamp-letter"]
    shown = await get_shown_sources(store, store.canon.for_guild(GUILD_ID), asked)
    assert [one.id for one in shown] == ["source.lamp-letter", "source.lamp-post"]


@pytest.mark.parametrize(
    ("published", "line", "whole"),
    [
        ("2024-08/2024-12", "late 2024", "between August 2024 and December 2024"),
        ("2024-01/2024-06-30", "early 2024", "between January 2024 and June 30, 2024"),
        ("2024-05/2024-08", *["between May 2024 and August 2024"] * 2),
        ("2023-11/2024-02", *["between November 2023 and February 2024"] * 2),
        ("2024-08/..", *["not before August 2024"] * 2),
        ("2024-08~", *["around August 2024 (about 4 months ago)"] * 2),
    ],
)
def test_a_line_has_the_part_of_the_year_and_the_card_all_that_is_known(
    published: str, line: str, whole: str
) -> None:
    source = Source(id="source.a", title="A", published=parse_publication_date(published))
    today = date(2024, 12, 31)
    assert source_line([source], today) == f"Source: an article I can't place, {line}"
    assert f"**an article I can't place** · {whole}\n" in sources_card([source], today).body
