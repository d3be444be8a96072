"""Withdraws the quotes of a member: erases their words, the name, and all copies of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError

from seeds.schema import (
    ENTRY_TYPES,
    AnyEntry,
    Event,
    Fact,
    Origin,
    Question,
    Quote,
    Source,
    Status,
)
from storage.canon.audit_log import AuditAction, EntryChange
from storage.canon.guild_entries import get_name_lookup, retire_entries
from storage.canon.rows import build_row, update_entries
from storage.database import Transaction
from storage.epoch import to_epoch
from storage.trivia.question_redaction import (
    EMPTY_BODY,
    WITHDRAWN_TEXT,
    QuestionRedactor,
    WithdrawnQuotes,
    redact_names,
    redact_stored_questions,
)

WITHDRAWN_SPEAKER = "withdrawn"
"""The speaker slug of withdrawn quotes, which no person has."""
CLEAR_BODY = "body = :empty, quoted_slug = NULL, quoted_member_id = NULL"
"""SQL assignments that erase the text of a proposal; `:empty` is `EMPTY_BODY`."""


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
        " AND (CAST(:guild AS BIGINT) IS NULL OR guild_id = :guild)",
        {"member": member_id, "guild": only_guild_id},
    )
    by_guild: defaultdict[int, list[_QuotedPerson]] = defaultdict(list)
    for guild_id, slug, name in known:
        by_guild[guild_id].append(_QuotedPerson(slug, name))
    for guild_id, speakers in by_guild.items():
        await _QuoteWithdrawal(transaction, guild_id, speakers, withdrawn_at, redact_question).run()
        transaction.invalidate_guild(guild_id)


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
        await self._clear_old_versions(set(withdrawn_ids))
        await self._clear_proposals()
        quote_ids = {one.entry.id for one in quotes}
        role_ids = {one.entry.id for one in entries if self._is_role_of_member(one.entry)}
        withdrawn = WithdrawnQuotes(self._names, quote_ids, role_ids)
        await redact_stored_questions(
            self._transaction, self._guild_id, withdrawn, self._redact_question
        )

    def _is_quote_of_member(self, entry: AnyEntry) -> bool:
        return isinstance(entry, Quote) and entry.speaker in self._slugs

    def _is_role_of_member(self, entry: AnyEntry) -> bool:
        role = entry.role if isinstance(entry, Fact) else None
        return role is not None and role.performer in self._slugs

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
                kept = None if self._is_role_of_member(entry) else entry.role
                return entry.model_copy(
                    update={"people": self._remove_slugs(entry.people), "role": kept}
                )
            case Source():
                return entry.model_copy(update={"title": redact_names(entry.title, self._names)})
            case _:
                return entry

    def _remove_slugs(self, people: Sequence[str]) -> tuple[str, ...]:
        return tuple(slug for slug in people if slug not in self._slugs)

    async def _update_entries(self, entries: Sequence[_NumberedEntry]) -> None:
        names = await get_name_lookup(self._transaction, self._guild_id)
        await update_entries(
            self._transaction,
            [(n, build_row(entry, names)) for n, entry in entries],
            to_epoch(self._withdrawn_at),
        )

    async def _clear_old_versions(self, withdrawn_ids: Collection[str]) -> None:
        """Erase the stored old versions of withdrawn entries, and others that name the member."""
        rows = await self._transaction.fetch(
            "SELECT number, entry_id, before FROM deed WHERE guild_id = ? AND before <> ''",
            (self._guild_id,),
        )
        await self._transaction.execute_many(
            "UPDATE deed SET before = '' WHERE guild_id = ? AND number = ?",
            [
                (self._guild_id, number)
                for number, entry_id, body in rows
                if entry_id in withdrawn_ids or self._names_member(entry_id, body)
            ],
        )

    def _names_member(self, entry_id: str, body: str) -> bool:
        """Return whether an old version refers to the member or has the name in its texts.

        A version that cannot be parsed is taken for one that does.
        """
        try:
            entry = ENTRY_TYPES[entry_id.partition(".")[0]].model_validate_json(body)
        except (KeyError, ValidationError):
            return True
        if self._is_quote_of_member(entry) or self._remove_person(entry) != entry:
            return True
        return any(redact_names(text, self._names) != text for text in _list_texts(entry))

    async def _clear_proposals(self) -> None:
        """Erase the words in proposals of any state, and withdraw the open ones."""
        await self._transaction.execute_many(
            f"UPDATE proposal SET {CLEAR_BODY}, decided_at = coalesce(decided_at, :at),"
            " state = CASE WHEN state IN ('asking', 'waiting') THEN 'withdrawn' ELSE state END"
            " WHERE guild_id = :guild AND quoted_slug = :slug",
            [
                {
                    "empty": EMPTY_BODY,
                    "at": to_epoch(self._withdrawn_at),
                    "guild": self._guild_id,
                    "slug": slug,
                }
                for slug in self._slugs
            ],
        )


def _list_texts(entry: AnyEntry) -> Iterator[str]:
    match entry:
        case Source():
            yield entry.title
        case Event():
            yield from (entry.title, entry.text)
        case Fact():
            yield entry.text
        case Quote():
            yield from (*entry.runs, entry.occasion)
        case Status():
            yield from (entry.headline, entry.text)
        case Question():
            yield from (entry.text, *entry.answers, *entry.distractors, entry.explanation)


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
