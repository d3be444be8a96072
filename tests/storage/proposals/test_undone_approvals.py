"""An approval is undone whole and once, and given again without bringing back withdrawn words."""

from __future__ import annotations

import asyncio

import pytest

from storage.canon.audit_log import AuditAction
from storage.canon.guild_entries import NewEntries
from storage.outbox import OutboxMessage
from storage.proposals.proposals import Decision, ProposalState
from storage.proposals.reopening import UndoneApproval
from storage.store import Store
from tests.drivers.canon import (
    FACT,
    approve_as_written,
    at_second,
    change_at,
    create_proposal,
    list_active_entries,
)

HERE, ANN, BO = 100, 1, 2
BODY = FACT.model_dump_json()
IDS = ["source.own-1", "fact.own-1"]
UNDONE = UndoneApproval(1, IDS, former_body=BODY, body=BODY, quoted=None)


async def approve(store: Store) -> bool:
    decision = Decision(HERE, 1, BO, at_second(60))
    return await approve_as_written(store, decision, NewEntries(FACT.to_entries(1).entries))


@pytest.fixture
async def approved(store: Store) -> Store:
    """Return a store with one approved fact."""
    await create_proposal(store, HERE, "fact", ANN, BODY, at_second(50))
    assert await approve(store)
    return store


async def get_state(store: Store) -> ProposalState:
    proposal = await store.proposals.get(HERE, 1)
    assert proposal is not None
    return proposal.state


async def test_of_two_reviewers_at_once_one_undoes_it(approved: Store) -> None:
    undo = approved.proposal_reopening.undo_approval
    notice = OutboxMessage.to_member(HERE, ANN, "It waits again.", at_second(70))
    outcomes = await asyncio.gather(
        *(undo(change_at(70, HERE, by), UNDONE, notice) for by in (ANN, BO))
    )
    assert sorted(outcomes) == [False, True]
    assert await get_state(approved) is ProposalState.AWAITING_REVIEW
    assert await list_active_entries(approved, HERE) == []
    events = await approved.guild_entries.list_history(HERE, "fact.own-1")
    assert [one.action for one in events] == [AuditAction.ADDED, AuditAction.RETRACTED]


async def test_one_whose_words_were_changed_meanwhile_is_left_as_it_is(approved: Store) -> None:
    outdated = UNDONE._replace(former_body="{}")
    undo = approved.proposal_reopening.undo_approval
    assert not await undo(change_at(70, HERE, BO), outdated)
    assert await get_state(approved) is ProposalState.APPROVED
    assert len(await list_active_entries(approved, HERE)) == 2


async def test_approved_again_each_entry_is_there_once(approved: Store) -> None:
    await approved.proposal_reopening.undo_approval(change_at(70, HERE, BO), UNDONE)
    assert await approve(approved)
    assert not await approve(approved)
    assert [one.id for one in await list_active_entries(approved, HERE)] == IDS


async def test_approved_again_what_a_quoted_member_withdrew_stays_withdrawn(
    approved: Store,
) -> None:
    change = change_at(65, HERE, 0)
    await approved.guild_entries.retract(change, ["fact.own-1"], AuditAction.WITHDRAWN)
    await approved.proposal_reopening.undo_approval(change_at(70, HERE, BO), UNDONE)
    assert await approve(approved)
    assert [one.id for one in await list_active_entries(approved, HERE)] == ["source.own-1"]
