"""Gathers what was spoken, by whom, and joins what the outlet's own words interrupt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.articles import Article, Span
from seeds.drafting.quotes.attributions import Attribution, AttributionFinder
from seeds.drafting.quotes.non_speech import (
    SENTENCE_ENDINGS,
    QuoteContext,
    find_non_speech_reason,
    introduces_speech,
)
from seeds.drafting.quotes.quotation_marks import QuotedText
from seeds.drafting.quotes.speakers import ResolvedSpeaker, SpeakerResolver
from seeds.drafting.segmentation import find_span_index

FEW_WORDS = 3
MAX_SPEECH_GAP = 400
"""Characters of the outlet's own words across which speech goes on."""

_WORD = re.compile(r"[^\W_]")
_CONJUNCTION = re.compile(r",?\s+(?:and|or|but|then)\s+|,\s+")


@dataclass
class Speech:
    """Words that somebody spoke, in unbroken runs."""

    runs: list[Span]
    outer_span: Span
    speaker_slug: str | None
    attribution: Attribution | None
    context_span: Span
    """The sentences around it in which its date and occasion may stand."""
    doubts: list[str] = field(default_factory=list[str])
    has_attribution_after: bool = False
    """Its attribution stands behind its first run."""


@dataclass(frozen=True)
class SkippedQuote:
    """Quoted words that were not taken for speech, and why."""

    span: Span
    reason: str


