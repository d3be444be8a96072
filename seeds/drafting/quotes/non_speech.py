"""Separates direct speech from other text in quotation marks: titles, names, scare quotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from seeds.drafting.articles import Article
from seeds.drafting.quotes.attribution import Attribution
from seeds.drafting.quotes.attributions import SPEECH_INTRODUCTION
from seeds.drafting.quotes.quotation_marks import QuotedText
from seeds.drafting.segmentation import is_heading
from seeds.drafting.spans import Span, trim_span
from seeds.drafting.word_lists import make_word_set

MIN_UNATTRIBUTED_WORDS = 8
"""Number of words from which quoted text without an attribution is taken for direct speech."""
MAX_TITLE_WORDS = 8
SENTENCE_ENDINGS = (".", "!", "?", "…")

_TITLE_SMALL_WORDS = make_word_set("a an and at by de for from in is of on or the to with")
_NAMING_WORDS = re.compile(
    r"(?:\b(?:so-called|titled|entitled|named|nicknamed|marked|labelled|labeled|reading|song|album|"
    r"single|film|movie|novel|book|play|episode|series|show|word|words|themselves|itself|"
    r"called|dubbed)|\bknown as|\bthe term)[,:]?\s*$"
)


class QuoteContext(NamedTuple):
    """The text around one quote."""

    paragraph: Span
    lead_in: Span
    """The text outside quotation marks that leads up to the quote; empty when there is none."""
    attribution_before: Attribution | None
    attribution_after: Attribution | None


def find_non_speech_reason(
    article: Article, quoted: QuotedText, context: QuoteContext
) -> str | None:
    """Return why quoted text is not direct speech, as part of a sentence; None when it is."""
    if is_heading(article.get_text(context.paragraph)):
        return "it's in a heading"
    if context.attribution_after is not None:
        return None
    words = article.get_text(quoted.runs[0])
    if is_title(words) and not introduces_speech(article, context.lead_in):
        return "it's written like a title"
    lead_in, before = context.lead_in, context.attribution_before
    is_named = _NAMING_WORDS.search(article.text, max(lead_in.start, lead_in.end - 40), lead_in.end)
    if is_named and not (before and before.end >= lead_in.end - 2):
        return "the words before it name something"
    if before is not None:
        return None
    is_sentence = lead_in.start == lead_in.end and words.endswith(SENTENCE_ENDINGS)
    if quoted.problem is None and (is_sentence or len(words.split()) >= MIN_UNATTRIBUTED_WORDS):
        return None
    return "nothing next to it says that it was spoken" + (
        f", and {quoted.problem}" if quoted.problem else ""
    )


def is_title(words: str) -> bool:
    """Return whether `words` are in title case.

    With the final punctuation of a sentence, as in "Who Is She?", at least three are capitalised.
    """
    parts = words.rstrip(",").split()
    if len(parts) > MAX_TITLE_WORDS:
        return False
    major = [part for part in parts if part.lower().strip(":,") not in _TITLE_SMALL_WORDS]
    least = 3 if words.endswith(SENTENCE_ENDINGS) else 1
    return len(major) >= least and not any(part[0].islower() for part in major)


def introduces_speech(article: Article, lead_in: Span) -> bool:
    """Return whether the lead-in ends with a colon, a comma or "that"."""
    words = article.get_text(trim_span(article.text, lead_in))
    return SPEECH_INTRODUCTION.search(words[-8:]) is not None
