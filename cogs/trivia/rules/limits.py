"""What a server allows of games: where, how long, how many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.ui.text import join_words, pluralize

DEFAULT_ROUNDS = 10
"""Rounds of a game whose starter names no number."""
MAX_SHOWN_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class GameLimits:
    """One server's limits; no channels at all means every channel."""

    channel_ids: Collection[int]
    max_rounds: int
    max_games: int

    def resolve_rounds(self, requested: int | None) -> int:
        """How long a game is, of what its starter asked for."""
        return min(DEFAULT_ROUNDS, self.max_rounds) if requested is None else requested

    def get_violation(
        self,
        channel_and_parent_ids: Collection[int],
        requested: int | None,
        running: int,
        existing_ids: list[int],
    ) -> str:
        """Why a game may not begin, in a sentence; "" when it may.

        `place_ids` are the channel's id and, of a thread, its parent's too; `in_sight` are those
        of the chosen channels that still exist.
        """
        if self.channel_ids and not set(channel_and_parent_ids) & set(self.channel_ids):
            return _format_wrong_channel(existing_ids)
        if requested is not None and requested > self.max_rounds:
            return f"Games here have at most {pluralize(self.max_rounds, 'round')}: choose fewer."
        if running >= self.max_games:
            return _format_too_many_games(self.max_games)
        return ""


def _format_wrong_channel(existing_ids: list[int]) -> str:
    if not existing_ids:
        return (
            "The channels for games are gone: somebody with Manage Server chooses others: /setup."
        )
    where = join_words([f"<#{one}>" for one in existing_ids], MAX_SHOWN_CHANNELS)
    return f"Games are played in {where} here: start yours there."


def _format_too_many_games(max_games: int) -> str:
    if max_games == 1:
        return "At most 1 game at once is played here: join it, or wait until it ends."
    return f"At most {max_games} games at once are played here: join one, or wait until one ends."
