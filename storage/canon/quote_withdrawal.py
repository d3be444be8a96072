"""Withdraws the quotes of a member: erases their words, the name, and all copies of both."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from seeds.schema import ENTRY_TYPES, AnyEntry, Event, Fact, Origin, Quote, Source
from storage.canon.audit_log import AuditAction, EntryChange
from storage.canon.guild_entries import get_name_lookup, retire_entries
from storage.canon.rows import build_row, update_entries
from storage.database import Transaction

WITHDRAWN_TEXT = "(withdrawn)"
WITHDRAWN_SPEAKER = "withdrawn"
"""The speaker slug of withdrawn quotes, which no person has."""
REDACTED_NAME = "somebody"
EMPTY_BODY = "{}"
"""The body of a proposal or question whose text was erased."""
CLEAR_BODY = "body = :empty, quoted_slug = NULL, quoted_member_id = NULL"
"""SQL assignments that erase the text of a proposal; `:empty` is `EMPTY_BODY`."""


class WithdrawnQuotes(NamedTuple):
    """The names of the quoted member, and the ids of the withdrawn quotes."""

    names: Sequence[str]
    quote_ids: Collection[str]

    def redact_names(self, text: str) -> str:
        """Return `text` with the names replaced by `REDACTED_NAME`."""
        for name in self.names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", REDACTED_NAME, text)
        return text


QuestionRedactor: TypeAlias = Callable[[str, WithdrawnQuotes], str]
"""Takes the JSON of a question and returns it without the withdrawn words and names."""


class _QuotedPerson(NamedTuple):
    """A person added by a guild, who is the member."""

    slug: str
    name: str


class _NumberedEntry(NamedTuple):
    """An entry of a guild with its row number."""

    number: int
    entry: AnyEntry


async def withdraw_quotes(
    transaction: Transaction,
    member_id: int,
    only_guild_id: int | None,
    withdrawn_at: datetime,
    redact_question: QuestionRedactor,
) -> None:
    """Withdraw the quotes and the name of a member in one guild, or in all for None."""
    known = await transaction.fetch(
        "SELECT guild_id, slug, name FROM own_person WHERE member_id = :member"
        " AND (:guild IS NULL OR guild_id = :guild)",
        {"member": member_id, "guild": only_guild_id},
    )
    by_guild: defaultdict[int, list[_QuotedPerson]] = defaultdict(list)
    for guild_id, slug, name in known:
        by_guild[guild_id].append(_QuotedPerson(slug, name))
    for guild_id, speakers in by_guild.items():
        await _QuoteWithdrawal(transaction, guild_id, speakers, withdrawn_at, redact_question).run()
        transaction.touch_guild(guild_id)


class _QuoteWithdrawal:
    """The withdrawal in one guild."""

    def __init__(
        self,
        transaction: Transaction,
        guild_id: int,
        speakers: Sequence[_QuotedPerson],
        withdrawn_at: datetime,
        redact_question: QuestionRedactor,
    ) -> None:
        self._redact_question = redact_question
        self._transaction = transaction
        self._guild_id = guild_id
        self._slugs = {speaker.slug for speaker in speakers}
        self._names = [speaker.name for speaker in speakers]
        self._withdrawn_at = withdrawn_at

    async def run(self) -> None:
        entries = await self._fetch_entries()
        quotes = [one for one in entries if self._is_quote_of_member(one.entry)]
        sources = _only_cited_by(quotes, entries)
        withdrawn_ids = [one.entry.id for one in (*quotes, *sources)]
        change = EntryChange(self._guild_id, 0, self._withdrawn_at)
        await retire_entries(self._transaction, change, withdrawn_ids, AuditAction.WITHDRAWN)
        await self._transaction.execute_many(
            "DELETE FROM own_person WHERE guild_id = ? AND slug = ?",
            [(self._guild_id, slug) for slug in self._slugs],
        )
        cleared = [
            _NumberedEntry(one.number, _clear_entry(one.entry)) for one in (*quotes, *sources)
        ]
        await self._update_entries(
            [*cleared, *self._remove_person_from_entries(entries, set(withdrawn_ids))]
        )
        await self._transaction.execute_many(
            "UPDATE deed SET before = '' WHERE guild_id = ? AND entry_id = ?",
            [(self._guild_id, name) for name in withdrawn_ids],
        )
        await self._transaction.execute_many(
            "UPDATE deed SET before = '' WHERE guild_id = ? AND instr(before, ?) > 0",
            [(self._guild_id, name) for name in (*self._names, *map(_to_json_string, self._slugs))],
        )
        await self._clear_proposals()
        await self._redact_questions(WithdrawnQuotes(self._names, {one.entry.id for one in quotes}))

    def _is_quote_of_member(self, entry: AnyEntry) -> bool:
        return isinstance(entry, Quote) and entry.speaker in self._slugs

    async def _fetch_entries(self) -> list[_NumberedEntry]:
        rows = await self._transaction.fetch(
            "SELECT number, kind, body FROM entry WHERE owner = ?", (self._guild_id,)
        )
        return [
            _NumberedEntry(number, ENTRY_TYPES[kind].model_validate_json(body))
            for number, kind, body in rows
        ]

    def _remove_person_from_entries(
        self, entries: Sequence[_NumberedEntry], withdrawn_ids: Collection[str]
    ) -> list[_NumberedEntry]:
        """Return the other entries that name the member, without the name."""
        kept = [one for one in entries if one.entry.id not in withdrawn_ids]
        changed = [_NumberedEntry(one.number, self._remove_person(one.entry)) for one in kept]
        return [new for old, new in zip(kept, changed, strict=True) if new != old]

    def _remove_person(self, entry: AnyEntry) -> AnyEntry:
        match entry:
            case Event():
                return entry.model_copy(update={"people": self._remove_slugs(entry.people)})
            case Fact():
                role = entry.role
                kept = None if role is not None and role.performer in self._slugs else role
                return entry.model_copy(
                    update={"people": self._remove_slugs(entry.people), "role": kept}
                )
            case Source():
                return entry.model_copy(
                    update={"title": WithdrawnQuotes(self._names, ()).redact_names(entry.title)}
                )
            case _:
                return entry

    def _remove_slugs(self, people: Sequence[str]) -> tuple[str, ...]:
        return tuple(slug for slug in people if slug not in self._slugs)

    async def _update_entries(self, entries: Sequence[_NumberedEntry]) -> None:
        names = await get_name_lookup(self._transaction, self._guild_id)
        await update_entries(
            self._transaction, [(n, build_row(entry, names)) for n, entry in entries]
        )

    async def _clear_proposals(self) -> None:
        """Erase the words in proposals of any state, and withdraw the open ones."""
        await self._transaction.execute_many(
            f"UPDATE proposal SET {CLEAR_BODY}, decided_at = coalesce(decided_at, :at),"
            " state = CASE WHEN state IN ('asking', 'waiting') THEN 'withdrawn' ELSE state END"
            " WHERE guild_id = :guild AND quoted_slug = :slug",
            [
                {
                    "empty": EMPTY_BODY,
                    "at": self._withdrawn_at,
                    "guild": self._guild_id,
                    "slug": slug,
                }
                for slug in self._slugs
            ],
        )

    async def _redact_questions(self, withdrawn: WithdrawnQuotes) -> None:
        """Redact stored rounds and daily questions, which hold copies of words and names."""
        needles = [_to_json_string(one) for one in (*withdrawn.quote_ids, *withdrawn.names)]
        holds = " OR ".join(["instr(body, ?) > 0"] * len(needles))
        for table, first, second in _QUESTION_TABLES:
            rows = await self._transaction.fetch(
                f"SELECT body, {first}, {second} FROM {table} WHERE audience_id = ? AND ({holds})",
                (self._guild_id, *needles),
            )
            await self._transaction.execute_many(
                f"UPDATE {table} SET body = ? WHERE {first} = ? AND {second} = ?",
                [(self._redact_question(body, withdrawn), *key) for body, *key in rows],
            )
        for table in ("trivia_answer", "trivia_daily_answer"):
            await self._transaction.execute_many(
                f"UPDATE {table} SET given = ? WHERE audience_id = ? AND given = ?",
                [(REDACTED_NAME, self._guild_id, name) for name in withdrawn.names],
            )


_QUESTION_TABLES = (("trivia_round", "game_id", "turn"), ("trivia_daily", "audience_id", "day"))


def _to_json_string(text: str) -> str:
    """Return `text` as a JSON string, with its quotation marks."""
    return json.dumps(text, ensure_ascii=False)


def _only_cited_by(
    quotes: Sequence[_NumberedEntry], entries: Sequence[_NumberedEntry]
) -> list[_NumberedEntry]:
    """Return the guild's sources that only these quotes cite."""
    numbers = {one.number for one in quotes}
    cited = {name for one in quotes for name in one.entry.references}
    elsewhere = {
        name for one in entries if one.number not in numbers for name in one.entry.references
    }
    alone = cited - elsewhere
    return [one for one in entries if one.entry.id in alone]


def _clear_entry(entry: AnyEntry) -> AnyEntry:
    """Return a quote or source of the same id without its text."""
    if isinstance(entry, Quote):
        return Quote(
            id=entry.id,
            origin=Origin.GUILD,
            words=WITHDRAWN_TEXT,
            speaker=WITHDRAWN_SPEAKER,
            said=entry.said,
            occasion=WITHDRAWN_TEXT,
            topics=entry.topics,
        )
    return Source(id=entry.id, origin=Origin.GUILD, title=WITHDRAWN_TEXT)
