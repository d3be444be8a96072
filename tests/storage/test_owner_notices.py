"""What the owner was told is remembered, by all processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.outbox import OutboxMessage
from storage.owner_notices import LAST_MESSAGE, UntoldIncidents
from storage.store import Store

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def build_message(now: datetime) -> OutboxMessage:
    return OutboxMessage.to_member(0, 7, "The lamps are out.", now)


async def tell(store: Store, now: datetime, *subjects: str, incidents: int = 0) -> bool:
    return await store.owner_notices.tell(subjects, build_message(now), incidents, now)


async def test_one_message_an_hour_is_stored_whatever_it_is_about(store: Store) -> None:
    assert await tell(store, NOW, "backup")
    assert not await tell(store, NOW + HOUR - timedelta(seconds=1), "gateway")
    assert await tell(store, NOW + HOUR, "gateway")

    assert await store.owner_notices.get_told_at() == {
        "backup": NOW,
        "gateway": NOW + HOUR,
        LAST_MESSAGE: NOW + HOUR,
    }
    assert len(await store.outbox.list_due(NOW + HOUR, 10)) == 2


async def test_a_clock_that_was_set_back_keeps_nothing_from_the_owner(store: Store) -> None:
    assert await tell(store, NOW + timedelta(days=365), "backup")
    assert await tell(store, NOW, "backup")


async def test_errors_are_counted_until_they_are_told(store: Store) -> None:
    assert await store.owner_notices.get_incidents() is None
    await store.owner_notices.add_incidents(2, "1a2b3c", NOW)
    await store.owner_notices.add_incidents(1, "4d5e6f", NOW + HOUR)
    assert await store.owner_notices.get_incidents() == UntoldIncidents(3, NOW, "4d5e6f")

    # Another one happens while the message is made.
    await store.owner_notices.add_incidents(1, "777777", NOW + HOUR)
    await tell(store, NOW + HOUR, "incidents", incidents=3)
    assert await store.owner_notices.get_incidents() == UntoldIncidents(1, NOW + HOUR, "777777")
    await tell(store, NOW + 2 * HOUR, "incidents", incidents=1)
    assert await store.owner_notices.get_incidents() is None


async def test_errors_after_those_that_were_told_begin_a_new_count(store: Store) -> None:
    await store.owner_notices.add_incidents(1, "1a2b3c", NOW)
    await tell(store, NOW, "incidents", incidents=1)
    await store.owner_notices.add_incidents(1, "4d5e6f", NOW + 5 * HOUR)
    assert await store.owner_notices.get_incidents() == UntoldIncidents(1, NOW + 5 * HOUR, "4d5e6f")


async def test_what_is_over_is_forgotten_and_the_hour_is_not(store: Store) -> None:
    await tell(store, NOW, "backup", "gateway")
    await store.owner_notices.forget(["backup"])
    assert await store.owner_notices.get_told_at() == {"gateway": NOW, LAST_MESSAGE: NOW}
    assert not await tell(store, NOW + timedelta(minutes=59), "backup")
