"""A member who has done everything a member can do, and a look at what a database still knows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from cogs.canon.proposals.drafts import Draft, FactDraft, QuoteDraft
from seeds.dates import PartialDate
from storage.canon.guild_entries import NewEntries, GuildPerson, AuditAction
from storage.posts.models import ScheduleSettings
from storage.privacy.member_data import MemberDataScope
from storage.proposals.drafts import StoredDraft
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from storage.trivia.games import GameChange, StoredAnswer, SettledRound
from tests.cogs.trivia.rules.games import choice

MIA, OLE = 100_000_000_000_000_001, 100_000_000_000_000_002
HERE, THERE, DIRECT = 200_000_000_000_000_000, 300_000_000_000_000_000, 400_000_000_000_000_000
EVERYWHERE = MemberDataScope(MIA, None, DIRECT)
IN_HERE = MemberDataScope(MIA, HERE)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = date(2026, 1, 1)
WRITTEN_AT = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
"""When drafts were begun: older ones are swept up."""
NEVER_ID = 999_000_000_000_000_999
"""Somebody else, who is named in whatever the member wrote."""


async def export(store: Store, scope: MemberDataScope = EVERYWHERE) -> dict[str, list[Any]]:
    """What a member is given of theirs."""
    return await store.member_data.export(scope, str)


class Slot(NamedTuple):
    """A date's post."""

    day: date = DAY
    due_at: datetime = EPOCH
    until: datetime = EPOCH


def fact(text: str) -> FactDraft:
    return FactDraft(publisher="Fans", date=PartialDate(2025), text=text, topic="cast")


def quote(member_id: int, name: str, words: str) -> QuoteDraft:
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


async def approve(store: Store, guild_id: int, author_id: int, by_id: int, draft: Draft) -> int:
    """Propose and approve; gives the number."""
    proposals = store.proposals
    number = await proposals.create(guild_id, draft.kind, author_id, draft.model_dump_json(), 10)
    written = draft.written(number)
    addition = NewEntries(written.entries, [GuildPerson(*one) for one in written.people])
    assert await proposals.approve(guild_id, number, by_id, 20, addition)
    return number


async def play(
    store: Store,
    audience_id: int,
    answers: dict[int, int],
    *,
    game_id: int,
    channel_id: int | None = None,
    body: str = '{"text": "Who?"}',
) -> None:
    """Settle a round in which members earned points."""
    given = [StoredAnswer(one, "A", points > 0, points, 1.5) for one, points in answers.items()]
    settled = SettledRound(1, "question.lamp", "cast", body, 30, given)
    channel = channel_id or audience_id + 1
    change = GameChange(channel, game_id, audience_id, "{}", asked_question_key="question.lamp", settled_round=settled)
    await store.trivia_games.save(change)


async def act_in_server(
    store: Store, guild_id: int, member_id: int, other_id: int, name: str = "Mia Moss"
) -> None:
    """Leave a trace of every kind in a server, together with somebody else."""
    await play(store, guild_id, {member_id: 120, other_id: 80}, game_id=guild_id)
    daily = choice("question.lamp").model_dump_json()
    await store.trivia_daily.get_or_create(guild_id, DAY, "question.lamp", daily)
    for one in (member_id, other_id):
        await store.trivia_daily.add_answer(guild_id, DAY, DailyAnswer(one, 1, "B", True))
    said = json.dumps({"said": f"My answer, <@{NEVER_ID}>", "asked_id": NEVER_ID})
    await store.proposals.create(guild_id, "report", member_id, said, 6, subject="question.lamp")
    waiting = fact(f"As <@{NEVER_ID}> told <@{member_id}>.").model_dump_json()
    await store.proposals.create(guild_id, "fact", member_id, waiting, 7)
    own = await approve(store, guild_id, member_id, other_id, fact("Paper burns."))
    await store.guild_entries.retract(guild_id, [f"fact.own-{own}"], member_id, 40, "no longer")
    await approve(store, guild_id, other_id, member_id, quote(member_id, name, "I never left."))
    asked = quote(member_id, name, "Ask me first.").model_dump_json()
    await store.proposals.create(guild_id, "quote", other_id, asked, 8, consent_member_id=member_id)
    typed = {"words": "I never left.", "speaker": name, "member_id": str(member_id)}
    for offset, one in enumerate((member_id, other_id)):
        begun = StoredDraft(
            guild_id + offset, guild_id, one, "quote", typed, member_id, 0, WRITTEN_AT
        )
        await store.drafts.create(begun)
    chosen = ScheduleSettings(guild_id + 1, "UTC", time(9), None, {}, member_id)
    await store.schedules.save(guild_id, "anniversaries", chosen, Slot())
    added = fact("Ink fades.").written(900)
    await store.guild_entries.add(
        guild_id, NewEntries(added.entries), member_id, 50, AuditAction.IMPORTED, "by hand"
    )


async def act_in_direct(store: Store, channel_id: int, member_id: int) -> None:
    """Play alone in direct messages, and be shown something."""
    await play(store, channel_id, {member_id: 55}, game_id=channel_id, channel_id=channel_id)
    async with store.database.transaction() as transaction:
        await transaction.fetch(
            "INSERT INTO shown (audience_id, number, pass)"
            " SELECT ?, number, 1 FROM entry WHERE owner = 0 LIMIT 2",
            (channel_id,),
        )


async def cells(store: Store) -> AsyncIterator[tuple[str, Any]]:
    """Everything in every table, as `table.column` and value."""
    tables = await store.database.fetch("SELECT name FROM sqlite_schema WHERE type = 'table'")
    for (table,) in tables:
        columns = await store.database.fetch(f"SELECT name FROM pragma_table_info('{table}')")
        for row in await store.database.fetch(f"SELECT * FROM {table}"):
            for (column,), value in zip(columns, row, strict=True):
                yield f"{table}.{column}", value


async def places_with(store: Store, wanted: int | str) -> set[str]:
    """Where a number or a text still stands, also inside of texts."""
    return {
        place
        async for place, value in cells(store)
        if value == wanted or (isinstance(value, str) and str(wanted) in value)
    }
