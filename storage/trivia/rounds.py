"""The settled rounds of games, with every answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.database import Transaction
from storage.epoch import to_epoch


class StoredAnswer(NamedTuple):
    """A member's answer to a settled round, `seconds` after the question appeared."""

    member_id: int
    answer_text: str
    is_right: bool
    points: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SettledRound:
    """A settled round; `body` is the question as it was asked, as JSON."""

    turn: int
    question_key: str
    topic: str
    body: str
    settled_at: datetime
    answers: Sequence[StoredAnswer]


async def record_round(
    transaction: Transaction,
    settled: SettledRound,
    *,
    game_id: int,
    channel_id: int,
    audience_id: int,
) -> None:
    """Record a settled round; do nothing when it is recorded already."""
    settled_at = to_epoch(settled.settled_at)
    round_key = (game_id, settled.turn)
    is_new = await transaction.fetch(
        "INSERT INTO trivia_round (game_id, turn, audience_id, channel_id, question, topic, body,"
        " settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING turn",
        (
            *round_key,
            audience_id,
            channel_id,
            settled.question_key,
            settled.topic,
            settled.body,
            settled_at,
        ),
    )
    if not is_new or not settled.answers:
        return
    answer_key = (*round_key, audience_id, settled.question_key, settled_at)
    await transaction.execute_many(
        "INSERT INTO trivia_answer (game_id, turn, audience_id, question, settled_at, member_id,"
        " given, is_right, points, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*answer_key, *answer) for answer in settled.answers],
    )
    right = sum(answer.is_right for answer in settled.answers)
    await transaction.fetch(_COUNT_PLAY, (settled.question_key, len(settled.answers), right))


_COUNT_PLAY = (
    "INSERT INTO trivia_play (question, answered, is_right) VALUES (?, ?, ?)"
    " ON CONFLICT (question) DO UPDATE SET answered = trivia_play.answered + excluded.answered,"
    " is_right = trivia_play.is_right + excluded.is_right"
)
