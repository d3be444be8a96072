"""How a server plays a question differently: mends gather, and are its own."""

from __future__ import annotations

from storage.proposals.question_overrides import Mend, mend_question
from storage.store import Store

HERE, THERE = 100, 200
LAMP = "question.lamp-maker"


async def mend(store: Store, guild_id: int, one: Mend) -> None:
    async with store.database.transaction() as transaction:
        await mend_question(transaction, guild_id, one)
    store.canon.has_changed(guild_id)


async def test_accepted_answers_gather_and_none_stands_twice(store: Store) -> None:
    await mend(store, HERE, Mend(LAMP, accepted=("Holm", "“Ida” Hölm")))
    await mend(store, HERE, Mend(LAMP, accepted=("Ida H.", "Holm")))
    assert (await store.mends.of(HERE))[LAMP].accepted == ("Holm", "“Ida” Hölm", "Ida H.")


async def test_a_later_explanation_replaces_the_former_and_nothing_else_does(store: Store) -> None:
    await mend(store, HERE, Mend(LAMP, explanation="First."))
    await mend(store, HERE, Mend(LAMP, explanation="Second."))
    await mend(store, HERE, Mend(LAMP, accepted=("Holm",)))
    assert await store.mends.of(HERE) == {LAMP: Mend(LAMP, ("Holm",), "Second.")}


async def test_what_is_retired_stays_so_whatever_else_is_mended(store: Store) -> None:
    await mend(store, HERE, Mend(LAMP, is_retired=True))
    await mend(store, HERE, Mend(LAMP, explanation="Better."))
    assert (await store.mends.of(HERE))[LAMP].is_retired


async def test_mends_are_one_servers_own(store: Store) -> None:
    await mend(store, HERE, Mend(LAMP, is_retired=True))
    assert await store.mends.of(THERE) == {}
    assert not await store.mends.undo(THERE, LAMP)
    assert LAMP in await store.mends.of(HERE)


async def test_a_mend_undone_is_gone_and_makes_another_view(store: Store) -> None:
    await mend(store, HERE, Mend(LAMP, is_retired=True))
    before = store.canon.of(HERE)
    assert await store.mends.undo(HERE, LAMP)
    assert not await store.mends.undo(HERE, LAMP)
    assert await store.mends.of(HERE) == {}
    assert store.canon.of(HERE) is not before
