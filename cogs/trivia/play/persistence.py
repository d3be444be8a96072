"""Stores a game: its state, one row for each member, and each settled round once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import LockedAnswer, Round
from cogs.trivia.rules.settings import Player
from storage.trivia.games import GameChange, StoredGame, StoredGameMember, TriviaGames
from storage.trivia.group_commit import GroupCommit
from storage.trivia.rounds import SettledRound, StoredAnswer

_MEMBER_FIELDS = {"players": True, "round": {"locks": True, "hinted": True, "skip_votes": True}}
"""The fields whose size depends on the number of members; they are in the rows of members."""


class GamePersistence:
    """Writes the changes of one game, and tracks which of them are on disk."""

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
        # A round that was closed when the game was last stored has been recorded.
        self._settled_turn = round_.turn if round_ is not None and round_.is_closed else 0
        self._stored_state: str | None = None
        self._unsaved_member_ids: set[int] = set()
        self._unsaved_asked_key: str | None = None
        self._is_over = False

    async def create(self, finished_game_id: int | None) -> bool:
        """Store a new game; return False when another game is running in its channel.

        A stored game with the id `finished_game_id` is over and is replaced.
        """
        change = self.collect_change()
        is_created = await self._games.claim(change, finished_game_id=finished_game_id)
        if is_created:
            self.mark_written(change)
        return is_created

    async def save(self, *, asked: str | None = None, is_over: bool = False) -> None:
        """Write the game as it is now; it is on disk afterwards.

        `asked` is the key of a question that was just chosen; `is_over` deletes the stored game.
        """
        self._unsaved_asked_key = asked or self._unsaved_asked_key
        self._is_over = self._is_over or is_over
        await self._commits.save(self)

    def collect_change(self) -> GameChange:
        """Return all changes that are not known to be on disk."""
        game = self._game
        self._unsaved_member_ids |= game.take_changed_member_ids()
        state = dump_state(game)
        return GameChange(
            channel_id=game.channel_id,
            game_id=game.id,
            audience_id=game.audience_id,
            state=None if state == self._stored_state else state,
            members=[build_member_row(game, member_id) for member_id in self._unsaved_member_ids],
            asked_question_key=self._unsaved_asked_key,
            settled_round=self._newly_settled_round(),
            is_over=self._is_over,
        )

    def mark_written(self, change: GameChange) -> None:
        """Record that `change`, the last one collected, is on disk."""
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
        # The answers to a skipped round do not count.
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


def dump_state(game: Game) -> str:
    """Return the game as JSON without what is in the rows of its members."""
    return game.model_dump_json(exclude=_MEMBER_FIELDS)


def build_member_row(game: Game, member_id: int) -> StoredGameMember:
    """Return the row of one member."""
    player, round_ = game.players.get(member_id), game.round
    member = StoredGameMember(member_id)
    if player is not None:
        member = member._replace(
            position=player.position,
            score=player.score,
            streak=player.streak,
            answered=player.answered,
            answered_right=player.right,
        )
    if round_ is None:
        return member
    member = member._replace(
        turn=round_.turn,
        has_hint=member_id in round_.hinted,
        has_skip_vote=member_id in round_.skip_votes,
    )
    if (lock := round_.locks.get(member_id)) is None:
        return member
    return member._replace(
        lock_position=lock.position,
        locked_at=lock.at,
        choice=lock.choice,
        typed=lock.text,
        is_right=lock.is_right,
        points=lock.points,
    )


def restore_game(stored: StoredGame) -> Game:
    """Return the game as it was stored; raise ValueError when its state cannot be read."""
    game = Game.model_validate_json(stored.state)
    for member in stored.members:
        if member.position is not None:
            game.players[member.member_id] = Player(
                position=member.position,
                score=member.score,
                streak=member.streak,
                right=member.answered_right,
                answered=member.answered,
            )
    if game.round is not None:
        _restore_round(game.round, stored)
    return game


def _restore_round(round_: Round, stored: StoredGame) -> None:
    members = [member for member in stored.members if member.turn == round_.turn]
    round_.hinted.update(member.member_id for member in members if member.has_hint)
    round_.skip_votes.update(member.member_id for member in members if member.has_skip_vote)
    for member in sorted(members, key=lambda member: member.lock_position or 0):
        if member.lock_position is None or member.locked_at is None:
            continue
        lock = LockedAnswer(
            at=member.locked_at,
            position=member.lock_position,
            choice=member.choice,
            text=member.typed or "",
            is_right=bool(member.is_right),
            points=member.points or 0,
        )
        round_.restore_lock(member.member_id, lock)
