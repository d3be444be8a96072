"""Proposals: each is decided once, and its entries are stored with the approval or not at all."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator

import pytest

from cogs.canon.drafts.news import NewsDraft
from seeds.dates import PartialDate
from seeds.schema import Status
from storage.canon.guild_entries import NewEntries
from storage.engines.location import DatabaseLocation
from storage.errors import IntegrityError
from storage.proposals.announcements import AnnouncementRequest
from storage.proposals.proposals import (
    Decision,
    Proposal,
    ProposalState,
)
from storage.proposals.question_overrides import QuestionOverride
from storage.store import Store
from tests.drivers.canon import (
    approve_as_written,
    at_second,
    create_proposal,
    list_active_entries,
)

HERE, THERE, NEWS_CHANNEL = 100, 200, 70
ANN, BO, CY = 1, 2, 3
DRAFT = NewsDraft(
    publisher="The Lamp Post",
    date=PartialDate(2025, 12, 30),
    headline="Cameras roll",
    text="The crew met at the old harbour.",
    topic="season-two",
    stage="filming",
)


@pytest.fixture
async def second_store(location: DatabaseLocation) -> AsyncGenerator[Store]:
    """Return a store on the same file, as another process opens it."""
    opened = await Store.open(location, random.Random(8))
    yield opened
    await opened.close()


async def propose(store: Store, guild_id: int = HERE, *, asked: int | None = None) -> int:
    body = DRAFT.model_dump_json()
    return await create_proposal(
        store, guild_id, DRAFT.kind, ANN, body, at_second(50), consent_member_id=asked
    )


def decision(
    number: int, by: int = BO, guild_id: int = HERE, *, second: int = 60, reason: str = ""
) -> Decision:
    return Decision(guild_id, number, by, at_second(second), reason)


async def approve(store: Store, number: int, by: int = BO, guild_id: int = HERE) -> bool:
    entries = DRAFT.to_entries(number).entries
    announcement = AnnouncementRequest(entries[-1].id, NEWS_CHANNEL)
    return await approve_as_written(
        store, decision(number, by, guild_id), NewEntries(entries), announcement
    )


async def proposal(store: Store, number: int) -> Proposal:
    found = await store.proposals.get(HERE, number)
    assert found is not None
    return found


async def statuses(store: Store, guild_id: int = HERE) -> list[str]:
    return [one.id for one in await store.canon.for_guild(guild_id).list_all(Status)]


async def test_a_proposal_waits_and_changes_nothing_yet(store: Store) -> None:
    before = await statuses(store)
    number = await propose(store)
    assert await proposal(store, number) == Proposal(
        HERE,
        number,
        "news",
        ProposalState.AWAITING_REVIEW,
        ANN,
        "",
        DRAFT.model_dump_json(),
        at_second(50),
    )
    assert await store.proposals.get_review_queue(HERE) == [number]
    assert await store.proposals.count_open(HERE) == 1
    assert await statuses(store) == before
    assert await store.announcements.list_open() == []


async def test_approved_it_counts_with_its_history_and_its_announcement(store: Store) -> None:
    number = await propose(store)
    assert await approve(store, number)
    decided = await proposal(store, number)
    assert (decided.state, decided.decided_by, decided.decided_at) == (
        ProposalState.APPROVED,
        BO,
        at_second(60),
    )
    assert f"status.own-{number}" in await statuses(store)
    assert f"status.own-{number}" not in await statuses(store, THERE)
    [deed] = await store.guild_entries.list_history(HERE, f"status.own-{number}")
    assert (deed.actor_id, deed.detail) == (BO, f"proposal {number}")
    [announcement] = await store.announcements.list_open()
    assert (announcement.entry_id, announcement.channel_id) == (f"status.own-{number}", 70)


async def test_of_two_reviewers_who_approve_at_once_one_does(store: Store) -> None:
    number = await propose(store)
    assert sorted(await asyncio.gather(approve(store, number, BO), approve(store, number, CY))) == [
        False,
        True,
    ]
    assert len(await store.guild_entries.list_history(HERE, f"event.own-{number}")) == 1
    assert len(await store.announcements.list_open()) == 1


async def test_in_two_processes_too_one_decision_holds(store: Store, second_store: Store) -> None:
    number = await propose(store)
    decided = await asyncio.gather(
        approve(store, number),
        second_store.proposals.decline(decision(number, CY, second=61, reason="No source.")),
    )
    assert sorted(decided) == [False, True]
    state = (await proposal(store, number)).state
    assert state is (ProposalState.APPROVED if decided[0] else ProposalState.DECLINED)
    assert (f"event.own-{number}" in {e.id for e in await list_active_entries(store, HERE)}) is (
        decided[0]
    )


async def test_what_breaks_off_half_way_leaves_it_undecided(store: Store) -> None:
    number = await propose(store)
    twice = DRAFT.to_entries(number).entries * 2
    with pytest.raises(IntegrityError):
        await approve_as_written(store, decision(number), NewEntries(twice))
    assert (await proposal(store, number)).state is ProposalState.AWAITING_REVIEW
    assert await list_active_entries(store, HERE) == []
    assert await store.guild_entries.count_events(HERE) == 0
    assert await store.announcements.list_open() == []
    assert await approve(store, number)


async def test_a_decision_is_final(store: Store) -> None:
    number = await propose(store)
    assert await store.proposals.decline(decision(number, reason="No source."))
    assert not await approve(store, number, CY)
    assert not await store.proposals.withdraw(decision(number, ANN, second=61))
    assert not await store.proposals.amend(HERE, number, "{}")
    decided = await proposal(store, number)
    assert (decided.state, decided.decided_by, decided.reason) == (
        ProposalState.DECLINED,
        BO,
        "No source.",
    )
    assert await store.proposals.get_review_queue(HERE) == []


async def test_numbers_of_other_servers_mean_nothing(store: Store) -> None:
    number = await propose(store)
    assert await store.proposals.get(THERE, number) is None
    assert not await approve(store, number, guild_id=THERE)
    assert not await store.proposals.decline(decision(number, BO, THERE))
    assert not await store.proposals.withdraw(decision(number, ANN, THERE))
    assert not await store.proposals.amend(THERE, number, "{}")
    assert await store.proposals.get_review_queue(THERE) == []
    assert await list_active_entries(store, THERE) == []
    assert (await proposal(store, number)).state is ProposalState.AWAITING_REVIEW


async def test_what_asks_a_member_first_is_no_reviewers_to_decide(store: Store) -> None:
    number = await propose(store, asked=CY)
    assert (await proposal(store, number)).state is ProposalState.AWAITING_CONSENT
    assert await store.proposals.get_review_queue(HERE) == []
    assert not await approve(store, number)
    assert not await store.proposals.decline(decision(number, reason="Too slow."))
    assert not await store.proposals.consent(HERE, number, BO)
    assert await store.proposals.consent(HERE, number, CY)
    assert not await store.proposals.consent(HERE, number, CY)
    assert await store.proposals.get_review_queue(HERE) == [number]
    assert await approve(store, number)


async def test_the_quoted_member_may_end_it_before_anybody_decides(store: Store) -> None:
    number = await propose(store, asked=CY)
    assert await store.proposals.count_open(HERE) == 1
    assert await store.proposals.withdraw(decision(number, CY))
    assert not await store.proposals.consent(HERE, number, CY)
    assert await store.proposals.count_open(HERE) == 0


async def test_an_amended_proposal_keeps_its_number_and_its_author(store: Store) -> None:
    number = await propose(store)
    body = DRAFT.model_copy(update={"headline": "Cameras stop"}).model_dump_json()
    assert await store.proposals.amend(HERE, number, body)
    amended = await proposal(store, number)
    assert (amended.author_id, amended.created_at, amended.body) == (ANN, at_second(50), body)
    assert not await store.proposals.amend(HERE, number + 1, body)


async def test_nobody_approves_what_they_have_not_read(store: Store) -> None:
    number = await propose(store)
    addition = NewEntries(DRAFT.to_entries(number).entries)
    read = DRAFT.model_dump_json()
    await store.proposals.amend(HERE, number, read.replace("Cameras roll", "Cameras stop"))
    assert not await store.proposals.approve(decision(number), addition, expected_body=read)
    assert (await proposal(store, number)).state is ProposalState.AWAITING_REVIEW
    await store.proposals.amend(HERE, number, read)
    assert await store.proposals.approve(decision(number), addition, expected_body=read)


async def test_what_a_member_made_is_counted_whatever_became_of_it(store: Store) -> None:
    first, second = await propose(store), await propose(store)
    await create_proposal(store, HERE, "report", ANN, "{}", at_second(50), subject="question.lamp")
    await propose(store, THERE)
    await store.proposals.decline(decision(first))
    assert len(await store.proposals.list_creation_times(HERE, ANN, at_second(50))) == 2
    assert len(await store.proposals.list_creation_times(HERE, ANN, at_second(51))) == 0
    assert await store.proposals.list_creation_times(HERE, BO, at_second(0)) == []
    mine = await store.proposals.list_by_author(HERE, ANN, 2)
    assert [one.number for one in mine] == [second + 1, second]
    open_news = await store.proposals.list_open(HERE, "news")
    assert [one.number for one in open_news] == [second]


async def test_a_report_is_settled_once_and_takes_its_mend_along(store: Store) -> None:
    body = '{"said": "It was gas."}'
    number = await create_proposal(
        store, HERE, "report", ANN, body, at_second(50), subject="question.lamp"
    )
    override = QuestionOverride("question.lamp", accepted_answers=("Gas",))
    settled = await asyncio.gather(
        *(
            store.proposals.approve_report(decision(number, by, reason="added"), override)
            for by in (BO, CY)
        )
    )
    assert sorted(settled) == [False, True]
    assert await store.question_overrides.get_for_guild(HERE) == {"question.lamp": override}
    decided = await proposal(store, number)
    assert (decided.state, decided.reason) == (ProposalState.APPROVED, "added")
    assert not await store.proposals.approve_report(
        decision(number, CY, second=61, reason="retired"),
        QuestionOverride("question.lamp", is_retired=True),
    )
    assert await store.question_overrides.get_for_guild(HERE) == {"question.lamp": override}


async def test_a_report_may_be_settled_without_a_mend(store: Store) -> None:
    number = await create_proposal(
        store, HERE, "report", ANN, "{}", at_second(50), subject="question.lamp"
    )
    before = store.canon.for_guild(HERE)
    assert await store.proposals.approve_report(decision(number, reason="points given"), None)
    assert await store.question_overrides.get_for_guild(HERE) == {}
    assert store.canon.for_guild(HERE) is before


async def test_reports_of_all_servers_are_listed_newest_first(store: Store) -> None:
    for guild_id, at in ((HERE, 5), (THERE, 7), (HERE, 6)):
        await create_proposal(
            store, guild_id, "report", ANN, "{}", at_second(at), subject=f"question.{at}"
        )
    await propose(store)
    listed = await store.proposals.list_by_kind("report")
    assert [one.subject for one in listed] == ["question.7", "question.6", "question.5"]
