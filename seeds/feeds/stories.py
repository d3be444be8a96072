"""Decides whether items of several outlets tell one story."""

from __future__ import annotations

import re
import zlib
from datetime import datetime, timedelta
from typing import NamedTuple

from seeds.folding import fold

STORY_SPAN = timedelta(days=4)
"""The time within which outlets report one story."""
LEAD_LENGTH = 500
"""Characters of a text that tell its story."""
MIN_COMMON_WORDS = 5
MIN_COMMON_SHARE = 0.4
"""Words that two stories share, and their share of the words of the shorter one."""
MIN_TITLE_WORDS = 3
MIN_TITLE_SHARE = 0.6
"""The same for titles alone, which have few words."""
_STOP_WORDS = frozenset(["a"])
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s)$")


class Story(NamedTuple):
    """The words that identify a story, hashed, and when it was reported."""

    title_words: frozenset[str]
    words: frozenset[str]
    reported_at: datetime


def build_story(
    title: str, text: str, reported_at: datetime, common_words: frozenset[str] = frozenset()
) -> Story:
    """Return the story of an item; `common_words`, folded, stand in most items and say nothing."""
    title_words = _select_words(title, common_words)
    lead = _select_words(text[:LEAD_LENGTH], common_words)
    return Story(title_words, title_words | lead, reported_at)


def is_same_story(one: Story, other: Story) -> bool:
    """Return whether two items tell the same story: they share words, within days."""
    if abs(one.reported_at - other.reported_at) > STORY_SPAN:
        return False
    return _overlaps(
        one.title_words, other.title_words, MIN_TITLE_WORDS, MIN_TITLE_SHARE
    ) or _overlaps(one.words, other.words, MIN_COMMON_WORDS, MIN_COMMON_SHARE)


def _overlaps(one: frozenset[str], other: frozenset[str], min_words: int, min_share: float) -> bool:
    common, shorter = len(one & other), min(len(one), len(other))
    return common >= min_words and common >= min_share * shorter


def _select_words(text: str, common_words: frozenset[str]) -> frozenset[str]:
    words = (word for word in fold(text).split() if word not in _STOP_WORDS | common_words)
    stems = {_ENDING.sub("", word) for word in words if len(word) > 1}
    return frozenset(f"{zlib.crc32(stem.encode()):08x}" for stem in stems)
