"""A changed status is announced in the news channel exactly once, whichever step fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from cogs.canon.announce.cog import AnnouncerCog
from seeds.dates import PartialDate
from storage.canon.guild_entries import NewEntries
from storage.proposals.announcements import AnnouncementRequest
from storage.proposals.proposals import Decision
from tests.canon import NEWS, CardDriver, approve_as_written, create_proposal, propose
from tests.posting import (
    FakePlatform,
    add_admin,
    get_raw_components,
    list_posts,
    raise_disconnected,
    run_due_at,
)
from tests.world import World, card_text, iter_buttons

OLDER = NEWS.model_copy(update={"date": PartialDate(2020), "headline": "It was said long ago"})
START = "2026-01-01 00:00"


class Killed(BaseException):
    """The death of the process; no handler of Exception catches it."""


def dies() -> None:
    raise Killed


class Desk(CardDriver):
    """Drives a reviewer in a guild that announces news."""

    def __init__(self, world: World, news: ChannelHandle) -> None:
        super().__init__(world, add_admin(world))
        self.news = news
        self.number = 0

    async def let_in(self, draft: object = NEWS) -> str:
        """Approve a piece of news; return what the reviewer reads."""
        assert isinstance(draft, type(NEWS))
        self.number = await propose(self.world, draft)
        await self.open()
        return await self.press_and_read("Approve")

    @property
    def posts(self) -> list[str]:
        return list_posts(self.news)

    @property
    def notices(self) -> list[str]:
        return list_posts(self.member.user.dm_channel)

    async def outcome(self) -> tuple[str, str] | None:
        return await self.world.bot.store.announcements.get_outcome(
            self.world.guild.id, f"status.own-{self.number}"
        )

    def deny(self, **denied: bool) -> None:
        """Deny permissions to all members in the news channel."""
        overwrite = discord.PermissionOverwrite(**{name: not on for name, on in denied.items()})
        allow, deny_ = overwrite.pair()
        self.world.env.backend.set_overwrite(
            self.news.id,
            Overwrite(
                self.world.guild.default_role.id, OverwriteType.ROLE, allow.value, deny_.value
            ),
        )

    async def die_while_announcing(self) -> None:
        """Let the process die during the delivery."""
        with pytest.raises((Killed, BaseExceptionGroup)):
            await run_due_at(self.world, START)


@pytest.fixture
async def desk(world: World) -> Desk:
    news = world.guild.create_text_channel("news")
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    return Desk(world, news)


async def ask_for_it(desk: Desk) -> None:
    """Queue an announcement without delivering it, as after a crash."""
    desk.world.bot.scheduler.periodic_jobs.unregister("announcements")
    cog = desk.world.bot.get_cog("Announcements")
    await desk.world.bot.remove_cog("Announcements")
    await desk.let_in()
    assert cog is not None
    await desk.world.bot.add_cog(cog)


async def test_an_approved_status_is_announced_with_the_change_at_once(desk: Desk) -> None:
    text = await desk.let_in()
    assert f"Announced in <#{desk.news.id}>." in text
    [post] = desk.posts
    assert "News of the second season" in post
    assert "Writing → **Filming**" in post
    assert "**Cameras roll on season three**" in post
    assert "**Confirmed**, as of 30 December 2025 (2 days ago)" in post
    assert "[The Lamp Post](<https://lantern.example/shooting>)" in post
    assert await desk.outcome() == ("sent", "")
    [button] = iter_buttons(get_raw_components(desk.news.history()[0]))
    opened = await desk.world.alice.click(desk.news.history()[0], custom_id=button["custom_id"])
    assert "Where we know this from" in card_text(opened.response)
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
    assert "It is older than what /status shows, so it is no news to announce." in text
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
    assert "No news channel is set, so it is not announced." in await desk.let_in()
    assert desk.posts == []


async def test_a_missing_permission_is_told_once_and_the_news_follows_when_it_is_back(
    desk: Desk,
) -> None:
    desk.deny(send_messages=True)
    text = await desk.let_in()
    assert "is not announced in" in text
    assert "permission missing: Send Messages" in text
    for minute in ("00:01", "00:02", "00:30"):
        await run_due_at(desk.world, f"2026-01-01 {minute}")
    [notice] = desk.notices
    assert f"in <#{desk.news.id}> I lack Send Messages. Allow me that there within a day" in notice
    desk.deny()
    await run_due_at(desk.world, "2026-01-01 01:00")
    await run_due_at(desk.world, "2026-01-01 01:01")
    assert len(desk.posts) == 1
    assert await desk.outcome() == ("sent", "")


async def test_a_permission_that_never_comes_back_ends_in_a_reason(desk: Desk) -> None:
    desk.deny(send_messages=True)
    await desk.let_in()
    await run_due_at(desk.world, "2026-01-02 00:01")
    await run_due_at(desk.world, "2026-01-02 00:20")
    assert await desk.outcome() == ("failed", "permission missing: Send Messages")
    assert "was not announced" in desk.notices[-1]
    assert len(desk.notices) == 2
    text = await desk.open("canon history", id=str(desk.number))
    assert "was not announced: permission missing: Send Messages." in text
    desk.deny()
    await run_due_at(desk.world, "2026-01-02 01:00")
    assert desk.posts == []


async def test_a_channel_that_is_gone_is_told_with_the_way_to_another(desk: Desk) -> None:
    desk.world.env.backend.delete_channel(desk.news.id)
    assert "could not be announced" in await desk.let_in()
    assert await desk.outcome() == ("failed", "channel gone")
    [notice] = desk.notices
    assert "/setup is where another news channel is chosen" in notice


async def test_a_refused_card_fails_in_the_platforms_own_words(desk: Desk) -> None:
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=400, code=50035, message="Invalid Form Body")
    await desk.let_in()
    assert await desk.outcome() == ("failed", "Discord refused it: Invalid Form Body")


@pytest.mark.parametrize("fault", [raise_disconnected, None], ids=["reset", "503"])
async def test_a_failing_platform_is_asked_again_with_the_same_nonce(
    desk: Desk, fault: Callable[[], None] | None
) -> None:
    platform = FakePlatform(desk.world)
    path = f"/channels/{desk.news.id}/messages"
    if fault is None:
        desk.world.env.inject_error("POST", path, status=503, times=2)
    else:
        platform.after_send = fault
    assert "I keep trying for a day" in await desk.let_in()
    platform.after_send = lambda: None
    desk.world.env.backend.faults.clear()
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert len(set(platform.nonces)) == 1
    assert len(desk.posts) == 1
    assert await desk.outcome() == ("sent", "")


async def test_tries_grow_rarer_and_end_after_a_day(desk: Desk) -> None:
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=503, times=None)
    await desk.let_in()
    for minute in range(1, 60):
        await run_due_at(desk.world, f"2026-01-01 00:{minute:02}")
    tried = sum(one.path == path for one in desk.world.env.http_requests)
    assert 5 <= tried <= 20
    await run_due_at(desk.world, "2026-01-02 00:30")
    assert await desk.outcome() == ("failed", "Discord could not be reached")


async def test_a_restart_does_not_forget_how_often_it_was_tried(desk: Desk) -> None:
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=503, times=None)
    await desk.let_in()
    for minute in ("00:01", "00:03"):
        await run_due_at(desk.world, f"2026-01-01 {minute}")
    cog = desk.world.bot.get_cog("Announcements")
    assert isinstance(cog, AnnouncerCog)
    await desk.world.bot.remove_cog("Announcements")
    await desk.world.bot.add_cog(AnnouncerCog(desk.world.bot))
    tried = len(desk.world.env.http_requests)
    await run_due_at(desk.world, "2026-01-01 00:04")
    assert len(desk.world.env.http_requests) == tried
    desk.world.env.backend.faults.clear()
    await run_due_at(desk.world, "2026-01-01 00:05")
    assert len(desk.posts) == 1


async def test_a_crash_after_sending_is_mended_by_the_same_nonce(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.after_send = dies
    await desk.die_while_announcing()
    assert await desk.outcome() == ("claimed", "")
    platform.after_send = lambda: None
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert len(desk.posts) == 1
    assert len(platform.nonces) == 2
    assert len(set(platform.nonces)) == 1
    assert await desk.outcome() == ("sent", "")


async def test_hours_later_it_is_looked_for_and_found(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.after_send = dies
    await desk.die_while_announcing()
    platform.forget_nonces()
    platform.after_send = lambda: None
    await run_due_at(desk.world, "2026-01-01 05:00")
    assert len(desk.posts) == 1
    assert len(platform.nonces) == 1, "it was not sent again"
    assert await desk.outcome() == ("sent", "")


async def test_a_members_own_status_card_is_not_taken_for_the_announcement(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.before_send = dies
    await desk.die_while_announcing()
    platform.before_send = lambda: None
    await desk.world.alice.slash(desk.news, "status")
    await run_due_at(desk.world, "2026-01-01 05:00")
    assert sum("News of the second season" in post for post in desk.posts) == 1
    assert await desk.outcome() == ("sent", "")


async def test_an_announcement_somebody_deleted_at_once_stays_deleted(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.after_send = dies
    await desk.die_while_announcing()
    platform.after_send = lambda: None
    platform.forget_nonces()
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=404, code=10008)
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert await desk.outcome() == ("sent", "somebody deleted it")


async def test_what_was_retracted_meanwhile_is_not_announced(desk: Desk) -> None:
    await ask_for_it(desk)
    await desk.open("canon retract", id=str(desk.number))
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert desk.posts == []
    assert await desk.outcome() == ("failed", "it was retracted before it could be announced")


async def test_an_unavailable_server_is_waited_for(desk: Desk) -> None:
    await ask_for_it(desk)
    guild = desk.world.bot.get_guild(desk.world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await run_due_at(desk.world, "2026-01-01 00:05")
    guild.unavailable = False
    await run_due_at(desk.world, "2026-01-01 00:30")
    assert len(desk.posts) == 1


async def test_one_servers_trouble_does_not_hold_up_another(desk: Desk) -> None:
    world = desk.world
    other = world.env.create_guild("Others")
    there = other.create_text_channel("news")
    store = world.bot.store
    for guild_id, channel_id in ((world.guild.id, desk.news.id), (other.id, there.id)):
        number = await create_proposal(store, guild_id, "news", 1, "{}", world.env.now())
        entries = NEWS.to_entries(number).entries
        assert await approve_as_written(
            store,
            Decision(guild_id, number, 2, world.env.now() - timedelta(minutes=1)),
            NewEntries(entries),
            AnnouncementRequest(entries[-1].id, channel_id),
        )
    world.env.inject_error("POST", f"/channels/{desk.news.id}/messages", status=503, times=None)
    await run_due_at(world, "2026-01-01 00:01")
    assert desk.posts == []
    assert len(list_posts(there)) == 1
