"""Keeps a game on disk: what has changed after every change, and each settled round once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cogs.trivia.play.game_rows import build_member_row, dump_state
from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import LockedAnswer, Round
from storage.trivia.games import GameChange, TriviaGames
from storage.trivia.group_commit import GroupCommit
from storage.trivia.rounds import SettledRound, StoredAnswer


class GamePersistence:
    """What storage knows of one game, and what it does not know yet."""

    def __init__(
        self,
        game: Game,
        games: TriviaGames,
        commits: GroupCommit,
        bank: Bank,
        clock: Callable[[], datetime],
    ) -> None:
        self._game = game
        self._games = games
        self._commits = commits
        self._bank = bank
        self._clock = clock
        round_ = game.round
        # A round that was closed when the game was last kept is settled in storage already.
        self._settled_turn = round_.turn if round_ is not None and round_.is_closed else 0
        self._stored_state: str | None = None
        self._unsaved_member_ids: set[int] = set()
        self._unsaved_asked_key: str | None = None
        self._is_over = False

    async def create(self, finished_game_id: int | None) -> bool:
        """Keep a new game; return False when another is being played in its channel.

        A game with the id `finished_game_id` is over and gives way.
        """
        change = self.collect_change()
        is_created = await self._games.claim(change, finished_game_id=finished_game_id)
        if is_created:
            self.mark_written(change)
        return is_created

    async def save(self, *, asked: str | None = None, is_over: bool = False) -> None:
        """Write the game as it is now; it is on disk afterwards.

        `asked` is the key of a question that was just chosen; after `is_over` it is kept no more.
        """
        self._unsaved_asked_key = asked or self._unsaved_asked_key
        self._is_over = self._is_over or is_over
        await self._commits.save(self)

    def collect_change(self) -> GameChange:
        """Return everything that is not known to be on disk yet."""
        game = self._game
        self._unsaved_member_ids |= game.take_changed_member_ids()
        state = dump_state(game)
        return GameChange(
            channel_id=game.channel_id,
            game_id=game.id,
            audience_id=game.audience_id,
            state=None if state == self._stored_state else state,
            members=[build_member_row(game, one) for one in self._unsaved_member_ids],
            asked_question_key=self._unsaved_asked_key,
            settled_round=self._newly_settled_round(),
            is_over=self._is_over,
        )

    def mark_written(self, change: GameChange) -> None:
        """Take note that `change`, the one collected last, is on disk."""
        self._stored_state = change.state or self._stored_state
        self._unsaved_member_ids.clear()
        if self._unsaved_asked_key == change.asked_question_key:
            self._unsaved_asked_key = None
        if (settled := change.settled_round) is not None:
            self._settled_turn = settled.round_number
            right = sum(answer.is_right for answer in settled.answers)
            self._bank.record_answers(
                settled.question_key, answered=len(settled.answers), right=right
            )

    def _newly_settled_round(self) -> SettledRound | None:
        round_ = self._game.round
        if round_ is None or not round_.is_closed or round_.turn == self._settled_turn:
            return None
        # A skipped round counts for none of its answers.
        locks = {} if round_.is_skipped else round_.locks
        return SettledRound(
            round_number=round_.turn,
            question_key=round_.question.key,
            topic=round_.question.topic,
            body=round_.question.model_dump_json(),
            settled_at=self._clock(),
            answers=[_build_answer(round_, member_id, lock) for member_id, lock in locks.items()],
        )


def _build_answer(round_: Round, member_id: int, lock: LockedAnswer) -> StoredAnswer:
    return StoredAnswer(
        member_id,
        answer_text=round_.format_answer(lock),
        is_right=lock.is_right,
        points=lock.points,
        seconds=round_.elapsed(lock),
    )
