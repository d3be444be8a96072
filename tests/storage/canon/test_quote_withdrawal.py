"""Quotes of a member, withdrawn with the name and with all copies of both."""

from __future__ import annotations

import json

from seeds.schema import Fact, Quote, Role
from storage.canon.audit_log import AuditAction
from storage.canon.guild_entries import NewEntries
from storage.epoch import from_epoch
from storage.privacy.member_records import RecordKind
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from tests.cogs.trivia.rules.games import choice_question
from tests.databases.traces import (
    DAY,
    GUILD_ID,
    GUILD_SCOPE,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    fact_draft,
    find_columns_with,
    propose_and_approve,
    quote_draft,
    settle_round,
)
from tests.drivers.canon import add_guild_entries, at_second, change_at, create_proposal


async def test_own_quotes_are_withdrawn_with_the_name_and_a_deed(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum at night.")
    )
    name = f"quote.own-{number}"
    assert await store.rotation.pick(Quote, GUILD_ID, search_text="hum") is not None
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))

    view = store.canon.for_guild(GUILD_ID)
    assert name not in {one.id for one in await view.list_all(Quote)}
    assert await store.rotation.pick(Quote, GUILD_ID, search_text="hum") is None
    assert await store.rotation.list_speakers(GUILD_ID) == await store.rotation.list_speakers(
        OTHER_GUILD_ID
    )
    assert "mia-moss" not in await view.get_people()
    assert await store.guild_entries.list_people(GUILD_ID) == []
    stored = await store.guild_entries.get(GUILD_ID, name)
    assert stored is not None
    assert stored.is_retired
    assert [deed.action for deed in await store.guild_entries.list_history(GUILD_ID, name)] == [
        "added",
        "withdrawn",
    ]
    source = await store.guild_entries.get(GUILD_ID, f"source.own-{number}")
    assert source is not None
    assert source.is_retired, "the source was that of the quote alone"


async def test_what_else_names_somebody_withdrawn_keeps_its_own_words(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum.")
    )
    other = await propose_and_approve(store, GUILD_ID, OLE, OLE, fact_draft("The hum is real."))
    found = await store.guild_entries.get(GUILD_ID, f"fact.own-{other}")
    assert found is not None
    naming = found.entry.model_copy(
        update={"people": ("mia-moss",), "sources": (f"source.own-{number}",)}
    )
    own, later = store.guild_entries, naming.model_copy(update={"text": "The hum is real."})
    for second, old, new in (
        (30, found.entry, naming),
        (31, naming, found.entry),
        (32, found.entry, later),
    ):
        assert await own.revise(change_at(second, GUILD_ID, OLE), [old], NewEntries([new]))
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    [kept] = [
        one for one in await store.canon.for_guild(GUILD_ID).list_all(Fact) if "hum" in one.text
    ]
    assert (kept.text, kept.people) == ("The hum is real.", ())
    [source] = await store.canon.for_guild(GUILD_ID).get_sources(kept.sources)
    assert source.title == "Words of someone"
    for name in ("Mia Moss", "mia-moss"):
        assert await find_columns_with(store, name) == set()


async def test_questions_that_were_played_forget_the_words_too(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum.")
    )
    about = {"text": "Who said this?\n“Lamps hum.”", "explanation": "Said in the lobby."}
    options = {"options": ("Mia Moss", "Vera"), "about": (f"quote.own-{number}",)}
    asked = choice_question().model_copy(update=about | options).model_dump_json()
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=5, body=asked)
    changes = {"text": "Who plays Vera?", "options": ("Ida", "Mia Moss"), "about": ()}
    another = choice_question().model_copy(update=changes).model_dump_json()
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=6, body=another)
    await store.trivia_daily.get_or_create(GUILD_ID, DAY, "who-said", asked)
    await store.trivia_daily.add_answer(GUILD_ID, DAY, DailyAnswer(OLE, 0, "Mia Moss", True))
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await find_columns_with(store, "Mia Moss") == set()
    assert await find_columns_with(store, "Lamps hum") == set()
    missed = await store.trivia_scores.list_missed(GUILD_ID, OLE, offset=0, limit=5)
    assert {json.loads(one.body)["text"] for one in missed} <= {"(withdrawn)", "Who plays Vera?"}


async def test_questions_nobody_can_read_any_more_lose_their_whole_text(store: Store) -> None:
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum."))
    foreign = json.dumps({"prompt": "Who is it?", "solution": "Mia Moss"})
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=5, body=foreign)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await store.database.fetch("SELECT body FROM trivia_round") == [("{}",)]


async def test_a_proposal_that_quotes_a_member_is_found_by_its_column(store: Store) -> None:
    draft = quote_draft(MIA, "Mia Moss", "Lamps hum.")
    number = await create_proposal(
        store, GUILD_ID, "quote", OLE, draft.model_dump_json(), at_second(8), quoted=draft.quoted
    )
    assert (await store.member_data.get_counts(GUILD_SCOPE)).counts[RecordKind.QUOTES] == 1
    other = quote_draft(OLE, "Ole Berg", "Lamps hum.")
    assert await store.proposals.amend(GUILD_ID, number, other.model_dump_json(), other.quoted)
    assert (await store.member_data.get_counts(GUILD_SCOPE)).is_empty
    assert await store.proposals.amend(GUILD_ID, number, draft.model_dump_json(), draft.quoted)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    rows = await store.database.fetch(
        "SELECT state, body, quoted_slug, quoted_member_id FROM proposal"
    )
    assert rows == [("withdrawn", "{}", None, None)]


def asked_about(*entry_ids: str, **changes: object) -> str:
    """Return the stored form of a question that rests on entries."""
    question = choice_question().model_copy(update={"about": entry_ids, **changes})
    return question.model_dump_json()


