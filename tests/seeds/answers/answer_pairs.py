"""Parses tables of typed answers: an accepted form and guesses on each line."""

from __future__ import annotations

ACCEPTED_SEPARATOR = "  ⇐  "
GUESS_SEPARATOR = "  ·  "


def parse_pairs(table: str) -> list[tuple[str, str]]:
    """Return (guess, accepted form) for each guess of lines "accepted  ⇐  guess  ·  guess"."""
    return [
        (guess, accepted)
        for line in table.strip().splitlines()
        for accepted, _, guesses in [line.partition(ACCEPTED_SEPARATOR)]
        for guess in guesses.split(GUESS_SEPARATOR)
    ]
