"""Keeps a game on disk: its whole state after every change, and each settled round once."""

from __future__ import annotations

from bot.base import Clock
from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from storage.trivia.games import GameChange, SettledRound, StoredAnswer, TriviaGames


class GamePersistence:
    """What storage knows of one game."""

    def __init__(self, games: TriviaGames, bank: Bank, clock: Clock, game: Game) -> None:
        self._games = games
        self._bank = bank
        self._clock = clock
        self._game = game
        round_ = game.round
        # A round that was closed when the game was last kept is settled in storage already.
        self._settled_turn = round_.turn if round_ is not None and round_.is_closed else 0

    async def create(self, finished_game_id: int | None) -> bool:
        """Keep a new game; False when another than `over` is being played in its channel."""
        return await self._games.claim(self._build_change(), finished_game_id=finished_game_id)

    async def save(self, *, asked: str | None = None, is_over: bool = False) -> None:
        """Write the game as it is now; it is on disk afterwards."""
        settled = self._newly_settled_round()
        await self._games.save(self._build_change(asked=asked, settled=settled, is_over=is_over))
        if settled is not None and settled.round_number != self._settled_turn:
            self._settled_turn = settled.round_number
            right = sum(answer.is_right for answer in settled.answers)
            self._bank.record_answers(
                settled.question_key, answered=len(settled.answers), right=right
            )

    def _build_change(
        self,
        *,
        asked: str | None = None,
        settled: SettledRound | None = None,
        is_over: bool = False,
    ) -> GameChange:
        game = self._game
        return GameChange(
            channel_id=game.channel_id,
            game_id=game.id,
            audience_id=game.audience_id,
            state=game.model_dump_json(),
            asked_question_key=asked,
            settled_round=settled,
            is_over=is_over,
        )

    def _newly_settled_round(self) -> SettledRound | None:
        round_ = self._game.round
        if round_ is None or not round_.is_closed or round_.turn == self._settled_turn:
            return None
        return _build_settled_round(round_, int(self._clock().timestamp()))


def _build_settled_round(round_: Round, settled_at: int) -> SettledRound:
    """A closed round as storage keeps it; what was skipped counts for nobody."""
    locks = {} if round_.is_skipped else round_.locks
    question = round_.question
    return SettledRound(
        round_number=round_.turn,
        question_key=question.key,
        topic=question.topic,
        body=question.model_dump_json(),
        settled_at=settled_at,
        answers=[
            StoredAnswer(
                member, round_.format_answer(lock), lock.is_right, lock.points, round_.elapsed(lock)
            )
            for member, lock in locks.items()
        ],
    )
