"""How often questions were asked and answered, and the questions of settled rounds."""

from __future__ import annotations

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


class TriviaQuestions:
    """Counts about questions, by key, and the questions of settled rounds."""

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

    async def get_question_key(self, game_id: int, turn: int) -> str | None:
        """Return the key of the question of a settled round, None for an unknown round."""
        rows = await self._database.fetch(
            "SELECT question FROM trivia_round WHERE game_id = ? AND turn = ?",
            (game_id, turn),
        )
        return rows[0][0] if rows else None

    async def get_question_body(self, game_id: int, turn: int) -> str | None:
        """Return the question of a settled round as JSON, None for an unknown round."""
        rows = await self._database.fetch(
            "SELECT body FROM trivia_round WHERE game_id = ? AND turn = ?", (game_id, turn)
        )
        return rows[0][0] if rows else None
