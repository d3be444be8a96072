"""Splits qualifiers off a text by its punctuation: brackets, commas, dashes, "by" and "feat."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from seeds.answers.reading.categories import CATEGORIES, parse_work_qualifiers
from seeds.answers.reading.places import is_in_region, parse_region
from seeds.answers.reading.qualifiers import Qualifier, Qualifiers
from seeds.answers.reading.question_context import QuestionContext
from seeds.folding import fold

_BRACKETED = re.compile(r"(.*\S)\s*[(\[（【]([^()\[\]（）【】]{1,80})[)\]）】][\s.!?]*", re.DOTALL)
_ASIDE_IN_FRONT = re.compile(r"\s*\(([^()]{1,80})\)\s*(\S.*)", re.DOTALL)
_BY = re.compile(r"(.*\S)\s+by\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_GUEST = re.compile(r"(.*\S)\s+(?:feat\.?|ft\.?|featuring)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_COMMA = re.compile(r"(.*?\S)\s*,\s*(\S.*)", re.DOTALL)
_POSSESSIVE = re.compile(r"(.*?\S)(?:['’]s|(?<=s)['’])\s+(\S.*)", re.DOTALL)
_FROM = re.compile(r"(.*\S)\s+(from|in|on)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_DASHED = re.compile(r"(.*\S)\s+[-–—]\s+(\S.*)", re.DOTALL)
_SIGN = re.compile(r"[)\]）】,–—-]|['’]|\b(?:by|from|in|on|feat|ft|featuring)\b", re.IGNORECASE)
"""A text without any of these has no qualifier that could be split off."""
_MAX_SPLITS = 3
_NO_CONTEXT = QuestionContext("")


class SplitText(NamedTuple):
    """A text without some qualifiers, and those qualifiers."""

    core: str
    qualifiers: Qualifiers


def split_qualifiers(
    text: str, context: QuestionContext = _NO_CONTEXT, *, is_answer: bool = False
) -> Iterator[SplitText]:
    """Yield `text`, and then the text without one more of the qualifiers at its end each time."""
    split: SplitText | None = SplitText(text, ())
    if not _SIGN.search(text):
        yield split
        return
    for _ in range(_MAX_SPLITS + 1):
        if split is None:
            return
        yield split
        found = _split_last(split.core, context, is_answer=is_answer)
        split = found and SplitText(found.core, split.qualifiers + found.qualifiers)


def _split_last(text: str, context: QuestionContext, *, is_answer: bool) -> SplitText | None:
    split = _split_any(text, context, is_answer=is_answer)
    return None if split is None or _is_number(split.core) else split


def _split_any(text: str, context: QuestionContext, *, is_answer: bool) -> SplitText | None:
    if bracketed := _BRACKETED.fullmatch(text):
        return _split_bracket(bracketed[1], bracketed[2], context, is_answer=is_answer)
    if is_answer and (aside := _ASIDE_IN_FRONT.fullmatch(text)):
        return _split_aside(aside[2], aside[1])
    if guest := _GUEST.fullmatch(text):
        return SplitText(guest[1], ((Qualifier.GUEST, fold(guest[2])),))
    by = None if is_answer else _BY.fullmatch(text)
    if by and context.is_artist(fold(by[1]), fold(by[2])):
        return SplitText(by[1], ((Qualifier.ARTIST, fold(by[2])),))
    possessive = _POSSESSIVE.fullmatch(text)
    if possessive and context.mentions(fold(possessive[1])):
        return SplitText(possessive[2], ((Qualifier.ARTIST, fold(possessive[1])),))
    if origin := _split_origin(text, context):
        return origin
    if dashed := _DASHED.fullmatch(text):
        return _split_dash(dashed[1], dashed[2], context)
    if comma := _COMMA.fullmatch(text):
        return _split_comma(comma[1], fold(comma[2]), context)
    return None


def _split_origin(text: str, context: QuestionContext) -> SplitText | None:
    """Split "in 1974", "from Friends" and other origins that the question has."""
    found = _FROM.fullmatch(text)
    if found is None:
        return None
    core, preposition, said = found[1], found[2].lower(), fold(found[3])
    qualifiers = parse_work_qualifiers(said)
    if preposition in {"in", "from"} and qualifiers is not None:
        return SplitText(core, qualifiers)
    if context.mentions(said):
        return SplitText(core, ((Qualifier.ECHO, said),))
    # A full name is enough, whatever the person is from.
    if preposition == "from" and context.is_person and " " in fold(core).removeprefix("the "):
        return SplitText(core, ((Qualifier.WORK, said),))
    return None


def _split_bracket(
    core: str, inside: str, context: QuestionContext, *, is_answer: bool
) -> SplitText | None:
    said = fold(inside)
    qualifiers = parse_work_qualifiers(said)
    if qualifiers is not None:
        return SplitText(core, qualifiers)
    for opening in ("feat ", "ft ", "featuring ", "with "):
        if said.startswith(opening):
            return SplitText(core, ((Qualifier.GUEST, said.removeprefix(opening)),))
    region = parse_region(said)
    if region is not None and _is_qualifier_of(fold(core), region, context):
        return SplitText(core, ((Qualifier.REGION, region),))
    if context.mentions(said):
        return SplitText(core, ((Qualifier.ECHO, said),))
    return _split_aside(core, inside) if is_answer else None


def _split_aside(core: str, aside: str) -> SplitText | None:
    """Leave out a part of a title in brackets, which has two words or more and no number."""
    said = fold(aside)
    if " " not in said or any(map(str.isdecimal, said)):
        return None
    return SplitText(core, ((Qualifier.ASIDE, said),))


def _split_dash(left: str, right: str, context: QuestionContext) -> SplitText | None:
    for core, artist in ((left, fold(right)), (right, fold(left))):
        if context.mentions(artist):
            return SplitText(core, ((Qualifier.ARTIST, artist),))
    return None


def _split_comma(core: str, said: str, context: QuestionContext) -> SplitText | None:
    region = parse_region(said)
    if region is not None and _is_qualifier_of(fold(core).removeprefix("in "), region, context):
        return SplitText(core, ((Qualifier.REGION, region),))
    if context.is_place and context.mentions(said):
        return SplitText(core, ((Qualifier.ECHO, said),))
    category = CATEGORIES.get(said.removeprefix("the "))
    return SplitText(core, ((Qualifier.CATEGORY, category),)) if category else None


def _is_qualifier_of(place: str, region: str, context: QuestionContext) -> bool:
    return is_in_region(place, region) and context.allows_region(region)


def _is_number(text: str) -> bool:
    return fold(text).replace(" ", "").isdecimal()
