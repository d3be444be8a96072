"""Categories and company suffixes around a name: "the film …", "… magazine", "… Pictures"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seeds.answers.reading.qualifiers import Qualifier, Qualifiers
from seeds.answers.reading.question_context import QuestionContext


def _index_words(listed: dict[str, str]) -> dict[str, str]:
    return {phrase: meant for meant, phrases in listed.items() for phrase in phrases.split("|")}


CATEGORIES = _index_words(
    {
        "film": "film|movie|motion picture",
        "series": "series|tv series|television series|show|tv show|television show|talk show"
        "|sitcom",
        "song": "song|single|track|tune",
        "album": "album|record",
        "band": "band|group|rock band|pop group|boy band|girl group",
        "magazine": "magazine|mag",
        "newspaper": "newspaper|paper",
        "play": "play|stage play",
        "musical": "musical",
        "book": "book|novel",
        "comic": "comic|comic book|manga",
        "anime": "anime",
        "game": "video game|game",
        "person": "actor|actress|director|singer|writer|author|painter|composer|comedian|rapper"
        "|producer|screenwriter|designer|musician|artist|character",
        "month": "month of",
        "state": "state of",
        "place": "city of|town of|village of|island of|country of",
        "company": "company|studio|label|brand",
    }
)
"""Categories by the words before or after a name; the longest phrase has two words."""
_TRAILING_CATEGORIES = frozenset(
    {"magazine", "mag", "newspaper", "tv show", "tv series", "television show", "television series"}
)
"""Categories that follow a name and are hardly ever part of it."""
_WORDS_OF_TITLES = frozenset({"book", "game", "paper", "record", "company", "group"})
"""Categories that begin titles, as in "The Book Thief": the question has to ask for them."""
_PERSON_WORDS = frozenset(word for word, kind in CATEGORIES.items() if kind == "person")

_COMPANY_SUFFIXES = _index_words(
    {
        "pictures": "pictures",
        "studios": "studios|studio|animation studios",
        "films": "films",
        "productions": "productions",
        "entertainment": "entertainment",
        "records": "records",
        "high school": "high school|high|hs",
        "university": "university|uni|univ|u",
        "college": "college",
    }
)
_MIN_COMPANY_LENGTH = 5
"""Letters of a name from which its suffix may be left out: "Sunnydale High", not "Sky High"."""

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MAX_MAKER_WORDS = 3
_CATEGORY_WORDS = frozenset(word for phrase in CATEGORIES for word in phrase.split())
_LAST_WORDS = _CATEGORY_WORDS | {phrase.split()[-1] for phrase in _COMPANY_SUFFIXES}


def parse_work_qualifiers(said: str) -> Qualifiers | None:
    """Return the year and category that "1995 film" consists of; None for other folded text."""
    words = said.removeprefix("the ").split()
    years = [(Qualifier.YEAR, word) for word in words if _YEAR.fullmatch(word)]
    rest = " ".join(word for word in words if not _YEAR.fullmatch(word))
    category = CATEGORIES.get(rest)
    if len(years) > 1 or (rest and category is None):
        return None
    return (*years, (Qualifier.CATEGORY, category)) if category else tuple(years) or None


def split_words(
    words: tuple[str, ...], context: QuestionContext, *, is_answer: bool = False
) -> Iterator[tuple[tuple[str, ...], Qualifiers]]:
    """Yield the words without a category or a company suffix, each with what was left out."""
    if not is_answer and not _CATEGORY_WORDS.isdisjoint(words):
        yield from _split_leading_category(words, context)
    if words[-1] in _LAST_WORDS:
        yield from _split_ending(words, context, is_answer=is_answer)
    if words[0] == "studio" and len(words) > 1 and words[1].isalpha():
        yield words[1:], ((Qualifier.COMPANY, "studios"),)


def _split_ending(
    words: tuple[str, ...], context: QuestionContext, *, is_answer: bool
) -> Iterator[tuple[tuple[str, ...], Qualifiers]]:
    for length in (2, 1):
        core, tail = words[:-length], " ".join(words[-length:])
        if not core or (core[-1].isdecimal() and len(core) == 1):
            continue
        if tail in _TRAILING_CATEGORIES or _is_asked_for(core, tail, context):
            yield core, ((Qualifier.CATEGORY, CATEGORIES[tail]),)
        # A title ends with "U" as a rule for "you".
        suffix = None if is_answer and tail == "u" else _COMPANY_SUFFIXES.get(tail)
        if suffix and len("".join(core)) >= _MIN_COMPANY_LENGTH:
            yield core, ((Qualifier.COMPANY, suffix),)
            return


def _is_asked_for(core: tuple[str, ...], tail: str, context: QuestionContext) -> bool:
    """Return whether the question asks for the category `tail`, so that a name may end with it."""
    category = CATEGORIES.get(tail)
    if category is None or category in {"person", "month", "state", "place"}:
        return False
    # One word before "song" is more often a title of its own: "Love Song".
    return (len(core) > 1 or category != "song") and any(
        kind == category and word in context.words for word, kind in CATEGORIES.items()
    )


def _split_leading_category(
    words: tuple[str, ...], context: QuestionContext
) -> Iterator[tuple[tuple[str, ...], Qualifiers]]:
    """Split "the 1978 film Halloween", "actress Emma Stone" and "the song is Stand"."""
    start = 1 if words[0] in {"the", "a", "an"} else 0
    year: Qualifiers = ()
    if start < len(words) and _YEAR.fullmatch(words[start]):
        year = ((Qualifier.YEAR, words[start]),)
        start += 1
    start += _count_maker_words(words[start:], context)
    for length in (2, 1):
        said, rest = " ".join(words[start : start + length]), words[start + length :]
        category = CATEGORIES.get(said)
        if rest[:1] and rest[0] in {"is", "was", "called", "named"} and len(rest) > 1:
            rest = rest[1:]
        if category is None or not rest or (rest[0].isdecimal() and len(rest) == 1):
            continue
        if category == "place" and not context.is_place:
            continue
        if said in _WORDS_OF_TITLES and said not in context.words:
            continue
        if start or said in _PERSON_WORDS:
            yield rest, (*year, (Qualifier.CATEGORY, category))
            return


def _count_maker_words(words: tuple[str, ...], context: QuestionContext) -> int:
    """Return the number of words before a category that the question has: "Netflix series"."""
    for count in range(1, min(_MAX_MAKER_WORDS, len(words) - 2) + 1):
        if words[count] in CATEGORIES and context.mentions(" ".join(words[:count])):
            return count
    return 0
