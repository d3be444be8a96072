"""Stores a game: its state, one row for each member, and each settled round once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import repeat
from operator import attrgetter, itemgetter

from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.errors import RestartingError
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import LockedAnswer, Round
from cogs.trivia.rules.settings import Player
from storage.outbox import OutboxMessage
from storage.trivia.games import GameChange, StoredGame, StoredGameMember, TriviaGames
from storage.trivia.rounds import SettledRound, StoredAnswer

MAX_END_WAIT, MAX_END_TRIES = 60.0, 1_440
"""Seconds between two tries to store the end of a game, and how many there are."""
_MEMBER_FIELDS = {"players": True, "round": {"locks": True, "hinted": True, "skip_votes": True}}
"""The fields whose size depends on the number of members; they are in the rows of members."""
_get_game_values = attrgetter(*(Game.model_fields.keys() - {"players", "round"}))
_get_round_values = attrgetter(*(Round.model_fields.keys() - {"locks", "hinted", "skip_votes"}))


class GamePersistence:
    """Writes the changes of one game, and tracks which of them are on disk."""

    def __init__(
        self,
        game: Game,
        games: TriviaGames,
        bank: Bank,
        clock: Callable[[], datetime],
    ) -> None:
        self._game = game
        self._games = games
        self._bank = bank
        self._clock = clock
        round_ = game.round
        # A round that was closed when the game was last stored has been recorded.
        self._settled_turn = round_.turn if round_ is not None and round_.is_closed else 0
        self._collected_values: tuple[object, ...] = ()
        self._stored_values: tuple[object, ...] = ()
        self._unsaved_member_ids: set[int] = set()
        self._unsaved_asked_key: str | None = None
        self._is_over = False
        self._is_abandoned = False
        self.notice: OutboxMessage | None = None
        """What is told about the end; stored with it."""

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
        Raises RestartingError once the game was abandoned.
        """
        if self._is_abandoned:
            raise RestartingError
        self._unsaved_asked_key = asked or self._unsaved_asked_key
        self._is_over = self._is_over or is_over
        await self._games.save(self, is_cancellable=not self._has_event())

    def abandon(self) -> None:
        """Save nothing any more: what is stored may be newer than the game in memory."""
        self._is_abandoned = True

    async def save_end_later(self, first_waits: Sequence[float]) -> bool:
        """Store the end of the game when the disk takes it; return False when it has not for a day.

        `first_waits` are the seconds before the first tries; later ones are a minute apart.
        """
        for wait in (*first_waits, *repeat(MAX_END_WAIT, MAX_END_TRIES)):
            await asyncio.sleep(wait)
            with suppress(Exception):
                await self.save(is_over=True)
                return True
        return False

    def collect_change(self) -> GameChange:
        """Return all changes that are not known to be on disk."""
        game = self._game
        self._unsaved_member_ids |= game.take_changed_member_ids()
        self._collected_values = values = get_state_values(game)
        return GameChange(
            channel_id=game.channel_id,
            game_id=game.id,
            audience_id=game.audience_id,
            state=None if values == self._stored_values else dump_state(game),
            members=[build_member_row(game, member_id) for member_id in self._unsaved_member_ids],
            asked_question_key=self._unsaved_asked_key,
            settled_round=self._build_settled_round() if self._has_unsaved_round() else None,
            is_over=self._is_over,
            notice=self.notice if self._is_over else None,
        )

    def mark_written(self, change: GameChange) -> None:
        """Record that `change`, the last one collected, is on disk."""
        self._stored_values = self._collected_values
        self._unsaved_member_ids.clear()
        if self._unsaved_asked_key == change.asked_question_key:
            self._unsaved_asked_key = None
        if (settled := change.settled_round) is not None:
            self._settled_turn = settled.turn
            right = sum(answer.is_right for answer in settled.answers)
            self._bank.record_answers(
                settled.question_key, answered=len(settled.answers), right=right
            )

    def _has_event(self) -> bool:
        """Return whether there is more to write than the state and the rows of members.

        Such a change has to be known to be written, as it counts once or is the last.
        """
        return self._is_over or self._unsaved_asked_key is not None or self._has_unsaved_round()

    def _has_unsaved_round(self) -> bool:
        round_ = self._game.round
        return round_ is not None and round_.is_closed and round_.turn != self._settled_turn

    def _build_settled_round(self) -> SettledRound:
        round_ = self._game.round
        assert round_ is not None, "it was settled"
        # The answers to a skipped round do not count.
        locks = {} if round_.is_skipped else round_.locks
        return SettledRound(
            turn=round_.turn,
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


def get_state_values(game: Game) -> tuple[object, ...]:
    """Return what `dump_state` writes, as values that can be compared in less time than dumped."""
    round_values = () if game.round is None else _get_round_values(game.round)
    return (*_get_game_values(game), round_values)


def dump_state(game: Game) -> str:
    """Return the game as JSON without what is in the rows of its members."""
    return game.model_dump_json(exclude=_MEMBER_FIELDS)


def build_member_row(game: Game, member_id: int) -> StoredGameMember:
    """Return the row of one member."""
    player, round_ = game.players.get(member_id), game.round
    totals: tuple[int | None, int, int, int, int] = (None, 0, 0, 0, 0)
    turn = game.turn
    if player is not None:
        totals = (player.position, player.score, player.streak, player.answered, player.right)
        turn = player.last_seen_turn
    if round_ is None:
        return StoredGameMember(member_id, *totals, turn)
    marks = (turn, member_id in round_.hinted, member_id in round_.skip_votes)
    lock = round_.locks.get(member_id)
    if lock is None:
        return StoredGameMember(member_id, *totals, *marks)
    answer = (lock.position, lock.at, lock.choice, lock.text, lock.is_right, lock.points)
    return StoredGameMember(member_id, *totals, *marks, *answer)


def restore_game(stored: StoredGame) -> Game:
    """Return the game as it was stored; raise ValueError when its state cannot be read."""
    game = Game.model_validate_json(stored.state)
    for member in stored.members:
        if member.position is not None:
            game.players[member.member_id] = Player(
                member.position,
                member.score,
                member.streak,
                right=member.answered_right,
                answered=member.answered,
                last_seen_turn=member.turn,
            )
    if game.round is not None:
        _restore_round(game.round, stored.members)
    return game


def _restore_round(round_: Round, members: Sequence[StoredGameMember]) -> None:
    locked: list[tuple[int, StoredGameMember]] = []
    for member in members:
        if member.turn != round_.turn:
            continue
        if member.has_hint:
            round_.hinted.add(member.member_id)
        if member.has_skip_vote:
            round_.skip_votes.add(member.member_id)
        if member.lock_position is not None:
            locked.append((member.lock_position, member))
    for position, member in sorted(locked, key=itemgetter(0)):
        lock = LockedAnswer(
            member.locked_at or 0.0,
            position,
            member.choice,
            text=member.typed or "",
            is_right=bool(member.is_right),
            points=member.points or 0,
        )
        round_.restore_lock(member.member_id, lock)
