"""Overrides of questions: successive ones are merged, for one guild only."""

from __future__ import annotations

from storage.proposals.question_overrides import QuestionOverride, merge_override
from storage.store import Store

HERE, THERE = 100, 200
LAMP = "question.lamp-maker"


async def add_override(store: Store, guild_id: int, one: QuestionOverride) -> None:
    async with store.database.transaction() as transaction:
        await merge_override(transaction, guild_id, one)


async def test_accepted_answers_gather_and_none_stands_twice(store: Store) -> None:
    await add_override(store, HERE, QuestionOverride(LAMP, accepted_answers=("Holm", "“Ida” Hölm")))
    await add_override(store, HERE, QuestionOverride(LAMP, accepted_answers=("Ida H.", "Holm")))
    assert (await store.question_overrides.get_for_guild(HERE))[LAMP].accepted_answers == (
        "Holm",
        "“Ida” Hölm",
        "Ida H.",
    )


async def test_a_later_explanation_replaces_the_former_and_nothing_else_does(store: Store) -> None:
    await add_override(store, HERE, QuestionOverride(LAMP, explanation="First."))
    await add_override(store, HERE, QuestionOverride(LAMP, explanation="Second."))
    await add_override(store, HERE, QuestionOverride(LAMP, accepted_answers=("Holm",)))
    assert await store.question_overrides.get_for_guild(HERE) == {
        LAMP: QuestionOverride(LAMP, ("Holm",), "Second.")
    }


async def test_what_is_retired_stays_so_whatever_else_is_mended(store: Store) -> None:
    await add_override(store, HERE, QuestionOverride(LAMP, is_retired=True))
    await add_override(store, HERE, QuestionOverride(LAMP, explanation="Better."))
    assert (await store.question_overrides.get_for_guild(HERE))[LAMP].is_retired


async def test_mends_are_one_servers_own(store: Store) -> None:
    await add_override(store, HERE, QuestionOverride(LAMP, is_retired=True))
    assert await store.question_overrides.get_for_guild(THERE) == {}
    assert LAMP in await store.question_overrides.get_for_guild(HERE)
