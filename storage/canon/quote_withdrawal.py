"""Takes a member's own words out of the canon: the quotes, the name, and every copy of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from seeds.schema import KINDS, AnyEntry, Event, Fact, Origin, Quote, Source
from storage.canon.guild_entries import Deed, What, names_of, note, retire
from storage.canon.rows import replace, row_of
from storage.database import Transaction

WITHDRAWN = "(withdrawn)"
NOBODY = "withdrawn"
"""The speaker of withdrawn quotes; no person is called that."""
SOMEBODY = "somebody"
EMPTY = "{}"
"""The body of a proposal whose text is gone."""


class _Speaker(NamedTuple):
    """Somebody only one server names."""

    slug: str
    name: str


class _Own(NamedTuple):
    """An entry of one server."""

    number: int
    entry: AnyEntry


async def withdraw_quotes(
    transaction: Transaction, member_id: int, place: int | None, at: int
) -> list[int]:
    """Withdraw whatever a member is quoted with, in one server or in all, and unname them there.

    Gives the servers whose canon has changed.
    """
    known = await transaction.fetch(
        "SELECT guild_id, slug, name FROM own_person WHERE member_id = :member"
        " AND (:place IS NULL OR guild_id = :place)",
        {"member": member_id, "place": place},
    )
    by_server: defaultdict[int, list[_Speaker]] = defaultdict(list)
    for guild_id, slug, name in known:
        by_server[guild_id].append(_Speaker(slug, name))
    for guild_id, speakers in by_server.items():
        await _Withdrawal(transaction, guild_id, speakers, at).run()
    return list(by_server)


class _Withdrawal:
    """One server's part of it."""

    def __init__(
        self, transaction: Transaction, guild_id: int, speakers: Sequence[_Speaker], at: int
    ) -> None:
        self._transaction = transaction
        self._guild_id = guild_id
        self._slugs = {speaker.slug for speaker in speakers}
        self._names = [speaker.name for speaker in speakers]
        self._at = at

    async def run(self) -> None:
        own = await self._own_entries()
        quotes = [one for one in own if self._is_theirs(one.entry)]
        sources = _only_cited_by(quotes, own)
        gone = [one.entry.id for one in (*quotes, *sources)]
        counted = await retire(self._transaction, self._guild_id, gone, self._at) if gone else []
        await self._transaction.execute_many(
            "DELETE FROM own_person WHERE guild_id = ? AND slug = ?",
            [(self._guild_id, slug) for slug in self._slugs],
        )
        emptied = [_Own(one.number, _emptied(one.entry)) for one in (*quotes, *sources)]
        await self._rewrite([*emptied, *self._unnamed(own, set(gone))])
        await self._transaction.execute_many(
            "UPDATE deed SET before = '' WHERE guild_id = ? AND entry_id = ?",
            [(self._guild_id, name) for name in gone],
        )
        await self._transaction.execute_many(
            "UPDATE deed SET before = '' WHERE guild_id = ? AND instr(before, ?) > 0",
            [(self._guild_id, naming) for naming in (*self._names, *map(_quoted, self._slugs))],
        )
        deeds = [Deed(name, What.WITHDRAWN, 0, self._at) for name in counted]
        await note(self._transaction, self._guild_id, deeds)
        await self._empty_proposals()
        await self._redact_questions({one.entry.id for one in quotes})

    def _is_theirs(self, entry: AnyEntry) -> bool:
        return isinstance(entry, Quote) and entry.speaker in self._slugs

    async def _own_entries(self) -> list[_Own]:
        rows = await self._transaction.fetch(
            "SELECT number, kind, body FROM entry WHERE owner = ?", (self._guild_id,)
        )
        return [_Own(number, KINDS[kind].model_validate_json(body)) for number, kind, body in rows]

    def _unnamed(self, own: Sequence[_Own], gone: Collection[str]) -> list[_Own]:
        """What else names the member, without the name."""
        kept = [one for one in own if one.entry.id not in gone]
        changed = [_Own(one.number, self._without_person(one.entry)) for one in kept]
        return [new for old, new in zip(kept, changed, strict=True) if new != old]

    def _without_person(self, entry: AnyEntry) -> AnyEntry:
        match entry:
            case Event():
                return entry.model_copy(update={"people": self._others(entry.people)})
            case Fact():
                role = entry.role
                kept = None if role is not None and role.performer in self._slugs else role
                return entry.model_copy(update={"people": self._others(entry.people), "role": kept})
            case Source():
                return entry.model_copy(update={"title": self._redacted(entry.title)})
            case _:
                return entry

    def _others(self, people: Sequence[str]) -> tuple[str, ...]:
        return tuple(slug for slug in people if slug not in self._slugs)

    def _redacted(self, text: str) -> str:
        for name in self._names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", SOMEBODY, text)
        return text

    async def _rewrite(self, entries: Sequence[_Own]) -> None:
        names = await names_of(self._transaction, self._guild_id)
        await replace(self._transaction, [(n, row_of(entry, names)) for n, entry in entries])

    async def _empty_proposals(self) -> None:
        """Proposals hold the words as well, whatever became of them."""
        rows = await self._transaction.fetch(
            "SELECT number, body FROM proposal WHERE guild_id = ? AND kind = 'quote'",
            (self._guild_id,),
        )
        theirs = [
            (self._at, self._guild_id, number)
            for number, body in rows
            if json.loads(body).get("speaker") in self._slugs
        ]
        await self._transaction.execute_many(
            f"UPDATE proposal SET body = '{EMPTY}', decided_at = coalesce(decided_at, ?),"
            " state = CASE WHEN state IN ('asking', 'waiting') THEN 'withdrawn' ELSE state END"
            " WHERE guild_id = ? AND number = ?",
            theirs,
        )

    async def _redact_questions(self, quotes: Collection[str]) -> None:
        """Questions that were played are kept as they were asked, words and name in them."""
        needles = [_quoted(one) for one in (*quotes, *self._names)]
        holds = " OR ".join(["instr(body, ?) > 0"] * len(needles))
        for table, first, second in _PLAYED:
            rows = await self._transaction.fetch(
                f"SELECT body, {first}, {second} FROM {table} WHERE audience_id = ? AND ({holds})",
                (self._guild_id, *needles),
            )
            await self._transaction.execute_many(
                f"UPDATE {table} SET body = ? WHERE {first} = ? AND {second} = ?",
                [(self._redacted_question(body, quotes), *key) for body, *key in rows],
            )
        for table in ("trivia_answer", "trivia_daily_answer"):
            await self._transaction.execute_many(
                f"UPDATE {table} SET given = ? WHERE audience_id = ? AND given = ?",
                [(SOMEBODY, self._guild_id, name) for name in self._names],
            )

    def _redacted_question(self, body: str, quotes: Collection[str]) -> str:
        question: dict[str, Any] = json.loads(body)
        if not set(quotes).isdisjoint(question.get("about", ())):
            question |= {"text": WITHDRAWN, "explanation": ""}
        question["options"] = [self._redacted(one) for one in question.get("options", ())]
        return json.dumps(question, ensure_ascii=False)


_PLAYED = (("trivia_round", "game_id", "turn"), ("trivia_daily", "audience_id", "day"))


def _quoted(text: str) -> str:
    """As it stands in JSON."""
    return json.dumps(text, ensure_ascii=False)


def _only_cited_by(quotes: Sequence[_Own], own: Sequence[_Own]) -> list[_Own]:
    """Own sources that nothing but these quotes leans on."""
    numbers = {one.number for one in quotes}
    cited = {name for one in quotes for name in one.entry.references}
    elsewhere = {name for one in own if one.number not in numbers for name in one.entry.references}
    alone = cited - elsewhere
    return [one for one in own if one.entry.id in alone]


def _emptied(entry: AnyEntry) -> AnyEntry:
    """An entry of the same id that says nothing."""
    if isinstance(entry, Quote):
        return Quote(
            id=entry.id,
            origin=Origin.GUILD,
            words=WITHDRAWN,
            speaker=NOBODY,
            said=entry.said,
            occasion=WITHDRAWN,
            topics=entry.topics,
        )
    return Source(id=entry.id, origin=Origin.GUILD, title=WITHDRAWN)
