"""Decides whether a typed answer is right.

The whole message is one answer. It must equal an accepted form after normalization of both (case,
accents, markup, articles, "is it …", the notation of numbers), or differ by a few likely typing
errors. Numbers must be equal. Answers are never searched inside a longer text, so a negation, a
second answer or one word more makes it wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from seeds.answers.numbers import Quantity, convert_roman_numerals, parse_quantity
from seeds.answers.plain_text import (
    normalize_symbols,
    normalize_words,
    spell_out_umlauts,
    strip_wrapping,
)
from seeds.answers.spelling import count_typos

MAX_EXTRA_LENGTH = 120
"""Characters of a guess beyond the longest accepted form, for a lead-in and markup."""

_LEAD_INS = frozenset(
    tuple(phrase.split())
    for phrase in """
    is it|is that|is this|is he|is she|is he called|is it called|are they|are these|was it|was that
    was he|was she|were they|could it be|would it be|might it be
    what is|what are|what was|what were|whats|who is|who are|who was|who were|whos
    where is|where was|wheres|when is|when was|which is
    it is|its|it was|it must be|it has to be|it might be|it could be|it may be|it would be
    that is|thats|that was|that would be|that must be|this is|they are|theyre|they were
    he is|hes|he was|she is|shes|she was|must be|has to be|gotta be|got to be|might be|could be
    i think|i guess|i believe|i say|i would say|id say|ill say|i reckon|i suppose|im guessing
    i am guessing|im thinking|im going with|i am going with|ill go with|going with|i choose|i pick
    is the answer|the answer is|answer is|the answer|answer|my answer is|my answer
    my guess is|my guess|guess
    im sure|i am sure|im pretty sure|pretty sure|maybe|perhaps|probably|possibly|surely|definitely
    um|umm|uh|uhh|uhm|er|erm|hm|hmm|hmmm
    in|at
    """.replace("\n", "|").split("|")
    if phrase.strip()
)
_NUMBER_LEAD_INS = frozenset(
    tuple(phrase.split())
    for phrase in """
    on|on the|year|the year|in year|in the year|about|around|roughly|approximately|approx|circa|ca
    """.strip().split("|")
)
"""Lead-ins before a number only: "in the year 1997", "about 29 million"."""
_INTERJECTIONS = frozenset({"oh", "ok", "okay", "so", "well", "yes", "yeah", "hey", "and"})
"""Words before another lead-in; alone they may be the first word of a title."""
_LONGEST_LEAD_IN = max(map(len, _LEAD_INS))
_MAX_LEAD_INS = 3
_TAILS = frozenset({("i", "think"), ("i", "guess"), ("i", "believe"), ("final", "answer")})
_DEFINITE_ARTICLES = frozenset({"the", "teh", "hte"})
_INDEFINITE_ARTICLES = frozenset({"a", "an"})


class _AnswerForm(NamedTuple):
    """One reading of a text, in the forms that are compared."""

    keys: frozenset[str]
    words: tuple[str, ...]
    quantity: Quantity | None


def match_answer(guess: str, accepted: Sequence[str]) -> str | None:
    """Return the accepted form that `guess` matches, the closest of several; None without one."""
    guess = guess.strip()
    if not guess or len(guess) > max(map(len, accepted), default=0) + MAX_EXTRA_LENGTH:
        return None
    words = normalize_words(guess)
    if not words:
        return _match_symbols(guess, accepted)
    if guess in accepted:
        return guess
    forms = [_build_form(words) for words in _list_candidates(words)]
    known = [(answer, _build_accepted_form(answer)) for answer in accepted]
    for form in forms:
        for answer, meant in known:
            if _are_equal(form, meant):
                return answer
    return _find_closest(forms, known)


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


def _are_equal(form: _AnswerForm, meant: _AnswerForm) -> bool:
    if not form.keys.isdisjoint(meant.keys):
        return True
    return (
        form.quantity is not None
        and meant.quantity is not None
        and form.quantity.agrees_with(meant.quantity)
    )


def _find_closest(
    forms: Sequence[_AnswerForm], known: Sequence[tuple[str, _AnswerForm]]
) -> str | None:
    best: tuple[int, str] | None = None
    for form in forms:
        for answer, meant in known:
            typos = count_typos(form.words, meant.words)
            if typos is not None and (best is None or typos < best[0]):
                best = typos, answer
    return best[1] if best else None


@lru_cache(maxsize=1024)
def _build_accepted_form(answer: str) -> _AnswerForm:
    form = _build_form(normalize_words(answer))
    spelled = spell_out_umlauts(answer)
    if spelled.isascii() and not answer.isascii():
        form = form._replace(keys=form.keys | _build_form(normalize_words(spelled)).keys)
    return form


def _list_candidates(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the guess, then the guess without each lead-in and tail, while words are left."""
    for _ in range(_MAX_LEAD_INS + 1):
        yield words
        if len(words) > 2 and words[-2:] in _TAILS:
            yield words[:-2]
        length = _count_lead_in_words(words)
        if not 0 < length < len(words):
            return
        words = words[length:]


def _count_lead_in_words(words: tuple[str, ...]) -> int:
    """Return the number of words of the longest lead-in; 0 without one."""
    if words[:1] and words[0] in _INTERJECTIONS:
        length = _count_lead_in_words(words[1:])
        return length and length + 1
    lengths = range(min(_LONGEST_LEAD_IN, len(words) - 1), 0, -1)
    return next((length for length in lengths if _is_lead_in(words, length)), 0)


def _is_lead_in(words: tuple[str, ...], length: int) -> bool:
    said, rest = words[:length], words[length:]
    if said in _NUMBER_LEAD_INS:
        return rest[0].isdecimal() or parse_quantity(rest) is not None
    return said in _LEAD_INS


def _build_form(words: tuple[str, ...]) -> _AnswerForm:
    bare = tuple(word for word in words if word not in _DEFINITE_ARTICLES) or words
    read = convert_roman_numerals(bare)
    variants = {bare, read}
    if words[:1] and words[0] in _INDEFINITE_ARTICLES and len(bare) > 1:
        read = convert_roman_numerals(bare[1:])
        variants |= {bare[1:], read}
    return _AnswerForm(frozenset(map(_concatenate, variants)), read, parse_quantity(read))


def _concatenate(words: Sequence[str]) -> str:
    """Join words without spaces, so that "spider man" equals "spiderman"; numbers stay apart."""
    joined = ""
    for word in words:
        between = " " if joined[-1:].isdecimal() and word[0].isdecimal() else ""
        joined += between + word
    return joined
