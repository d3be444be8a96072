"""A changed status is announced in the news channel exactly once, whichever step fails."""

from __future__ import annotations

from seeds.dates import PartialDate
from tests.drivers.canon import NEWS
from tests.e2e.canon.announce.desk import OLDER, Desk
from tests.posting import get_raw_components
from tests.world import card_text, iter_buttons


async def test_an_approved_status_is_announced_with_the_change_at_once(desk: Desk) -> None:
    text = await desk.let_in()
    assert f"Announced in <#{desk.news.id}>." in text
    [post] = desk.posts
    assert "News of the second season" in post
    assert "Writing → **Filming**" in post
    assert "**Cameras roll on season three**" in post
    assert "**Confirmed**, as of December 30, 2025 (2 days ago)" in post
    assert "[The Lamp Post](<https://lantern.example/shooting>)" in post
    assert await desk.outcome() == ("sent", "")
    [button] = iter_buttons(get_raw_components(desk.news.history()[0]))
    opened = await desk.world.alice.click(desk.news.history()[0], custom_id=button["custom_id"])
    assert "## Sources" in card_text(opened.response)
    assert opened.ephemeral


async def test_the_next_change_starts_where_this_one_ended(desk: Desk) -> None:
    await desk.let_in()
    later = {"date": PartialDate(2026, 1, 1), "headline": "It wrapped"}
    await desk.let_in(NEWS.model_copy(update={**later, "stage": "post-production"}))
    assert "Filming → **Post-production**" in desk.posts[1]
    await desk.let_in(NEWS.model_copy(update={**later, "stage": "post-production"}))
    assert "Still **Post-production**" in desk.posts[2]


async def test_news_without_a_stage_changes_no_status_and_is_not_announced(desk: Desk) -> None:
    text = await desk.let_in(NEWS.model_copy(update={"stage": None}))
    assert "nnounced" not in text
    assert desk.posts == []


async def test_what_is_older_than_the_status_is_no_news_and_the_reviewer_is_told(
    desk: Desk,
) -> None:
    text = await desk.let_in(OLDER)
    assert "It's older than what /status shows, so I won't announce it." in text
    assert desk.posts == []
    assert await desk.outcome() is None


async def test_of_news_of_one_day_the_later_is_what_status_shows(desk: Desk) -> None:
    for number in range(1, 12):
        text = await desk.let_in(NEWS.model_copy(update={"headline": f"Take number {number}"}))
        assert "Announced in" in text
    card = card_text((await desk.world.alice.slash(desk.world.channel, "status")).response)
    assert "Take number 11" in card
    assert len(desk.posts) == 11


async def test_without_a_news_channel_nothing_is_announced_and_the_reviewer_is_told(
    desk: Desk,
) -> None:
    await desk.world.bot.store.guild_settings.update(desk.world.guild.id, news_channel_id=None)
    assert "There's no news channel, so I won't announce it." in await desk.let_in()
    assert desk.posts == []
