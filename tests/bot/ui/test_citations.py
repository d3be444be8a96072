"""Links are hidden from the sources of members only, and only where a server hides them."""

from __future__ import annotations

import pytest

from bot.ui.citations import get_shown_sources, hide_links
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
