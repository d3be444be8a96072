"""A game as a pure state machine: members and a clock go in, phases and scores come out.

It knows neither Discord nor storage nor the time: its driver hands over ids, texts and instants,
all of them floats in epoch seconds. Two clocks meet here and are kept apart: `now` is the driver's,
which says when a phase is due to end; `answered_at`, `requested_at` and `shown_at` are the
platform's, which alone orders the answers. A game read back from storage goes on as it was.
"""

from __future__ import annotations

from pydantic import BaseModel, Field, PrivateAttr

from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    GameOverError,
    NotGameManagerError,
    RoundOverError,
    WrongPhaseError,
)
from cogs.trivia.rules.round import LockedAnswer, Round
from cogs.trivia.rules.scoring import Standing, build_standings, score_round
from cogs.trivia.rules.settings import (
    ChangedMembers,
    Ending,
    GameSettings,
    GameStyle,
    Phase,
    Player,
)
from seeds.trivia_question import TriviaQuestion

MAX_EMPTY_ROUNDS = 2
"""Rounds in a row without an answer after which the game ends itself."""


class Game(BaseModel):
    """One game in one channel. Methods raise a GameError for what the rules do not allow."""

    id: int
    channel_id: int
    audience_id: int
    starter_id: int
    rules: GameSettings
    phase: Phase = Phase.LOBBY
    due_at: float | None = None
    """When the driver has to call `tick`, None when it waits for nothing but a question."""
    turn: int = 0
    played: int = 0
    """Rounds that were settled."""
    empties: int = 0
    is_replaying: bool = False
    round: Round | None = None
    players: dict[int, Player] = Field(default_factory=dict)
    asked: list[str] = Field(default_factory=list)
    """Keys of the questions asked, so that none comes twice."""
    ending: Ending | None = None
    card_id: int | None = None
    """The message that shows this phase."""
    _changed: ChangedMembers = PrivateAttr(default_factory=ChangedMembers)

    def take_changed_member_ids(self) -> set[int]:
        """Return whose part in the game has changed since the last call, and forget it."""
        changed, self._changed = self._changed, ChangedMembers()
        return changed.ids

    @property
    def is_over(self) -> bool:
        """Whether the game has ended."""
        return self.phase is Phase.OVER

    @property
    def needs_question(self) -> bool:
        """Whether it waits for `ask`."""
        return self.phase is Phase.ASKING and (self.round is None or self.round.is_closed)

    @property
    def is_last_round(self) -> bool:
        """Whether no question is to come after the rounds that were settled."""
        return self.played >= self.rules.rounds or self.empties >= MAX_EMPTY_ROUNDS

    @property
    def standings(self) -> list[Standing]:
        """Every member who joined, highest score first."""
        return build_standings({member: player.score for member, player in self.players.items()})

    @property
    def skip_votes_needed(self) -> int:
        """Votes that skip a round: more than half of the players."""
        return len(self.players) // 2 + 1

    def open_lobby(self, now: float) -> None:
        """Wait for members to join; the starter is the first."""
        self.join(self.starter_id)
        self.due_at = now + self.rules.lobby

    def join(self, member_id: int) -> bool:
        """Add a member; return False when they were in already."""
        self._require_running()
        if member_id in self.players:
            return False
        self.players[member_id] = Player(position=len(self.players))
        self._changed.ids.add(member_id)
        return True

    def start(self, member_id: int, *, is_moderator: bool = False) -> None:
        """End the lobby early."""
        self._require_running()
        if self.phase is not Phase.LOBBY:
            raise WrongPhaseError
        self._require_manager(member_id, is_moderator)
        self._enter_asking()

    def ask(self, question: TriviaQuestion) -> Round:
        """Make `question` the next round; answers count as soon as members can see it."""
        if not self.needs_question:
            raise WrongPhaseError
        self.turn += 1
        self.round = Round(
            turn=self.turn,
            number=self.played + 1,
            question=question,
            seconds=self.rules.seconds,
            is_replay=self.is_replaying,
        )
        self.is_replaying = False
        self.asked.append(question.key)
        return self.round

    def mark_shown(self, shown_at: float, now: float) -> None:
        """Let the time of the question run, which became visible at `shown_at`."""
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
        """Lock a member's answer to round `turn`, given at `answered_at`."""
        round_ = self._get_open_round(turn)
        if self.rules.style is GameStyle.FIRST and round_.is_beaten(answered_at, self.rules.grace):
            raise RoundOverError
        lock = round_.lock_answer(member_id, guess, answered_at)
        self._changed.ids.add(member_id)
        self.join(member_id)
        self._enter_grace_if_decided(now)
        return lock

    def get_answerable_round(self, turn: int, member_id: int | None = None) -> Round:
        """Return round `turn` while it takes answers and the member has given none."""
        round_ = self._get_open_round(turn)
        if member_id in round_.locks:
            raise AlreadyAnsweredError(round_.format_answer(round_.locks[member_id]))
        return round_

    def answer_from_chat(
        self, member_id: int, text: str, answered_at: float, now: float
    ) -> LockedAnswer | None:
        """Take a chat message for an answer if it is the right one; anything else is chatter."""
        round_ = self.round
        if round_ is None or round_.is_closed or member_id in round_.locks:
            return None
        if not round_.question.is_typed or not round_.is_right(text):
            return None
        try:
            return self.answer(round_.turn, member_id, text, answered_at, now)
        except RoundOverError:
            return None

    def use_hint(self, turn: int, member_id: int, requested_at: float) -> str:
        """Return the hint for a typed question, which halves what the answer is worth."""
        hint = self.get_answerable_round(turn, member_id).use_hint(member_id, requested_at)
        self._changed.ids.add(member_id)
        return hint

    def skip(self, member_id: int, now: float, *, is_moderator: bool = False) -> bool:
        """Vote to skip, or skip at once as the starter; return True when that settles the round."""
        self._require_running()
        if self.phase not in (Phase.OPEN, Phase.GRACE):
            raise WrongPhaseError
        round_ = self._get_round()
        if not is_moderator and member_id != self.starter_id:
            self.join(member_id)
            round_.skip_votes.add(member_id)
            self._changed.ids.add(member_id)
            if len(round_.skip_votes) < self.skip_votes_needed:
                return False
        round_.is_skipped = True
        self._close_round(now)
        return True

    def stop(self, member_id: int, now: float, *, is_moderator: bool = False) -> None:
        """End the game as it stands; an open round earns nothing."""
        self._require_running()
        self._require_manager(member_id, is_moderator)
        is_lobby = self.phase is Phase.LOBBY
        self.end(Ending.CANCELLED if is_lobby else Ending.STOPPED, now)

    def end(self, ending: Ending, now: float) -> None:
        """End the game for a reason of its own, once; scores stay as they are."""
        if self.is_over:
            return
        if self.round is not None and not self.round.is_closed:
            self.round.is_skipped = True
            self._close_round(now)
        self.phase, self.ending, self.due_at = Phase.OVER, ending, None

    def tick(self, now: float) -> bool:
        """Do what is due at `now`; return False when nothing was."""
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
        """Give whatever is awaited a round's time from `now`, after the clock was set back."""
        if self.due_at is not None:
            self.due_at = now + self.rules.seconds

    def resume(self, now: float) -> bool:
        """Take up a game read back from storage; return True when its round is played again.

        That is a round whose time ran out while nobody could answer it.
        """
        if self.phase is not Phase.OPEN or self.due_at is None or now < self.due_at:
            return False
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
        """Round `turn` while it takes answers."""
        round_ = self.round
        if self.is_over or round_ is None or round_.turn != turn or round_.is_closed:
            raise RoundOverError
        return round_

    def _enter_asking(self) -> None:
        self.phase, self.due_at = Phase.ASKING, None

    def _enter_grace_if_decided(self, now: float) -> None:
        """Wait no longer than the grace when every player has answered, or one has won."""
        if self.phase is not Phase.OPEN:
            return
        round_ = self._get_round()
        is_won = self.rules.style is GameStyle.FIRST and round_.first_right_at is not None
        # A member who answers joins, so all have answered when the sets are of one size.
        if is_won or len(round_.locks) >= len(self.players):
            self._enter_grace(now)

    def _enter_grace(self, since: float) -> None:
        self.phase, self.due_at = Phase.GRACE, since + self.rules.grace

    def _close_round(self, now: float) -> None:
        """Settle the round, once: points, streaks, and whether anybody is still there."""
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
