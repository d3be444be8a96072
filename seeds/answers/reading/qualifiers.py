"""What people add to an answer: the kind of work, its year or artist, a region, a company suffix.

A reading of a text is its core and its qualifiers. Two readings agree when their cores do and no
qualifier is given differently: "Halloween (1978)" agrees with "Halloween", not with
"Halloween (2018)".
"""

from __future__ import annotations

from enum import Enum, auto


class Qualifier(Enum):
    """What a qualifier tells of an answer."""

    CATEGORY = auto()
    YEAR = auto()
    REGION = auto()
    ARTIST = auto()
    GUEST = auto()
    COMPANY = auto()
    WORK = auto()
    """The work or the band that a person is from."""
    ECHO = auto()
    """Words of the question."""
    ASIDE = auto()
    """A part of a title in brackets."""


Qualifiers = tuple[tuple[Qualifier, str], ...]


ONE_SIDED_SUFFIXES = frozenset({"university", "college"})
"""Company suffixes that the answer may have beyond the guess, not the guess beyond the answer."""


def agree(guessed: Qualifiers, meant: Qualifiers) -> bool:
    """Return whether no qualifier of a guess is another one in the answer."""
    if not guessed:
        return True
    known = dict(meant)
    return all(
        known.get(kind, value) == value and (kind in known or value not in ONE_SIDED_SUFFIXES)
        for kind, value in guessed
    )
