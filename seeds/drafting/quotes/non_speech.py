"""Tells speech from what else stands between quotation marks: titles, names, words held off."""

from __future__ import annotations

import re
from typing import NamedTuple

from seeds.drafting.articles import Article, Span
from seeds.drafting.quotes.attributions import Attribution
from seeds.drafting.quotes.quotation_marks import Quoted
from seeds.drafting.segmentation import is_heading, trimmed
from seeds.drafting.word_lists import word_set

MANY_WORDS = 8
"""From so many words on, quoted words with nobody beside them are still taken for speech."""
STOPS = (".", "!", "?", "…")

_SMALL = word_set("a an and at by de for from in is of on or the to with")
_NAMING = re.compile(
    r"(?:\b(?:so-called|titled|entitled|named|nicknamed|marked|labelled|labeled|reading|song|album|"
    r"single|film|movie|novel|book|play|episode|series|show|word|words|themselves|itself|"
    r"called|dubbed)|\bknown as|\bthe term)[,:]?\s*$"
)
_LEADS_IN = re.compile(r"(?:[,:]|\bthat)\s*$")


class Beside(NamedTuple):
    """What stands beside quoted words."""

    paragraph: Span
    lead: Span
    """The outlet's own words that lead up to them."""
    before: Attribution | None
    after: Attribution | None


def why_no_speech(article: Article, one: Quoted, beside: Beside) -> str | None:
    """Why quoted words are no speech, or None when they are taken for it."""
    if is_heading(article.words(beside.paragraph)):
        return "it stands in a heading"
    if beside.after is not None:
        return None
    words = article.words(one.runs[0])
    if is_title(words) and not leads_in(article, beside.lead):
        return "it is written like a title"
    lead, before = beside.lead, beside.before
    named = _NAMING.search(article.text, max(lead.start, lead.end - 40), lead.end)
    if named and not (before and before.end >= lead.end - 2):
        return "the words before it give a name to something"
    if before is not None:
        return None
    is_sentence = lead.start == lead.end and words.endswith(STOPS)
    if one.fault is None and (is_sentence or len(words.split()) >= MANY_WORDS):
        return None
    return "no word of saying stands beside it" + (f", and {one.fault}" if one.fault else "")


def is_title(words: str) -> bool:
    """Whether every word that counts has a capital, and no stop ends them."""
    parts = words.rstrip(",").split()
    if words.endswith(STOPS) or len(parts) > MANY_WORDS:
        return False
    large = [part for part in parts if part.lower().strip(":,") not in _SMALL]
    return bool(large) and not any(part[0].islower() for part in large)


def leads_in(article: Article, lead: Span) -> bool:
    """Whether the words before a mark announce speech: with a colon, a comma or "that"."""
    words = article.words(trimmed(article.text, lead))
    return _LEADS_IN.search(words[-8:]) is not None