class SpeechCollector:
    """Goes through everything quoted in an article, in order."""

    def __init__(
        self,
        article: Article,
        paragraphs: Sequence[Span],
        sentences: Sequence[Span],
        attributions: AttributionFinder,
        speakers: SpeakerResolver,
    ) -> None:
        self._article = article
        self._paragraphs = paragraphs
        self._sentences = sentences
        self._attributions = attributions
        self._speakers = speakers
        self.speeches: list[Speech] = []
        self.skipped: list[SkippedQuote] = []

    def collect(self, quoted: Sequence[QuotedText]) -> None:
        """Sort everything quoted into speech and what is left out."""
        for index, one in enumerate(quoted):
            following = quoted[index + 1].outer_span.start if index + 1 < len(quoted) else None
            previous = quoted[index - 1].outer_span.end if index else 0
            self._classify(one, previous, following)

    def _classify(self, quoted: QuotedText, previous: int, following: int | None) -> None:
        quoted.runs = [run for run in quoted.runs if _WORD.search(self._article.text, *run)]
        if not quoted.runs:
            return
        paragraph = self._paragraphs[find_span_index(self._paragraphs, quoted.outer_span.start)]
        closing = self._paragraphs[
            find_span_index(self._paragraphs, max(0, quoted.outer_span.end - 1))
        ]
        end = min(closing.end, following if following is not None else closing.end)
        lead = self._find_lead(quoted, paragraph, previous)
        before = self._attributions.find_before(lead) or self._find_shared_attribution(lead)
        after = self._find_attribution_after(
            quoted, Span(quoted.outer_span.end, max(end, quoted.outer_span.end)), following == end
        )
        if after is None and self._is_continuation(quoted):
            self._extend_last_speech(quoted)
            return
        context = QuoteContext(paragraph, lead, before, after)
        reason = find_non_speech_reason(self._article, quoted, context)
        if reason is None:
            self._add_speech(quoted, context)
        else:
            self.skipped.append(SkippedQuote(quoted.outer_span, reason))

    def _find_shared_attribution(self, lead: Span) -> Attribution | None:
        """The attribution of the speech just before, where only "and" stands between."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or last.outer_span.end != lead.start or last.has_attribution_after:
            return None
        return last.attribution if _CONJUNCTION.fullmatch(self._article.text, *lead) else None

    def _add_speech(self, quoted: QuotedText, context: QuoteContext) -> None:
        attribution = self._choose_attribution(context)
        previous = self._get_previous_speaker(quoted)
        speaker = (
            self._speakers.resolve(attribution, previous)
            if attribution
            else self._guess_speaker(quoted)
        )
        sentence = self._sentences[
            max(0, find_span_index(self._sentences, quoted.outer_span.start))
        ]
        end = max(
            quoted.outer_span.end, context.attribution_after.end if context.attribution_after else 0
        )
        context_span = Span(min(sentence.start, context.lead.start), end)
        doubts = self._list_doubts(quoted, context, speaker)
        follows = context.attribution_after is not None
        self.speeches.append(
            Speech(
                quoted.runs,
                quoted.outer_span,
                speaker.slug,
                attribution,
                context_span,
                doubts,
                follows,
            )
        )

    def _choose_attribution(self, context: QuoteContext) -> Attribution | None:
        """The attribution that says most, where one stands on both sides."""
        before, after = context.attribution_before, context.attribution_after
        if before and after and before.slugs and not after.slugs:
            return before if introduces_speech(self._article, context.lead) else after
        return after or before

    def _guess_speaker(self, quoted: QuotedText) -> ResolvedSpeaker:
        """Who may have spoken where no word of saying stands beside a quote."""
        above = self._sentences[
            max(0, find_span_index(self._sentences, quoted.outer_span.start) - 1)
        ]
        paragraph = self._paragraphs[find_span_index(self._paragraphs, quoted.outer_span.start)]
        if paragraph.start <= above.start < quoted.outer_span.start:
            attribution = self._attributions.find_before(above)
            if attribution is not None:
                slug, doubt = self._speakers.resolve(attribution)
                return ResolvedSpeaker(
                    slug, doubt or "no word of saying: the sentence before tells who speaks"
                )
        return self._speakers.resolve_from_previous_sentence(quoted.outer_span.start)

    def _list_doubts(
        self, quoted: QuotedText, context: QuoteContext, speaker: ResolvedSpeaker
    ) -> list[str]:
        doubts = [doubt for doubt in (speaker.doubt, quoted.problem) if doubt]
        count = len(self._article.get_text(quoted.runs[0]).split())
        announced = context.attribution_after is not None or introduces_speech(
            self._article, context.lead
        )
        if count <= FEW_WORDS and not announced:
            doubts.append("so few words may be a name for something, or irony")
        return doubts

    def _find_lead(self, quoted: QuotedText, paragraph: Span, previous: int) -> Span:
        """The outlet's words before a quote: its sentence's, or those of a paragraph ending ":"."""
        start = quoted.outer_span.start
        if start == paragraph.start:
            index = find_span_index(self._paragraphs, start) - 1
            above = self._paragraphs[index] if index >= 0 else None
            if above is None or not self._article.get_text(above).endswith(":"):
                return Span(start, start)
            sentence = self._sentences[find_span_index(self._sentences, above.end - 1)]
            return Span(max(sentence.start, previous), above.end)
        sentence = self._sentences[find_span_index(self._sentences, start)]
        return Span(min(max(sentence.start, previous, paragraph.start), start), start)

    def _find_attribution_after(
        self, quoted: QuotedText, gap: Span, is_followed: bool
    ) -> Attribution | None:
        """The attribution behind a quote, unless it begins a sentence about the next one."""
        words = self._article.get_text(quoted.runs[-1])
        if words.endswith(".") and not words.endswith("..."):
            return None
        found = self._attributions.find_after(gap)
        if found is None:
            return None
        speaker = self._article.get_text(found.speaker_span)
        if words.endswith((",", "—")) and speaker in ("He", "She", "They"):
            return None
        ends = is_followed and self._article.get_text(gap).rstrip().endswith((",", ":", "that"))
        if words.endswith(SENTENCE_ENDINGS) and ends and speaker[:1].isupper():
            return None
        return found

    def _is_continuation(self, quoted: QuotedText) -> bool:
        """Whether `one` is the rest of the speech before it: “…,” she said, “…”."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or last.attribution is None or not last.has_attribution_after:
            return False
        if self.skipped and self.skipped[-1].span.start > last.outer_span.start:
            return False
        gap = Span(last.outer_span.end, quoted.outer_span.start)
        same = find_span_index(self._paragraphs, gap.start) == find_span_index(
            self._paragraphs, gap.end
        )
        if (
            not same
            or not gap.start <= last.attribution.end <= gap.end
            or gap.end - gap.start > MAX_SPEECH_GAP
        ):
            return False
        begins = last.attribution.speaker_span.start
        if find_span_index(self._sentences, gap.end - 1) != find_span_index(
            self._sentences, begins
        ):
            return False
        own = self._attributions.find_before(Span(last.attribution.end, gap.end))
        return own is None or own.is_verb_only

    def _extend_last_speech(self, quoted: QuotedText) -> None:
        last = self.speeches[-1]
        last.runs = [*last.runs, *quoted.runs]
        last.outer_span = Span(last.outer_span.start, quoted.outer_span.end)
        last.context_span = Span(last.context_span.start, quoted.outer_span.end)
        last.has_attribution_after = False
        if quoted.problem:
            last.doubts.append(quoted.problem)

    def _get_previous_speaker(self, quoted: QuotedText) -> str | None:
        last = self.speeches[-1] if self.speeches else None
        if last is None:
            return None
        here = find_span_index(self._paragraphs, quoted.outer_span.start)
        return (
            last.speaker_slug
            if find_span_index(self._paragraphs, last.outer_span.start) == here
            else None
        )
