"""What is kept about a member: all of it is known, shown whole, and no other member is in it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from seeds.schema import Quote
from storage.privacy.member_data import MemberDataScope
from storage.privacy.member_records import RecordKind
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from tests.cogs.trivia.rules.games import choice_question
from tests.databases.traces import (
    ALL_SCOPE,
    DAY,
    DM_CHANNEL_ID,
    GUILD_ID,
    GUILD_SCOPE,
    MENTIONED_ID,
    MIA,
    OLE,
    export_member,
    find_columns_with,
)

NOT_A_MEMBER = {
    "application_id",
    "audience_id",
    "channel_id",
    "entry_id",
    "event_id",
    "feed_id",
    "first_channel_id",
    "game_id",
    "guild_id",
    "list_id",
    "message_id",
    "posted_channel_id",
    "role_id",
}
"""Columns with ids of other things than members."""
MEMBERS = {
    "deed.by_id",
    "draft.author_id",
    "draft.quoted_id",
    "outbox.member_id",
    "own_person.member_id",
    "proposal.asked_id",
    "proposal.author_id",
    "proposal.decided_by",
    "proposal.quoted_member_id",
    "schedule.set_up_by",
    "trivia_answer.member_id",
    "trivia_daily_answer.member_id",
}
"""Columns with ids of members: shown, forgotten, and filled by `act_in_server`."""
ONLY_WHILE_PLAYING = {"trivia_game_member.member_id"}
"""Columns of running games, which are shown, hinder forgetting, and end with the game."""


async def test_every_column_that_holds_a_members_id_is_known_here(busy: Store) -> None:
    columns = {
        f"{name}.{column}"
        for name, table in (await busy.database.list_tables()).items()
        for column in table.columns
        if column.endswith(("_id", "_by")) and column not in NOT_A_MEMBER
    }
    assert columns == MEMBERS | ONLY_WHILE_PLAYING
    stand = await find_columns_with(busy, MIA)
    assert stand >= MEMBERS, "the member of these tests has left no trace there"


async def test_of_every_kind_there_is_something_to_show(busy: Store) -> None:
    await busy.rotation.pick(Quote, MIA)
    await busy.rotation.flush()
    held = await busy.member_data.get_counts(ALL_SCOPE)
    assert set(held.counts) == set(RecordKind) - {RecordKind.GAMES}
    assert (held.counts[RecordKind.ANSWERS], held.right_answers, held.points) == (3, 3, 295)
    here = await busy.member_data.get_counts(GUILD_SCOPE)
    assert (here.counts[RecordKind.ANSWERS], here.points) == (1, 120)
    assert RecordKind.SHOWN not in here.counts
    direct = await busy.member_data.get_counts(MemberDataScope(MIA, DM_CHANNEL_ID, DM_CHANNEL_ID))
    assert dict(direct.counts) == {RecordKind.ANSWERS: 1, RecordKind.SHOWN: 3}


async def test_an_export_holds_what_is_counted_and_nobody_elses_id(busy: Store) -> None:
    found = await export_member(busy)
    held = await busy.member_data.get_counts(ALL_SCOPE)
    assert {kind: len(records) for kind, records in found.items()} == dict(held.counts)
    text = json.dumps(found)
    assert str(OLE) not in text
    assert str(MENTIONED_ID) not in text
    assert "My answer, @someone" in text
    assert f"told <@{MIA}>" in text, "one's own id is one's own"
    assert "I never left." in text


async def test_an_export_tells_of_a_days_question_what_is_revealed_by_then(store: Store) -> None:
    for day in (DAY, DAY + timedelta(days=1)):
        await store.trivia_daily.get_or_create(
            GUILD_ID, day, "who-said", choice_question().model_dump_json()
        )
        await store.trivia_daily.add_answer(GUILD_ID, day, DailyAnswer(MIA, 0, "Ole Berg", True))
    told = (await store.member_data.export(GUILD_SCOPE, str))[RecordKind.DAILY_ANSWERS]
    assert [one["right"] for one in told] == [True, None]


async def test_an_export_says_places_and_times_in_words(busy: Store) -> None:
    found = await busy.member_data.export(GUILD_SCOPE, lambda place: f"server {place}")
    [answer] = found[RecordKind.ANSWERS]
    assert answer == {
        "where": f"server {GUILD_ID}",
        "question": "Who?",
        "your_answer": "A",
        "right": True,
        "points": 120,
        "seconds": 1.5,
        "settled_at": "1970-01-01T00:00:30+00:00",
    }
    assert datetime.fromisoformat(answer["settled_at"]).utcoffset() == timedelta(0)