async def read_rounds(store: Store) -> list[str]:
    """Return the stored questions of all rounds in the order of their games."""
    rows = await store.database.fetch("SELECT body FROM trivia_round ORDER BY game_id")
    return [body for (body,) in rows]


async def test_questions_with_the_same_words_or_a_longer_id_or_name_stay_as_they_were(
    store: Store,
) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum.")
    )
    unrelated = [
        asked_about("fact.hum", text="Who wrote “Lamps hum.” on the wall?"),
        asked_about(f"quote.own-{number}0"),
        asked_about("fact.hum", text=f"Which entry is called “quote.own-{number}”?"),
        asked_about("fact.hum", options=("Mia Mossman", "Old Mia Moss", "Ida")),
        asked_about("fact.hum", explanation="It is not by Mia Moss."),
    ]
    for game_id, body in enumerate(unrelated):
        await settle_round(store, GUILD_ID, {OLE: 0}, game_id=game_id, body=body)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await read_rounds(store) == unrelated


async def test_a_question_in_the_form_of_an_older_version_is_left_as_it_is(store: Store) -> None:
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum."))
    older = json.loads(choice_question().model_dump_json())
    del older["credit"], older["accepted"]
    body = json.dumps(older, indent=1)
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=5, body=body)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await read_rounds(store) == [body]


async def test_questions_are_found_however_many_were_played(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum.")
    )
    about_quote, about_fact = asked_about(f"quote.own-{number}"), asked_about("fact.hum")
    bodies = [about_quote if turn in (0, 499, 500, 1200) else about_fact for turn in range(1201)]
    async with store.database.transaction() as transaction:
        await transaction.execute_many(
            "INSERT INTO trivia_round (game_id, turn, audience_id, channel_id, question, topic,"
            " body, settled_at) VALUES (?, 0, ?, 1, 'question.lamp', 'cast', ?, 1)",
            [(game_id, GUILD_ID, body) for game_id, body in enumerate(bodies)],
        )
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    texts = [json.loads(body)["text"] for body in await read_rounds(store)]
    withdrawn = [turn for turn, text in enumerate(texts) if text == "(withdrawn)"]
    assert withdrawn == [0, 499, 500, 1200]


async def test_a_claim_about_the_members_role_loses_the_name(store: Store) -> None:
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum."))
    role = {"character": "Vera", "performer": "mia-moss", "production": "Paper Lantern"}
    added = fact_draft("She plays Vera.").to_entries(900).entries
    played = [one.model_copy(update={"role": Role(**role)}) for one in added if one.kind == "fact"]
    entries = [*(one for one in added if one.kind != "fact"), *played]
    change = change_at(30, GUILD_ID, OLE)
    await add_guild_entries(store, change, NewEntries(entries))
    claim = asked_about("fact.own-900", text="True or false: Mia Moss played Vera.")
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=5, body=claim)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    [body] = await read_rounds(store)
    assert json.loads(body)["text"] == "True or false: someone played Vera."
    assert await find_columns_with(store, "Mia Moss") == set()


async def revise_text(store: Store, number: int, *texts: str) -> None:
    """Edit a fact of the guild once for each text."""
    for second, text in enumerate(texts, start=40):
        stored = await store.guild_entries.get(GUILD_ID, f"fact.own-{number}")
        assert stored is not None
        later = stored.entry.model_copy(update={"text": text})
        change = change_at(second, GUILD_ID, OLE)
        assert await store.guild_entries.revise(change, [stored.entry], NewEntries([later]))


async def list_old_texts(store: Store, number: int) -> list[str]:
    """Return the texts that a fact had before its edits, "" for an erased one."""
    events = await store.guild_entries.list_history(GUILD_ID, f"fact.own-{number}")
    edits = [one.old_body for one in events if one.action is AuditAction.EDITED]
    return [json.loads(body)["text"] if body else "" for body in edits]


async def test_old_versions_lose_the_name_but_not_longer_names_slugs_and_words(
    store: Store,
) -> None:
    first, second = "Member 1", "Member 12"
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, first, "Lamps hum."))
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(OLE, second, "Ink fades."))
    number = await propose_and_approve(store, GUILD_ID, OLE, OLE, fact_draft("It is old."))
    texts = (
        "Member 12 folded it.",
        "Member 1 folded it.",
        "“Lamps hum.” is on the wall.",
        'It is filed under "member-1".',
        "It is new.",
    )
    await revise_text(store, number, *texts)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    kept = [text if text != "Member 1 folded it." else "" for text in texts]
    assert await list_old_texts(store, number) == ["It is old.", *kept[:-1]]
    people = await store.guild_entries.list_people(GUILD_ID)
    assert [(one.slug, one.name) for one in people] == [("member-12", second)]


async def test_an_old_version_that_nobody_can_read_is_erased(store: Store) -> None:
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum."))
    number = await propose_and_approve(store, GUILD_ID, OLE, OLE, fact_draft("It is old."))
    await revise_text(store, number, "It is new.")
    await store.database.write("UPDATE deed SET before = '{\"claim\": 1}' WHERE what = 'edited'")
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await list_old_texts(store, number) == [""]


async def test_a_withdrawn_proposal_says_when_that_was(store: Store) -> None:
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum."))
    waiting = quote_draft(MIA, "Mia Moss", "Ask me first.")
    number = await create_proposal(
        store,
        GUILD_ID,
        "quote",
        OLE,
        waiting.model_dump_json(),
        at_second(8),
        quoted=waiting.quoted,
    )
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    proposal = await store.proposals.get(GUILD_ID, number)
    assert proposal is not None
    assert proposal.decided_at == from_epoch(99)
