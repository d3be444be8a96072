"""What the platform was last given is remembered by application and scope."""

from __future__ import annotations

from storage.command_syncs import GLOBAL_SCOPE
from storage.store import Store

APP, OTHER_APP, GUILD = 11, 12, 2**63 - 1


async def test_nothing_is_known_before_the_first_sync(store: Store) -> None:
    assert await store.command_syncs.get_digests(APP) == {}


async def test_each_scope_of_each_application_has_its_own_digest(store: Store) -> None:
    await store.command_syncs.save_digest(APP, GLOBAL_SCOPE, "for all")
    await store.command_syncs.save_digest(APP, GUILD, "for one")
    await store.command_syncs.save_digest(OTHER_APP, GLOBAL_SCOPE, "another bot's")

    assert await store.command_syncs.get_digests(APP) == {GLOBAL_SCOPE: "for all", GUILD: "for one"}
    assert await store.command_syncs.get_digests(OTHER_APP) == {GLOBAL_SCOPE: "another bot's"}


async def test_the_latest_digest_replaces_the_one_before(store: Store) -> None:
    await store.command_syncs.save_digest(APP, GUILD, "old")
    await store.command_syncs.save_digest(APP, GUILD, "new")

    assert await store.command_syncs.get_digests(APP) == {GUILD: "new"}


async def test_a_forgotten_scope_is_gone_and_the_others_stay(store: Store) -> None:
    await store.command_syncs.save_digest(APP, GLOBAL_SCOPE, "for all")
    await store.command_syncs.save_digest(APP, GUILD, "for one")
    await store.command_syncs.delete_digest(APP, GUILD)
    await store.command_syncs.delete_digest(APP, GUILD)

    assert await store.command_syncs.get_digests(APP) == {GLOBAL_SCOPE: "for all"}
