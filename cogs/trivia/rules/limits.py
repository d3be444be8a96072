"""What a server allows of games: where, how long, how many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.ui.text import counted, listed

USUAL_ROUNDS = 10
"""Rounds of a game whose starter names no number."""
SHOWN_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """One server's limits; no channels at all means every channel."""

    channel_ids: Collection[int]
    rounds: int
    games: int

    def rounds_for(self, wished: int | None) -> int:
        """How long a game is, of what its starter asked for."""
        return min(USUAL_ROUNDS, self.rounds) if wished is None else wished

    def refusal(
        self, place_ids: Collection[int], wished: int | None, running: int, in_sight: list[int]
    ) -> str:
        """Why a game may not begin, in a sentence; "" when it may.

        `place_ids` are the channel's id and, of a thread, its parent's too; `in_sight` are those
        of the chosen channels that still exist.
        """
        if self.channel_ids and not set(place_ids) & set(self.channel_ids):
            return _elsewhere(in_sight)
        if wished is not None and wished > self.rounds:
            return f"Games here have at most {counted(self.rounds, 'round')}: choose fewer."
        if running >= self.games:
            return _full(self.games)
        return ""


def _elsewhere(in_sight: list[int]) -> str:
    if not in_sight:
        return (
            "The channels for games are gone: somebody with Manage Server chooses others: /setup."
        )
    where = listed([f"<#{one}>" for one in in_sight], SHOWN_CHANNELS)
    return f"Games are played in {where} here: start yours there."


def _full(games: int) -> str:
    if games == 1:
        return "At most 1 game at once is played here: join it, or wait until it ends."
    return f"At most {games} games at once are played here: join one, or wait until one ends."
