"""A member with data in every table, and a search for what a database still holds of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from typing import Any

from bot.markdown import mention_user
from cogs.canon.drafts.models import Draft, FactDraft, QuoteDraft
from seeds.dates import PartialDate
from storage.canon.audit_log import AuditAction
from storage.canon.guild_entries import GuildPerson, NewEntries
from storage.outbox import OutboxMessage
from storage.posts.models import Occurrence, ScheduleSettings
from storage.privacy.member_data import MemberDataScope
from storage.proposals.drafts import StoredDraft
from storage.proposals.proposals import Decision
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from storage.trivia.games import GameChange
from storage.trivia.rounds import SettledRound, StoredAnswer
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.canon import (
    add_guild_entries,
    approve_as_written,
    at_second,
    change_at,
    create_proposal,
)

MIA, OLE = 100_000_000_000_000_001, 100_000_000_000_000_002
GUILD_ID, OTHER_GUILD_ID, DM_CHANNEL_ID = (
    200_000_000_000_000_000,
    300_000_000_000_000_000,
    400_000_000_000_000_000,
)
ALL_SCOPE = MemberDataScope(MIA, None, DM_CHANNEL_ID)
GUILD_SCOPE = MemberDataScope(MIA, GUILD_ID)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = date(2026, 1, 1)
DRAFTED_AT = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
"""The time at which drafts are created; older ones are deleted."""
MENTIONED_ID = 999_000_000_000_000_999
"""Another member, named in the member's texts."""


async def export_member(store: Store, scope: MemberDataScope = ALL_SCOPE) -> dict[str, list[Any]]:
    """Return the exported data of a member."""
    return await store.member_data.export(scope, str)


def fact_draft(text: str) -> FactDraft:
    return FactDraft(publisher="Fans", date=PartialDate(2025), text=text, topic="cast")


def quote_draft(member_id: int, name: str, words: str) -> QuoteDraft:
    return QuoteDraft(
        link="https://discord.com/channels/1/2/3",
        publisher="Fans",
        date=PartialDate(2025),
        words=words,
        speaker=name.lower().replace(" ", "-"),
        speaker_name=name,
        member_id=member_id,
        occasion="in the lobby",
        topic="cast",
    )


async def propose_and_approve(
    store: Store, guild_id: int, author_id: int, by_id: int, draft: Draft
) -> int:
    """Propose and approve; gives the number."""
    number = await create_proposal(
        store,
        guild_id,
        draft.kind,
        author_id,
        draft.model_dump_json(),
        at_second(10),
        quoted=draft.quoted,
    )
    written = draft.to_entries(number)
    addition = NewEntries(written.entries, [GuildPerson(*one) for one in written.people])
    decision = Decision(guild_id, number, by_id, at_second(20))
    assert await approve_as_written(store, decision, addition)
    return number


async def settle_round(
    store: Store,
    audience_id: int,
    answers: dict[int, int],
    *,
    game_id: int,
    channel_id: int | None = None,
    body: str = choice_question().model_copy(update={"text": "Who?"}).model_dump_json(),
) -> None:
    """Store a settled round in which members earned points."""
    given = [StoredAnswer(one, "A", points > 0, points, 1.5) for one, points in answers.items()]
    settled = SettledRound(1, "question.lamp", "cast", body, datetime.fromtimestamp(30, UTC), given)
    channel = channel_id or audience_id + 1
    change = GameChange(
        channel,
        game_id,
        audience_id,
        "{}",
        asked_question_key="question.lamp",
        settled_round=settled,
    )
    await store.trivia_games.write([change])


