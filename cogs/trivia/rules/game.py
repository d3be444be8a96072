"""A game as a pure state machine.

It knows neither Discord nor storage nor the time: its driver passes ids, texts and times, all of
them floats in epoch seconds. The times come from two clocks: `now` is the driver's, which decides
when a phase ends; `answered_at`, `requested_at` and `shown_at` are Discord's, which alone decides
the order of the answers.
"""

from __future__ import annotations

from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    GameOverError,
    NotGameManagerError,
    RoundOverError,
    WrongPhaseError,
)
from cogs.trivia.rules.round import LockedAnswer, Round
from cogs.trivia.rules.scoring import score_round
from cogs.trivia.rules.settings import (
    ChangedMembers,
    Ending,
    GameStyle,
    Phase,
    Player,
)
from cogs.trivia.rules.state import MAX_EMPTY_ROUNDS, GameState
from seeds.trivia_question import TriviaQuestion


class Game(GameState):
    """One game in one channel. Methods raise a GameError when the rules do not allow the call."""

    def take_changed_member_ids(self) -> set[int]:
        """Return the members whose data has changed since the last call."""
        changed, self._changed = self._changed, ChangedMembers()
        return changed.ids

    def open_lobby(self, now: float) -> None:
        """Start the lobby, with the starter as the first player."""
        self.join(self.starter_id)
        self.due_at = now + self.rules.lobby
        self.posting_since = now

    def join(self, member_id: int) -> bool:
        """Add a player; return False when the member had joined before.

        Rounds wait for them in both cases, until they have missed `MAX_MISSED_ROUNDS`.
        """
        self._require_running()
        is_new = member_id not in self.players
        if is_new:
            self.players[member_id] = Player(position=len(self.players))
        self._note_seen(member_id)
        return is_new

    def start(self, member_id: int, *, is_moderator: bool = False) -> None:
        """End the lobby early, for the starter or a moderator."""
        self._require_running()
        if self.phase is not Phase.LOBBY:
            raise WrongPhaseError
        self._require_manager(member_id, is_moderator)
        self._enter_asking()

    def ask(self, question: TriviaQuestion) -> Round:
        """Start the next round with `question`; it takes answers at once."""
        if not self.needs_question:
            raise WrongPhaseError
        if self.is_replaying or (self.round is not None and self.round.is_skipped):
            self._excuse_players()
        self.turn += 1
        self.round = Round(
            turn=self.turn,
            number=self.played + 1,
            question=question,
            seconds=self.rules.seconds,
            is_replay=self.is_replaying,
        )
        self.is_replaying = False
        self.asked = (*self.asked, question.key)
        return self.round

    def mark_shown(self, shown_at: float, now: float) -> None:
        """Start the time of the question, which became visible at `shown_at`."""
        if self.phase is not Phase.ASKING or self.needs_question:
            raise WrongPhaseError
        round_ = self._get_round()
        round_.shown_at = shown_at
        self.phase = Phase.OPEN
        self.due_at = now + self.rules.seconds
        self._enter_grace_if_decided(now)

    def answer(
        self, turn: int, member_id: int, guess: int | str, answered_at: float, now: float
    ) -> LockedAnswer:
        """Lock a member's answer to round `turn`: an option's index, or text."""
        round_ = self._get_open_round(turn)
        if self.rules.style is GameStyle.FIRST and round_.is_beaten(answered_at, self.rules.grace):
            raise RoundOverError
        lock = round_.lock_answer(member_id, guess, answered_at)
        self.join(member_id)
        self._enter_grace_if_decided(now)
        return lock

    def get_answerable_round(self, turn: int, member_id: int | None = None) -> Round:
        """Return round `turn`; raise a GameError unless the member may answer it now."""
        round_ = self._get_open_round(turn)
        if member_id in round_.locks:
            raise AlreadyAnsweredError(round_.format_answer(round_.locks[member_id]))
        return round_

    def answer_from_chat(
        self, member_id: int, text: str, answered_at: float, now: float
    ) -> LockedAnswer | None:
        """Lock a chat message as an answer if it is right; return None for any other message."""
        round_ = self.round
        if round_ is None or not round_.takes_chat_answer(member_id, text):
            return None
        try:
            return self.answer(round_.turn, member_id, text, answered_at, now)
        except RoundOverError:
            return None

    def use_hint(self, turn: int, member_id: int, requested_at: float) -> str:
        """Return the hint of round `turn`, which halves the points of the answer."""
        hint = self.get_answerable_round(turn, member_id).use_hint(member_id, requested_at)
        self._changed.ids.add(member_id)
        if member_id in self.players:
            self._note_seen(member_id)
        return hint

    def skip(self, member_id: int, now: float, *, is_moderator: bool = False) -> bool:
        """Skip as the starter or a moderator, else vote to; return whether the round is settled."""
        self._require_running()
        if self.phase not in (Phase.OPEN, Phase.GRACE):
            raise WrongPhaseError
        round_ = self._get_round()
        if not is_moderator and member_id != self.starter_id:
            self.join(member_id)
            round_.skip_votes.add(member_id)
            if len(round_.skip_votes) < self.skip_votes_needed:
                return False
        round_.is_skipped = True
        self._close_round(now)
        return True

    def stop(self, member_id: int, now: float, *, is_moderator: bool = False) -> None:
        """End the game, for the starter or a moderator; an open round earns no points."""
        self._require_running()
        self._require_manager(member_id, is_moderator)
        is_lobby = self.phase is Phase.LOBBY
        self.end(Ending.CANCELLED if is_lobby else Ending.STOPPED, now)

    def end(self, ending: Ending, now: float) -> None:
        """End the game unless it has ended.

        An open round earns no points, unless the game is lost after answers to it.
        """
        if self.is_over:
            return
        if self.round is not None and not self.round.is_closed:
            self.round.is_skipped = ending is not Ending.LOST or not self.round.locks
            self._close_round(now)
        self.phase, self.ending, self.due_at = Phase.OVER, ending, None
        self.posting_since = now

    def lose(self, reason: str, now: float) -> None:
        """End the game unless it has ended, because its channel cannot be used."""
        if not self.is_over:
            self.end(Ending.LOST, now)
            self.lost_reason = reason

    def tick(self, now: float) -> bool:
        """Enter the next phase if that is due at `now`; return False when it is not."""
        if self.due_at is None or now < self.due_at:
            return False
        match self.phase:
            case Phase.LOBBY:
                self._enter_asking()
            case Phase.OPEN:
                self._enter_grace(self.due_at)
            case Phase.GRACE:
                self._close_round(now)
            case Phase.REVEAL:
                self._leave_reveal(now)
            case Phase.ASKING | Phase.OVER:
                return False
        return True

    def restart_timer(self, now: float) -> None:
        """Make the next phase due a round's time after `now`, when the clock was set back."""
        if self.due_at is not None:
            self.due_at = now + self.rules.seconds

    def resume(self, now: float) -> bool:
        """Continue a stored game; return whether a round is replayed.

        A round whose time is over is settled by the answers it has, and replayed without any.
        """
        if self.phase is not Phase.OPEN or self.due_at is None or now < self.due_at:
            return False
        round_ = self._get_round()
        if round_.locks:
            round_.is_cut_short = True
            return False
        self.replaced_round, self.replaced_card_id = round_, self.card_id
        self.card_id = None
        self._enter_asking()
        self.round = None
        self.is_replaying = True
        return True

    def _require_running(self) -> None:
        if self.is_over:
            raise GameOverError

    def _require_manager(self, member_id: int, is_moderator: bool) -> None:
        if not is_moderator and member_id != self.starter_id:
            raise NotGameManagerError

    def _get_round(self) -> Round:
        assert self.round is not None, "every phase between lobby and end has its round"
        return self.round

    def _get_open_round(self, turn: int) -> Round:
        """Return round `turn`; raise RoundOverError unless it takes answers."""
        round_ = self.round
        if self.is_over or round_ is None or round_.turn != turn or round_.is_closed:
            raise RoundOverError
        return round_

    def _note_seen(self, member_id: int) -> None:
        """Record that a player takes part in the latest round, which waits for their answer."""
        self.players[member_id].last_seen_turn = self.turn
        self._changed.ids.add(member_id)
        self.active_ids.add(member_id)

    def _excuse_players(self) -> None:
        """Let no player have missed the latest round, which counts for no one."""
        for member_id, player in self.players.items():
            if player.last_seen_turn < self.turn:
                player.last_seen_turn += 1
                self._changed.ids.add(member_id)

    def _enter_asking(self) -> None:
        self.phase, self.due_at = Phase.ASKING, None

    def _enter_grace_if_decided(self, now: float) -> None:
        """Enter the grace period once every active player has answered, or one has won."""
        if self.phase is Phase.OPEN and (self.is_won or self.is_answered_by_all):
            self._enter_grace(now)

    def _enter_grace(self, since: float) -> None:
        self.phase, self.due_at = Phase.GRACE, since + self.rules.grace

    def _close_round(self, now: float) -> None:
        """Settle the round: points, streaks, and the count of rounds without an answer."""
        round_ = self._get_round()
        round_.is_closed = True
        self.played += 1
        self.phase, self.due_at = Phase.REVEAL, now + self.rules.pause
        if round_.is_skipped:
            self.empties = 0
            return
        self._changed.ids.update(self.players)
        score_round(round_, self.players, self.rules)
        self.empties = 0 if round_.locks else self.empties + 1

    def _leave_reveal(self, now: float) -> None:
        if self.empties >= MAX_EMPTY_ROUNDS:
            self.end(Ending.NOBODY_ANSWERED, now)
        elif self.is_last_round:
            self.end(Ending.PLAYED, now)
        else:
            self._enter_asking()
