"""Tells speech from what else stands between quotation marks: titles, names, words held off."""

from __future__ import annotations

import re
from typing import NamedTuple

from seeds.drafting.articles import Article, Span
from seeds.drafting.quotes.attributions import Attribution
from seeds.drafting.quotes.quotation_marks import QuotedText
from seeds.drafting.segmentation import is_heading, trim_span
from seeds.drafting.word_lists import word_set

MANY_WORDS = 8
"""From so many words on, quoted words with nobody beside them are still taken for speech."""
SENTENCE_ENDINGS = (".", "!", "?", "…")

_TITLE_SMALL_WORDS = word_set("a an and at by de for from in is of on or the to with")
_NAMING = re.compile(
    r"(?:\b(?:so-called|titled|entitled|named|nicknamed|marked|labelled|labeled|reading|song|album|"
    r"single|film|movie|novel|book|play|episode|series|show|word|words|themselves|itself|"
    r"called|dubbed)|\bknown as|\bthe term)[,:]?\s*$"
)
_SPEECH_INTRODUCTION = re.compile(r"(?:[,:]|\bthat)\s*$")


class QuoteContext(NamedTuple):
    """What stands beside quoted words."""

    paragraph: Span
    lead: Span
    """The outlet's own words that lead up to them."""
    attribution_before: Attribution | None
    attribution_after: Attribution | None


def find_non_speech_reason(
    article: Article, quoted: QuotedText, context: QuoteContext
) -> str | None:
    """Why quoted words are no speech, or None when they are taken for it."""
    if is_heading(article.get_text(context.paragraph)):
        return "it stands in a heading"
    if context.attribution_after is not None:
        return None
    words = article.get_text(quoted.runs[0])
    if is_title(words) and not introduces_speech(article, context.lead):
        return "it is written like a title"
    lead, before = context.lead, context.attribution_before
    named = _NAMING.search(article.text, max(lead.start, lead.end - 40), lead.end)
    if named and not (before and before.end >= lead.end - 2):
        return "the words before it give a name to something"
    if before is not None:
        return None
    is_sentence = lead.start == lead.end and words.endswith(SENTENCE_ENDINGS)
    if quoted.problem is None and (is_sentence or len(words.split()) >= MANY_WORDS):
        return None
    return "no word of saying stands beside it" + (
        f", and {quoted.problem}" if quoted.problem else ""
    )


def is_title(words: str) -> bool:
    """Whether every word that counts has a capital, and no stop ends them."""
    parts = words.rstrip(",").split()
    if words.endswith(SENTENCE_ENDINGS) or len(parts) > MANY_WORDS:
        return False
    large = [part for part in parts if part.lower().strip(":,") not in _TITLE_SMALL_WORDS]
    return bool(large) and not any(part[0].islower() for part in large)


def introduces_speech(article: Article, lead: Span) -> bool:
    """Whether the words before a mark announce speech: with a colon, a comma or "that"."""
    words = article.get_text(trim_span(article.text, lead))
    return _SPEECH_INTRODUCTION.search(words[-8:]) is not None
