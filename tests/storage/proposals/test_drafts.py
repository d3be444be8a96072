"""Drafts: only for their author, submitted at most once, and limited in number."""

from __future__ import annotations

import asyncio

import pytest

from storage.proposals.drafts import MAX_DRAFTS, StoredDraft
from storage.proposals.proposals import Decision, ProposalState
from storage.store import Store
from tests.drivers.canon import at_second, create_proposal

GUILD, OTHER, MIA, OLE = 10, 20, 1, 2
DRAFT = StoredDraft(77, GUILD, MIA, "fact", {"text": "Lamps hum."}, at_second(5))


@pytest.fixture
async def begun(store: Store) -> Store:
    await store.drafts.create(DRAFT)
    return store


async def test_a_draft_comes_back_as_it_was_typed(begun: Store) -> None:
    assert await begun.drafts.get(GUILD, MIA, 77) == DRAFT
    quoting = StoredDraft(78, GUILD, MIA, "message", {"words": "“ü”\n\x07"}, at_second(6), OLE, 3)
    await begun.drafts.create(quoting)
    assert await begun.drafts.get(GUILD, MIA, 78) == quoting


async def test_nobody_else_and_no_other_server_finds_it(begun: Store) -> None:
    for guild_id, author_id in ((GUILD, OLE), (OTHER, MIA)):
        assert await begun.drafts.get(guild_id, author_id, 77) is None
        assert not await begun.drafts.delete(guild_id, author_id, 77)
        stolen = DRAFT._replace(guild_id=guild_id, author_id=author_id)
        assert not await begun.drafts.update(stolen)
        assert await begun.drafts.submit(stolen, "fact", "{}", at_second(6)) is None
    assert await begun.drafts.get(GUILD, MIA, 77) == DRAFT


async def test_what_was_changed_is_kept_and_what_was_dropped_is_not(begun: Store) -> None:
    changed = DRAFT._replace(typed={"text": "Lamps sing."})
    assert await begun.drafts.update(changed)
    assert await begun.drafts.get(GUILD, MIA, 77) == changed
    assert await begun.drafts.delete(GUILD, MIA, 77)
    assert not await begun.drafts.update(changed)
    assert not await begun.drafts.delete(GUILD, MIA, 77)


async def test_it_is_sent_once_however_often_it_is_tried(begun: Store) -> None:
    tries = (begun.drafts.submit(DRAFT, "fact", '{"a": 1}', at_second(9), OLE) for _ in range(4))
    numbers = [number for number in await asyncio.gather(*tries) if number is not None]
    assert numbers == [1]
    proposal = await begun.proposals.get(GUILD, 1)
    assert proposal is not None
    assert (proposal.state, proposal.consent_member_id, proposal.created_at) == (
        ProposalState.AWAITING_CONSENT,
        OLE,
        at_second(9),
    )
    assert await begun.proposals.get(GUILD, 2) is None


async def test_a_member_keeps_the_newest_in_each_server(begun: Store) -> None:
    for number in range(MAX_DRAFTS + 3):
        await begun.drafts.create(
            DRAFT._replace(id=100 + number, created_at=at_second(10 + number))
        )
    await begun.drafts.create(DRAFT._replace(id=500, guild_id=OTHER))
    await begun.drafts.create(DRAFT._replace(id=501, author_id=OLE))
    kept = await begun.database.fetch("SELECT id FROM draft ORDER BY id")
    newest = [(100 + number,) for number in range(3, MAX_DRAFTS + 3)]
    assert kept == [*newest, (500,), (501,)]


async def test_what_nobody_finishes_is_swept_up(begun: Store) -> None:
    await begun.drafts.create(DRAFT._replace(id=78, created_at=at_second(6)))
    await begun.drafts.delete_created_before(at_second(6))
    assert await begun.drafts.get(GUILD, MIA, 77) is None
    assert await begun.drafts.get(GUILD, MIA, 78) is not None


async def test_only_unanswered_questions_lapse(store: Store) -> None:
    asking = await create_proposal(
        store, GUILD, "quote", MIA, "{}", at_second(5), consent_member_id=OLE
    )
    late = await create_proposal(
        store, GUILD, "quote", MIA, "{}", at_second(9), consent_member_id=OLE
    )
    waiting = await create_proposal(store, GUILD, "quote", MIA, "{}", at_second(5))
    await store.proposals.expire_unanswered(at_second(9), at_second(20))
    states = [await store.proposals.get(GUILD, number) for number in (asking, late, waiting)]
    assert [one.state for one in states if one] == [
        ProposalState.WITHDRAWN,
        ProposalState.AWAITING_CONSENT,
        ProposalState.AWAITING_REVIEW,
    ]
    assert await store.proposals.list_refused_by_quoted(GUILD, OLE) == []


async def test_a_no_of_whoever_is_quoted_is_remembered(store: Store) -> None:
    for by_id in (OLE, MIA):
        number = await create_proposal(
            store, GUILD, "quote", MIA, "{}", at_second(5), consent_member_id=OLE
        )
        assert await store.proposals.withdraw(Decision(GUILD, number, by_id, at_second(6)))
    assert [one.number for one in await store.proposals.list_refused_by_quoted(GUILD, OLE)] == [1]
    assert await store.proposals.list_refused_by_quoted(OTHER, OLE) == []


async def test_the_times_of_proposals_leave_reports_out(store: Store) -> None:
    for kind, at in (("fact", 5), ("report", 6), ("quote", 7), ("fact", 3)):
        await create_proposal(store, GUILD, kind, MIA, "{}", at_second(at))
    times = await store.proposals.list_creation_times(GUILD, MIA, at_second(4))
    assert times == [at_second(5), at_second(7)]
