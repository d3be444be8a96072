"""The state of a game, and what follows from it."""

from __future__ import annotations

from pydantic import BaseModel, Field, PrivateAttr

from cogs.trivia.rules.round import Round
from cogs.trivia.rules.scoring import Standing, build_standings
from cogs.trivia.rules.settings import (
    ActiveMembers,
    ChangedMembers,
    Ending,
    GameSettings,
    GameStyle,
    Phase,
    Player,
)

MAX_EMPTY_ROUNDS = 2
"""Rounds in a row without an answer, after which the game ends."""
MAX_MISSED_ROUNDS = 2
"""Rounds in a row that a player may miss before rounds stop waiting for them."""


class GameState(BaseModel):
    """All that is stored of one game; times are floats in epoch seconds."""

    id: int
    channel_id: int
    audience_id: int
    starter_id: int
    rules: GameSettings
    phase: Phase = Phase.LOBBY
    due_at: float | None = None
    """When the driver has to call `tick`; None while a question is awaited, and after the end."""
    turn: int = 0
    """The id of the latest round, counted from 1; replayed rounds have a new one."""
    played: int = 0
    """The number of settled rounds."""
    empties: int = 0
    """The number of latest rounds in a row without an answer."""
    is_replaying: bool = False
    round: Round | None = None
    players: dict[int, Player] = Field(default_factory=dict)
    asked: tuple[str, ...] = ()
    """Keys of the questions asked, so that none is asked twice."""
    ending: Ending | None = None
    card_id: int | None = None
    """The id of the message that shows this phase, None before it is posted."""
    posting_since: float | None = None
    """When the latest card was first about to be posted, None before that."""
    replaced_round: Round | None = None
    """A round that is replayed, until the card `replaced_card_id` says so."""
    replaced_card_id: int | None = None
    lost_reason: str = ""
    """Why the game is lost, without "because", "" unless it is; kept until a person was told."""
    _changed: ChangedMembers = PrivateAttr(default_factory=ChangedMembers)
    _active: ActiveMembers = PrivateAttr(default_factory=ActiveMembers)

    @property
    def is_over(self) -> bool:
        """Whether the game has ended."""
        return self.phase is Phase.OVER

    @property
    def needs_question(self) -> bool:
        """Whether the driver has to call `ask`."""
        return self.phase is Phase.ASKING and (self.round is None or self.round.is_closed)

    @property
    def is_last_round(self) -> bool:
        """Whether no question follows the settled rounds."""
        return self.played >= self.rules.rounds or self.empties >= MAX_EMPTY_ROUNDS

    @property
    def standings(self) -> list[Standing]:
        """The places of all players, highest score first."""
        return build_standings({member: player.score for member, player in self.players.items()})

    @property
    def skip_votes_needed(self) -> int:
        """The number of votes that skip a round: more than half of the active players."""
        return len(self.active_ids) // 2 + 1

    @property
    def active_ids(self) -> set[int]:
        """The players that the latest round waits for, also those who have answered it."""
        active = self._active
        if active.turn != self.turn:
            oldest = self.turn - MAX_MISSED_ROUNDS
            players = self.players.items()
            active.ids = {member for member, one in players if one.last_seen_turn >= oldest}
            active.turn = self.turn
        return active.ids

    @property
    def is_answered_by_all(self) -> bool:
        """Whether every active player, and at least one, has answered the latest round."""
        # A member who answers is active, so all have answered when the sets are of one size.
        return self.round is not None and 0 < len(self.active_ids) <= len(self.round.locks)

    @property
    def is_won(self) -> bool:
        """Whether the first right answer has taken the latest round."""
        is_first = self.rules.style is GameStyle.FIRST
        return is_first and self.round is not None and self.round.first_right_at is not None
