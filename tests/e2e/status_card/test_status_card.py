"""The status card: one message that always shows the present status."""

from __future__ import annotations

import discord
from simcord.actors import MemberActor

from seeds.dates import PartialDate
from tests.drivers.canon import NEWS, propose_and_approve
from tests.drivers.setup import open_setup
from tests.drivers.status_card import get_card, get_stored_card, list_cards, look_at, set_up_card
from tests.world import World, card_text


def count_edits(world: World) -> int:
    """Return how many messages the bot has edited in the guild's channels."""
    return sum(
        one.method == "PATCH" and "/channels/" in one.path for one in world.env.http_requests
    )


async def test_choosing_a_channel_shows_the_card_there_at_once(
    world: World, admin: MemberActor
) -> None:
    panel = await set_up_card(world, admin)
    assert panel.note == f"The status card is now in <#{world.channel.id}>."
    [card] = list_cards(world.channel)
    assert card.startswith("## Where the second season stands")
    assert "**Reported**, as of March 2021" in card
    assert str(get_card(world.channel).id) in panel.text
    await panel.press("Overview")
    assert f"**Status card** · <#{world.channel.id}>" in panel.text


async def test_its_buttons_answer_in_private(world: World, admin: MemberActor) -> None:
    await set_up_card(world, admin)
    message = get_card(world.channel)
    for label, said in (
        ("Sources", "A letter to the fans"),
        ("History", "How it got here"),
        ("Promises vs. reality", "Writing starts within the year"),
    ):
        result = await world.bob.click(message, label=label)
        assert result.ephemeral
        assert said in card_text(result.response)


async def test_approved_news_is_on_the_card_within_a_minute(
    world: World, admin: MemberActor
) -> None:
    await set_up_card(world, admin)
    await look_at(world, "2026-01-01 03:00")
    await propose_and_approve(world, NEWS)
    await look_at(world, "2026-01-01 03:01")
    [card] = list_cards(world.channel)
    assert "**Cameras roll on season three**" in card
    assert "**Filming** (step" in card


async def test_it_is_edited_at_most_once_an_hour(world: World, admin: MemberActor) -> None:
    await set_up_card(world, admin)
    await look_at(world, "2026-01-01 03:00")
    await propose_and_approve(world, NEWS)
    await look_at(world, "2026-01-01 03:01")
    later = NEWS.model_copy(
        update={"headline": "It is in the can", "date": PartialDate(2025, 12, 31)}
    )
    await propose_and_approve(world, later)
    before = count_edits(world)
    for minute in range(2, 60, 10):
        await look_at(world, f"2026-01-01 03:{minute:02}")
    assert count_edits(world) == before
    assert "It is in the can" not in list_cards(world.channel)[0]
    await look_at(world, "2026-01-01 04:01")
    assert "**It is in the can**" in list_cards(world.channel)[0]
    assert count_edits(world) == before + 1


async def test_what_has_not_changed_is_not_edited(world: World, admin: MemberActor) -> None:
    await set_up_card(world, admin)
    before = count_edits(world)
    for hour in range(1, 24):
        await look_at(world, f"2026-01-01 {hour:02}:00")
    assert count_edits(world) == before


async def test_a_new_day_counts_on_from_its_first_minute(world: World, admin: MemberActor) -> None:
    news = NEWS.model_copy(update={"date": PartialDate(2025, 12, 30)})
    await propose_and_approve(world, news)
    await set_up_card(world, admin)
    assert "(2 days ago)" in list_cards(world.channel)[0]
    await look_at(world, "2026-01-01 23:59")
    assert "(2 days ago)" in list_cards(world.channel)[0]
    await look_at(world, "2026-01-02 00:00")
    assert "(3 days ago)" in list_cards(world.channel)[0]


async def test_a_deleted_card_comes_back_within_the_hour(world: World, admin: MemberActor) -> None:
    await set_up_card(world, admin)
    first = get_card(world.channel)
    world.env.backend.delete_message(world.channel.id, first.id)
    await look_at(world, "2026-01-01 01:00")
    [_] = list_cards(world.channel)
    second = get_card(world.channel)
    assert second.id != first.id
    assert (await get_stored_card(world)).message_id == second.id
    await look_at(world, "2026-01-01 02:00")
    assert len(list_cards(world.channel)) == 1


async def test_in_another_channel_the_old_one_goes(world: World, admin: MemberActor) -> None:
    other = world.guild.create_text_channel("status")
    panel = await set_up_card(world, admin)
    await panel.choose("channel", other)
    assert list_cards(world.channel) == []
    assert len(list_cards(other)) == 1
    await look_at(world, "2026-01-02 00:00")
    assert list_cards(world.channel) == []
    assert len(list_cards(other)) == 1


async def test_without_a_channel_the_card_goes(world: World, admin: MemberActor) -> None:
    panel = await set_up_card(world, admin)
    assert await panel.choose("channel") == "The status card is gone."
    assert list_cards(world.channel) == []
    assert await get_stored_card(world) is None
    assert "Choose a channel and it comes right away." in panel.text
    await look_at(world, "2026-01-02 00:00")
    assert list_cards(world.channel) == []


async def test_it_can_be_pinned_and_unpinned(world: World, admin: MemberActor) -> None:
    panel = await set_up_card(world, admin)
    await panel.press("Pin it")
    assert panel.note == "The status card is pinned."
    assert get_card_of(world).pinned
    await panel.press("Don't pin it")
    assert panel.note == "The status card isn't pinned."
    assert not get_card_of(world).pinned


def get_card_of(world: World) -> discord.Message:
    [message] = [one for one in world.channel.history() if one.components]
    return message


async def test_a_reposted_card_is_pinned_again(world: World, admin: MemberActor) -> None:
    panel = await set_up_card(world, admin)
    await panel.press("Pin it")
    world.env.backend.delete_message(world.channel.id, get_card_of(world).id)
    await look_at(world, "2026-01-01 01:00")
    assert get_card_of(world).pinned


async def test_a_guild_without_a_card_has_none(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Status card")
    assert "Choose a channel and it comes right away." in panel.text
    await look_at(world, "2026-01-02 00:00")
    assert list_cards(world.channel) == []
