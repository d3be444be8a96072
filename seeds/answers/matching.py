"""Decides whether a typed answer is right.

The whole message is one answer. It is read in a few ways: as it stands, and without lead-ins,
qualifiers ("the film …", "… (1995)", "…, Arizona") and words that repeat the question. One reading
must equal an accepted form after normalization of both (case, accents, markup, articles, the
notation of numbers and dates), or differ by a few likely typing errors, and its qualifiers must
agree. Numbers must be equal. Answers are never searched inside a longer text, so a negation, a
second answer or one word more makes it wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from seeds.answers.normalizing.calendar_dates import normalize_date, shorten_years
from seeds.answers.normalizing.numbers import convert_roman_numerals, split_fused_roman
from seeds.answers.normalizing.plain_text import (
    normalize_symbols,
    normalize_words,
    spell_out_umlauts,
    strip_wrapping,
)
from seeds.answers.normalizing.quantities import Quantity, list_quantities
from seeds.answers.normalizing.symbols import NUMBER_SIGN
from seeds.answers.reading.qualifiers import Qualifiers, agree
from seeds.answers.reading.question_context import QuestionContext, get_question_context
from seeds.answers.reading.readings import Reading, list_answer_readings, list_guess_readings
from seeds.answers.rivals import is_rival
from seeds.answers.spelling import count_typos

MAX_EXTRA_LENGTH = 120
"""Characters of a guess beyond the longest accepted form, for a lead-in and markup."""
_DEFINITE_ARTICLES = frozenset({"the", "teh", "hte"})
_INDEFINITE_ARTICLES = frozenset({"a", "an"})
_RANGE_WORDS = frozenset({"to", "through", "till", "until"})


class _AnswerForm(NamedTuple):
    """One reading of a text, in the forms that are compared."""

    keys: frozenset[str]
    words: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    qualifiers: Qualifiers


def match_answer(
    guess: str, accepted: Sequence[str], *, question: str = "", rivals: Collection[str] = ()
) -> str | None:
    """Return the accepted form that `guess` matches, the closest of several; None without one.

    `question` is the text of the question, words of which a guess may repeat. `rivals` are other
    answers of the same list, which are wrong however close they are.
    """
    guess = guess.strip()
    if not guess or len(guess) > max(map(len, accepted), default=0) + MAX_EXTRA_LENGTH:
        return None
    words = normalize_words(guess)
    if not words:
        return _match_symbols(guess, accepted)
    if guess in accepted:
        return guess
    context = get_question_context(question)
    known = [
        (answer, form)
        for answer in accepted
        for form in _build_accepted_forms(answer, context.asked_noun, context.asked_series)
    ]
    whole = _build_form(Reading(words, ()))
    if not rivals and (found := _find_equal([whole], known)):
        return found
    readings = list_guess_readings(guess, words, context)
    if rivals and is_rival(guess, readings, tuple(rivals), tuple(accepted)):
        return None
    forms = [whole, *map(_build_form, readings[1:])]
    forms = [form for form in forms if not _is_contradicted(form, known)]
    return (
        _find_equal(forms, known)
        or (_find_initial(forms, known) if context.is_person else None)
        or _find_two_names(forms, known)
        or _find_closest(forms, known, context)
    )


def _match_symbols(guess: str, accepted: Sequence[str]) -> str | None:
    """Match a guess without letters and digits, by equal symbols only."""
    symbols = normalize_symbols(guess)
    known = {
        normalize_symbols(answer): answer
        for answer in reversed(accepted)
        if not normalize_words(answer)
    }
    known.pop("", None)
    return known.get(symbols) or known.get(strip_wrapping(symbols))


def _is_contradicted(form: _AnswerForm, known: Sequence[tuple[str, _AnswerForm]]) -> bool:
    """Return whether accepted forms of the same name have another year, region or the like."""
    if not form.qualifiers:
        return False
    agreed = [
        agree(form.qualifiers, meant.qualifiers)
        for _, meant in known
        if meant.qualifiers and not form.keys.isdisjoint(meant.keys)
    ]
    return bool(agreed) and not any(agreed)


def _find_equal(
    forms: Sequence[_AnswerForm], known: Sequence[tuple[str, _AnswerForm]]
) -> str | None:
    for form in forms:
        for answer, meant in known:
            if _are_equal(form, meant):
                return answer
    return None


def _are_equal(form: _AnswerForm, meant: _AnswerForm) -> bool:
    if not agree(form.qualifiers, meant.qualifiers):
        return False
    if not form.keys.isdisjoint(meant.keys):
        return True
    return bool(form.quantities) and any(
        guessed.agrees_with(known) for guessed in form.quantities for known in meant.quantities
    )


def _find_initial(
    forms: Sequence[_AnswerForm], known: Sequence[tuple[str, _AnswerForm]]
) -> str | None:
    """Return the accepted name of which a guess has the initial and the surname; else None."""
    for form in forms:
        initial, *surname = form.words
        if len(initial) != 1 or not surname or form.qualifiers:
            continue
        for answer, meant in known:
            if meant.words[0][0] == initial and list(meant.words[1:]) == surname:
                return answer
    return None


def _find_two_names(
    forms: Sequence[_AnswerForm], known: Sequence[tuple[str, _AnswerForm]]
) -> str | None:
    """Return the first of two accepted forms that a guess consists of: "UK (Great Britain)".

    None without one. Numbers are left out, as two of them may be one.
    """
    names = [form for form in forms if len(form.words) > 1 and not form.qualifiers]
    if len(known) < 2 or not names:
        return None
    answers = {key: answer for answer, meant in known if not meant.qualifiers for key in meant.keys}
    for words in (form.words for form in names if all(map(str.isalpha, form.words))):
        for place in range(1, len(words)):
            start = place + 1 if words[place] == "aka" and place + 1 < len(words) else place
            first = answers.get(_concatenate(words[:place]))
            second = answers.get(_concatenate(words[start:]))
            if first is not None and second is not None and first != second:
                return first
    return None


def _find_closest(
    forms: Sequence[_AnswerForm],
    known: Sequence[tuple[str, _AnswerForm]],
    context: QuestionContext,
) -> str | None:
    best: tuple[int, str] | None = None
    for form in forms:
        for answer, meant in known:
            if not agree(form.qualifiers, meant.qualifiers):
                continue
            typos = count_typos(form.words, meant.words)
            if typos is None or (best is not None and typos >= best[0]):
                continue
            # What the question itself says is no misspelt answer: "Alien" is none of "Aliens".
            if not context.mentions(" ".join(form.words)):
                best = typos, answer
    return best[1] if best else None


@lru_cache(maxsize=1024)
def _build_accepted_forms(
    answer: str, asked_noun: str, asked_series: tuple[str, ...]
) -> tuple[_AnswerForm, ...]:
    """Return the form of each reading of an accepted answer, that of the whole answer first.

    `asked_noun` is the noun that the question asks for, which the answer may end with, and
    `asked_series` the words of the series that it may begin with.
    """
    whole = _build_form(Reading(normalize_words(answer), ()))
    variants = [normalize_words(shorten_years(answer) or answer)]
    spelled = spell_out_umlauts(answer)
    if spelled.isascii() and not answer.isascii():
        variants.append(normalize_words(spelled))
    more_keys = [_build_form(Reading(words, ())).keys for words in variants]
    readings = list_answer_readings(answer, asked_noun, asked_series)
    return (
        whole._replace(keys=whole.keys.union(*more_keys)),
        *(_build_form(reading) for reading in readings if reading.words != whole.words),
    )


def list_keys(answer: str) -> frozenset[str]:
    """Return the keys of all readings of an accepted answer; equal keys are equal answers."""
    return frozenset(key for form in _build_accepted_forms(answer, "", ()) for key in form.keys)


def _build_form(reading: Reading) -> _AnswerForm:
    words = normalize_date(reading.words)
    bare = tuple(word for word in words if word not in _DEFINITE_ARTICLES) or words
    variants = {bare, *_list_notations(bare)}
    read = convert_roman_numerals(bare)
    variants.add(read)
    if words[:1] and words[0] in _INDEFINITE_ARTICLES and len(bare) > 1:
        read = convert_roman_numerals(bare[1:])
        # The article tells a common noun, whose plural is no other name.
        variants |= {bare[1:], read, (*bare[1:-1], f"{bare[-1]}s")}
    keys = frozenset(map(_concatenate, variants))
    return _AnswerForm(keys, read, tuple(list_quantities(read)), reading.qualifiers)


def _list_notations(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield "10 12" for "10 to 12", "ff7" for "ffvii", "no. 5" for "number 5"."""
    if len(words) == 3 and words[1] in _RANGE_WORDS and _is_ascending(words[0], words[2]):
        yield words[0], words[2]
    if any(map(split_fused_roman, words)):
        yield tuple(_convert_fused_roman(word) for word in words)
    if "number" in words:
        yield tuple(NUMBER_SIGN if word == "number" else word for word in words)


def _is_ascending(first: str, last: str) -> bool:
    """Return whether both are numbers of at most nine digits, the first one smaller."""
    both = (first, last)
    return all(map(str.isdecimal, both)) and max(map(len, both)) < 10 and int(first) < int(last)


def _convert_fused_roman(word: str) -> str:
    fused = split_fused_roman(word)
    return f"{fused[0]}{fused[1]}" if fused else word


def _concatenate(words: Sequence[str]) -> str:
    """Join words without spaces, so that "spider man" equals "spiderman"; numbers stay apart."""
    joined = ""
    for word in words:
        between = " " if joined[-1:].isdecimal() and word[0].isdecimal() else ""
        joined += between + word
    return joined
