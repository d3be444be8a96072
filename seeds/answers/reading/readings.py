"""The ways in which a text can be read: whole, and without what says nothing of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from seeds.answers.normalizing.calendar_dates import (
    read_year,
    shorten_years,
    spell_out_numeric_date,
)
from seeds.answers.normalizing.numbers import convert_roman_numerals
from seeds.answers.normalizing.plain_text import normalize_words
from seeds.answers.reading.categories import split_words
from seeds.answers.reading.lead_ins import (
    count_lead_in_words,
    count_tail_words,
    read_yes_or_no,
    strip_copula,
)
from seeds.answers.reading.places import get_state, spell_out_state, split_region
from seeds.answers.reading.qualifiers import Qualifier, Qualifiers
from seeds.answers.reading.question_context import QuestionContext
from seeds.answers.reading.text_qualifiers import split_qualifiers
from seeds.dates import MONTHS, parse_month

_MAX_READINGS = 16
"""Readings of a guess that are compared; ordinary ones have fewer."""
_MIN_LENGTH_WITHOUT_NOUN = 3
"""Letters that an answer needs to be known without the noun asked for."""


class Reading(NamedTuple):
    """Normalized words of a text, and the qualifiers that were left out."""

    words: tuple[str, ...]
    qualifiers: Qualifiers


def list_guess_readings(
    guess: str, words: tuple[str, ...], context: QuestionContext
) -> list[Reading]:
    """Return the readings of a guess, the whole guess first; `words` are its normalized words."""
    readings = [Reading(words, ())]
    readings += [
        Reading(normalize_words(text.core), text.qualifiers)
        for text in split_qualifiers(guess, context)
        if text.qualifiers
    ]
    notations = (spell_out_numeric_date(guess), shorten_years(guess))
    readings += [Reading(normalize_words(text), ()) for text in notations if text is not None]
    found = dict.fromkeys(reading for reading in readings if reading.words)
    waiting = list(found)
    while waiting and len(found) < _MAX_READINGS:
        for reading in _list_shorter_readings(waiting.pop(0), context):
            if reading not in found:
                found[reading] = None
                waiting.append(reading)
    return list(found)


def _list_shorter_readings(reading: Reading, context: QuestionContext) -> Iterator[Reading]:
    words, qualifiers = reading
    if other := _find_other_words(words, context.asked_noun):
        yield Reading(other, qualifiers)
    if len(words) == 1:
        return
    around = (count_lead_in_words(words), 0), (0, count_tail_words(words))
    if words[0] in {context.preposition, context.first_name}:
        yield Reading(words[1:], qualifiers)
    for core, left_out in split_words(words, context):
        yield Reading(core, qualifiers + left_out)
    if located := _split_off_region(reading, context):
        yield located
    repeated = context.count_repeated(words), context.count_words_around_gap(words)
    for start, end in (*around, *repeated):
        if start or end:
            yield Reading(words[start : len(words) - end], qualifiers)


def _split_off_region(reading: Reading, context: QuestionContext) -> Reading | None:
    words, qualifiers = reading
    split = split_region(words, is_place=context.is_place)
    if split is None or any(kind is Qualifier.REGION for kind, _ in qualifiers):
        return None
    place, region = split
    if not context.allows_region(region):
        return None
    return Reading(place, (*qualifiers, (Qualifier.REGION, region)))


def _find_other_words(words: tuple[str, ...], asked_noun: str) -> tuple[str, ...] | None:
    """Return "yes" for "yeah", "june" for "jun", "tucson arizona" for "tucson az"; else None."""
    if asked_noun == "year" and (year := read_year(words)):
        return (year,)
    if len(words) == 1:
        if month := parse_month(words[0]):
            return (MONTHS[month - 1].lower(),)
        if asked_noun == "state" and (state := get_state(words[0])):
            return tuple(state.split())
    return strip_copula(words) or read_yes_or_no(words) or spell_out_state(words)


def list_answer_readings(
    answer: str, asked_noun: str, asked_series: tuple[str, ...]
) -> list[Reading]:
    """Return the readings of an accepted answer without one or more qualifiers at its end.

    The noun that the question asks for is one: "SAG" for "SAG Awards" after "At which awards …",
    and so is a series of which the number is asked: "4" after "Which Resident Evil …".
    """
    context = QuestionContext("")
    readings = [
        Reading(normalize_words(text.core), text.qualifiers)
        for text in split_qualifiers(answer, context, is_answer=True)
    ]
    readings += [
        Reading(core, reading.qualifiers + left_out)
        for reading in readings
        if reading.words
        for core, left_out in split_words(reading.words, context, is_answer=True)
    ]
    whole = readings[0].words
    if whole[-1:] == (asked_noun,) and len("".join(whole[:-1])) >= _MIN_LENGTH_WITHOUT_NOUN:
        readings.append(Reading(whole[:-1], ()))
    series = len(asked_series)
    if series and whole[:series] == asked_series and len(whole) == series + 1:
        number = convert_roman_numerals(whole)[-1:]
        if number[0].isdecimal():
            readings.append(Reading(number, ()))
    return [reading for reading in readings[1:] if reading.words]
