"""Imported questions, and how often questions were asked and answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from storage.database import Database

COUNT_AS_ASKED = (
    "INSERT INTO trivia_asked (audience_id, question, times) VALUES (?, ?, 1)"
    " ON CONFLICT (audience_id, question) DO UPDATE SET times = trivia_asked.times + 1"
)
"""Counts a question as asked; the parameters are the audience's id and the question's key."""


class PlayCount(NamedTuple):
    """The number of answers to a question, and how many of them were right."""

    question_key: str
    answered: int
    right: int


class ImportedQuestion(NamedTuple):
    """A question of an imported list; each of `answers` is right, the first is shown."""

    list_name: str
    position: int
    topic: str
    author: str
    text: str
    answers: tuple[str, ...]


class TriviaQuestions:
    """Imported questions, and counts about all questions, by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_times_asked(self, audience_id: int) -> dict[str, int]:
        """Return the times an audience was asked each question, by key; omit those never asked."""
        return dict(
            await self._database.fetch(
                "SELECT question, times FROM trivia_asked WHERE audience_id = ?", (audience_id,)
            )
        )

    async def list_play_counts(self) -> list[PlayCount]:
        """Return the counts of every question that was answered in a game."""
        rows = await self._database.fetch("SELECT question, answered, is_right FROM trivia_play")
        return [PlayCount(*row) for row in rows]

    async def get_question_key(self, game_id: int, round_number: int) -> str | None:
        """Return the key of the question of a settled round, None for an unknown round."""
        rows = await self._database.fetch(
            "SELECT question FROM trivia_round WHERE game_id = ? AND turn = ?",
            (game_id, round_number),
        )
        return rows[0][0] if rows else None

    async def get_question_body(self, game_id: int, round_number: int) -> str | None:
        """Return the question of a settled round as JSON, None for an unknown round."""
        rows = await self._database.fetch(
            "SELECT body FROM trivia_round WHERE game_id = ? AND turn = ?", (game_id, round_number)
        )
        return rows[0][0] if rows else None

    async def replace_list(self, name: str, questions: Sequence[ImportedQuestion]) -> None:
        """Store a list, in place of all questions it had before."""
        async with self._database.transaction() as transaction:
            await transaction.fetch("DELETE FROM trivia_import WHERE list = ?", (name,))
            await transaction.execute_many(
                "INSERT INTO trivia_import (list, position, topic, author, text, answers)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (*question[:5], json.dumps(question.answers, ensure_ascii=False))
                    for question in questions
                ],
            )

    async def list_imported(self) -> list[ImportedQuestion]:
        """Return every question of every imported list."""
        rows = await self._database.fetch(
            "SELECT list, position, topic, author, text, answers FROM trivia_import"
            " ORDER BY list, position"
        )
        return [
            ImportedQuestion(name, position, topic, author, text, tuple(json.loads(answers)))
            for name, position, topic, author, text, answers in rows
        ]
