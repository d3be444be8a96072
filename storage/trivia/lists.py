"""Lists of imported questions: those of all guilds, and those of one guild alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from seeds.schema import Difficulty
from seeds.trivia_lists.models import TriviaListQuestion
from storage.database import Database

ALL_GUILDS_ID = 0
"""The guild id of lists that every guild has."""


class ImportedList(NamedTuple):
    """A stored list without its questions."""

    id: int
    guild_id: int
    """`ALL_GUILDS_ID` for a list of all guilds."""
    name: str
    topic: str
    """The slug of a topic of the pack, or the name of a further one."""
    author: str
    description: str
    question_count: int


class NewList(NamedTuple):
    """A list to store; `name` is unique in a guild."""

    name: str
    topic: str
    author: str
    description: str
    questions: Sequence[TriviaListQuestion]


class ImportedQuestion(NamedTuple):
    """A question with its list."""

    list: ImportedList
    question: TriviaListQuestion


_SELECT_LISTS = (
    "SELECT l.id, l.guild_id, l.name, l.topic, l.author, l.description,"
    " (SELECT count(*) FROM trivia_import i WHERE i.list_id = l.id) FROM trivia_list l"
)


class TriviaLists:
    """The repository of imported lists and their questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replace(self, guild_id: int, new_list: NewList) -> None:
        """Store a list, in place of the one with its name."""
        async with self._database.transaction(alone=guild_id == ALL_GUILDS_ID) as transaction:
            [(list_id,)] = await transaction.fetch(
                "INSERT INTO trivia_list (guild_id, name, topic, author, description)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (guild_id, name) DO UPDATE SET"
                " topic = excluded.topic, author = excluded.author,"
                " description = excluded.description RETURNING id",
                (guild_id, *new_list[:4]),
            )
            await transaction.fetch("DELETE FROM trivia_import WHERE list_id = ?", (list_id,))
            await transaction.execute_many(
                "INSERT INTO trivia_import (list_id, position, guild_id, text, answers,"
                " distractors, difficulty) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(list_id, position, guild_id, question.text),
                        *(_to_json(question.answers), _to_json(question.distractors)),
                        question.difficulty.value,
                    )
                    for position, question in enumerate(new_list.questions)
                ],
            )
            transaction.invalidate_guild(guild_id)

    async def remove(self, guild_id: int, list_id: int) -> bool:
        """Delete a list of a guild with its questions; return False when it has no such list."""
        async with self._database.transaction(alone=guild_id == ALL_GUILDS_ID) as transaction:
            removed = await transaction.fetch(
                "DELETE FROM trivia_list WHERE id = ? AND guild_id = ? RETURNING id",
                (list_id, guild_id),
            )
            if removed:
                transaction.invalidate_guild(guild_id)
        return bool(removed)

    async def list_all(self) -> list[ImportedList]:
        """Return the lists of all guilds together, then those of each guild, by name."""
        rows = await self._database.fetch(f"{_SELECT_LISTS} ORDER BY l.guild_id, l.name")
        return [ImportedList(*row) for row in rows]

    async def list_for_guild(self, guild_id: int) -> list[ImportedList]:
        """Return the lists that are a guild's own, by name; with `ALL_GUILDS_ID`, the others."""
        rows = await self._database.fetch(
            f"{_SELECT_LISTS} WHERE l.guild_id = ? ORDER BY l.name", (guild_id,)
        )
        return [ImportedList(*row) for row in rows]

    async def list_questions(self, guild_id: int) -> list[ImportedQuestion]:
        """Return every question of the lists that `list_for_guild` returns."""
        lists = {one.id: one for one in await self.list_for_guild(guild_id)}
        rows = await self._database.fetch(
            "SELECT list_id, text, answers, distractors, difficulty FROM trivia_import"
            " WHERE guild_id = ? ORDER BY list_id, position",
            (guild_id,),
        )
        return [
            ImportedQuestion(
                lists[list_id],
                TriviaListQuestion(
                    text,
                    tuple(json.loads(answers)),
                    tuple(json.loads(distractors)),
                    Difficulty(difficulty),
                ),
            )
            for list_id, text, answers, distractors, difficulty in rows
            if list_id in lists
        ]


def _to_json(texts: Sequence[str]) -> str:
    return json.dumps(texts, ensure_ascii=False)