async def leave_traces_in_guild(
    store: Store, guild_id: int, member_id: int, other_id: int, name: str = "Mia Moss"
) -> None:
    """Store data of every kind about two members in a guild."""
    await settle_round(store, guild_id, {member_id: 120, other_id: 80}, game_id=guild_id)
    daily = choice_question("question.lamp").model_dump_json()
    await store.trivia_daily.get_or_create(guild_id, DAY, "question.lamp", daily)
    for one in (member_id, other_id):
        await store.trivia_daily.add_answer(guild_id, DAY, DailyAnswer(one, 1, "B", True))
    said = json.dumps({"said": f"My answer, <@{MENTIONED_ID}>", "asked_id": MENTIONED_ID})
    await create_proposal(
        store, guild_id, "report", member_id, said, at_second(6), subject="question.lamp"
    )
    waiting = fact_draft(f"As <@{MENTIONED_ID}> told <@{member_id}>.").model_dump_json()
    await create_proposal(store, guild_id, "fact", member_id, waiting, at_second(7))
    own = await propose_and_approve(
        store, guild_id, member_id, other_id, fact_draft("Paper burns.")
    )
    await store.guild_entries.retract(
        change_at(40, guild_id, member_id, "no longer"), [f"fact.own-{own}"]
    )
    await propose_and_approve(
        store, guild_id, other_id, member_id, quote_draft(member_id, name, "I never left.")
    )
    asked = quote_draft(member_id, name, "Ask me first.")
    await create_proposal(
        store,
        guild_id,
        "quote",
        other_id,
        asked.model_dump_json(),
        at_second(8),
        consent_member_id=member_id,
        quoted=asked.quoted,
    )
    typed = {"words": "I never left.", "speaker": name, "member_id": str(member_id)}
    for offset, one in enumerate((member_id, other_id)):
        begun = StoredDraft(
            guild_id + offset, guild_id, one, "quote", typed, at_second(DRAFTED_AT), member_id
        )
        await store.drafts.create(begun)
    chosen = ScheduleSettings(guild_id + 1, time(9), None, {}, member_id)
    await store.schedules.save(guild_id, "anniversaries", chosen, Occurrence(DAY, EPOCH, EPOCH))
    told = OutboxMessage.to_member(
        guild_id,
        member_id,
        f"{mention_user(MENTIONED_ID)} said no to {mention_user(member_id)}.",
        at_second(60),
    )
    posts_pause = OutboxMessage.to_admins(
        guild_id, "Posts are paused.", at_second(61), admin_id=member_id
    )
    about = OutboxMessage.to_member(
        guild_id, other_id, f"{mention_user(member_id)} would rather not be quoted.", at_second(62)
    )
    for message in (told, posts_pause, about):
        await store.outbox.add(message)
    added = fact_draft("Ink fades.").to_entries(900)
    change = change_at(50, guild_id, member_id, "by hand")
    await add_guild_entries(store, change, NewEntries(added.entries), AuditAction.IMPORTED)


async def leave_traces_in_dm(store: Store, channel_id: int, member_id: int) -> None:
    """Store a game and a shown entry of direct messages."""
    await settle_round(
        store, channel_id, {member_id: 55}, game_id=channel_id, channel_id=channel_id
    )
    async with store.database.transaction() as transaction:
        await transaction.fetch(
            "INSERT INTO shown (audience_id, number, pass)"
            " SELECT ?, number, 1 FROM entry WHERE owner = 0 LIMIT 2",
            (channel_id,),
        )


async def iter_cells(store: Store) -> AsyncIterator[tuple[str, Any]]:
    """Return every value of every table with its `table.column`."""
    for name, table in (await store.database.list_tables()).items():
        rows = await store.database.fetch(f"SELECT {', '.join(table.columns)} FROM {name}")
        for row in rows:
            for column, value in zip(table.columns, row, strict=True):
                yield f"{name}.{column}", value


async def find_columns_with(store: Store, wanted: int | str) -> set[str]:
    """Return the columns that contain a number or a text, also inside longer texts."""
    return {
        place
        async for place, value in iter_cells(store)
        if value == wanted or (isinstance(value, str) and str(wanted) in value)
    }
