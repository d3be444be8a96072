"""Announcements: each is queued once, and every step is stored."""

from __future__ import annotations

from storage.proposals.announcements import Announcement, AnnouncementRequest, queue_announcement
from storage.store import Store
from tests.drivers.canon import at_second

HERE, THERE, CHANNEL = 100, 200, 70


async def ask(
    store: Store, entry_id: str, at: int, guild_id: int = HERE, channel_id: int = CHANNEL
) -> None:
    async with store.database.transaction() as transaction:
        request = AnnouncementRequest(entry_id, channel_id)
        await queue_announcement(transaction, guild_id, request, at_second(at))


async def the_one(store: Store) -> Announcement:
    [announcement] = await store.announcements.list_open()
    return announcement


async def test_what_was_asked_for_is_open_oldest_first(store: Store) -> None:
    await ask(store, "status.own-2", 20)
    await ask(store, "status.own-1", 10, THERE)
    await ask(store, "status.own-3", 20)
    assert await store.announcements.list_open() == [
        Announcement(THERE, "status.own-1", CHANNEL, at_second(10), None),
        Announcement(HERE, "status.own-2", CHANNEL, at_second(20), None),
        Announcement(HERE, "status.own-3", CHANNEL, at_second(20), None),
    ]
    assert len(await store.announcements.list_open(limit=2)) == 2


async def test_asking_again_changes_nothing_also_when_it_was_sent(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    await ask(store, "status.own-1", 99, channel_id=71)
    assert await the_one(store) == Announcement(HERE, "status.own-1", CHANNEL, at_second(10), None)
    await store.announcements.mark_sent(await the_one(store), 5)
    await ask(store, "status.own-1", 99)
    assert await store.announcements.list_open() == []
    assert await store.announcements.get_outcome(HERE, "status.own-1") == ("sent", "")


async def test_a_claim_remembers_when_the_first_post_was_begun(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    await store.announcements.claim(await the_one(store), at_second(11))
    await store.announcements.claim(await the_one(store), at_second(900))
    assert (await the_one(store)).claimed_at == at_second(11)


async def test_whoever_waited_for_a_turn_learns_what_became_of_it_meanwhile(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    stale = await the_one(store)
    await store.announcements.claim(stale, at_second(11))
    assert await store.announcements.get_open(HERE, "status.own-1") == stale._replace(
        claimed_at=at_second(11)
    )
    await store.announcements.mark_sent(stale, None, "someone deleted it")
    assert await store.announcements.get_open(HERE, "status.own-1") is None
    assert await store.announcements.get_outcome(HERE, "status.own-1") == (
        "sent",
        "someone deleted it",
    )


async def test_a_claim_given_back_leaves_no_trace(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    await store.announcements.claim(await the_one(store), at_second(11))
    await store.announcements.release(await the_one(store))
    assert (await the_one(store)).claimed_at is None
    assert await store.announcements.get_outcome(HERE, "status.own-1") == ("due", "")


async def test_an_obstacle_is_news_once(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    held = store.announcements.mark_held_up
    assert await held(await the_one(store), "permission missing: Send Messages")
    assert not await held(await the_one(store), "permission missing: Send Messages")
    assert await held(await the_one(store), "permission missing: View Channel")
    assert await store.announcements.get_outcome(HERE, "status.own-1") == (
        "due",
        "permission missing: View Channel",
    )


async def test_a_settled_one_is_neither_claimed_nor_held_nor_settled_again(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    announcement = await the_one(store)
    await store.announcements.mark_sent(announcement, 5)
    await store.announcements.claim(announcement, at_second(12))
    await store.announcements.release(announcement)
    assert not await store.announcements.mark_held_up(announcement, "channel gone")
    await store.announcements.mark_failed(announcement, "late")
    assert await store.announcements.list_open() == []
    assert await store.announcements.get_outcome(HERE, "status.own-1") == ("sent", "")


async def test_what_will_never_be_posted_says_why(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    await store.announcements.mark_failed(await the_one(store), "channel gone")
    assert await store.announcements.get_outcome(HERE, "status.own-1") == ("failed", "channel gone")
    assert await store.announcements.get_outcome(THERE, "status.own-1") is None


async def test_what_failed_is_left_alone_until_its_next_try(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    await store.announcements.reschedule(await the_one(store), at_second(70), tries=1)
    assert await store.announcements.list_open(at_second(69)) == []
    [announcement] = await store.announcements.list_open(at_second(70))
    assert announcement.tries == 1


async def test_a_claim_says_whether_it_was_still_open(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    announcement = await the_one(store)
    assert await store.announcements.claim(announcement, at_second(11))
    await store.announcements.mark_failed(announcement, "channel gone")
    assert not await store.announcements.claim(announcement, at_second(12))


async def test_one_announcement_is_found_by_what_it_announces(store: Store) -> None:
    await ask(store, "status.own-1", 10)
    assert await store.announcements.get_open(HERE, "status.own-1") == await the_one(store)
    assert await store.announcements.get_open(THERE, "status.own-1") is None
