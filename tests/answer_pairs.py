"""Tables of typed answers: each line names an accepted form and guesses that give it, or do not."""

from __future__ import annotations

ACCEPTED_SEPARATOR = "  ⇐  "
GUESS_SEPARATOR = "  ·  "


def parse_pairs(table: str) -> list[tuple[str, str]]:
    """(guess, accepted form) for every guess of a table "accepted  ⇐  guess  ·  guess"."""
    return [
        (guess, accepted)
        for line in table.strip().splitlines()
        for accepted, _, guesses in [line.partition(ACCEPTED_SEPARATOR)]
        for guess in guesses.split(GUESS_SEPARATOR)
    ]
