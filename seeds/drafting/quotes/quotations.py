"""Collects the direct speech of an article, and joins quotes that an attribution interrupts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.articles import Article
from seeds.drafting.quotes.attribution import Attribution
from seeds.drafting.quotes.attributions import AttributionFinder
from seeds.drafting.quotes.non_speech import (
    SENTENCE_ENDINGS,
    QuoteContext,
    find_non_speech_reason,
    introduces_speech,
)
from seeds.drafting.quotes.quotation_marks import QuotedText
from seeds.drafting.quotes.speakers import ResolvedSpeaker, SpeakerResolver
from seeds.drafting.spans import Span, find_span_index, get_span_at

MAX_DOUBTFUL_WORDS = 3
"""Number of words up to which a quote that nothing introduces may be a name or irony."""
MAX_SPEECH_GAP = 400
"""Characters between two quotes up to which the second may continue the first."""

_WORD_CHARACTER = re.compile(r"[^\W_]")
_CONJUNCTION = re.compile(r",?\s+(?:and|or|but|then)\s+|,\s+")


@dataclass
class Speech:
    """Direct speech of one person."""

    runs: list[Span]
    """The uninterrupted parts in order, without quotation marks."""
    outer_span: Span
    """From the first opening mark to the last closing mark."""
    speaker_slug: str | None
    """None when the article does not determine the speaker."""
    attribution: Attribution | None
    """None when none stands beside it."""
    context_span: Span
    """From the start of its sentence to the end of its attribution; may contain its date."""
    doubts: list[str] = field(default_factory=list[str])
    """What to check, each as part of a sentence."""
    has_attribution_after: bool = False
    """Whether an attribution follows, after which the speech may continue."""


@dataclass(frozen=True)
class SkippedQuote:
    """Quoted text that is not direct speech."""

    span: Span
    """With the quotation marks."""
    reason: str
    """Why it is not, as part of a sentence."""


class SpeechCollector:
    """Collects the direct speech of one article in `speeches`, other quoted text in `skipped`."""

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
        """Classify the quoted texts of the article, given in order."""
        for index, one in enumerate(quoted):
            previous_end = quoted[index - 1].outer_span.end if index else 0
            next_start = quoted[index + 1].outer_span.start if index + 1 < len(quoted) else None
            self._classify(one, previous_end, next_start)

    def _classify(self, quoted: QuotedText, previous_end: int, next_start: int | None) -> None:
        """Add `quoted` to `speeches` or `skipped`; ignore it if it has no letter or digit.

        The offsets are the end of the quoted text before it, and the start of the next one.
        """
        text = self._article.text
        quoted.runs = [run for run in quoted.runs if _WORD_CHARACTER.search(text, *run)]
        if not quoted.runs:
            return
        span = quoted.outer_span
        paragraph = get_span_at(self._paragraphs, span.start)
        paragraph_end = get_span_at(self._paragraphs, span.end - 1).end
        gap_end = paragraph_end if next_start is None else min(paragraph_end, next_start)
        lead_in = self._find_lead_in(span.start, paragraph, previous_end)
        before = self._attributions.find_before(lead_in) or self._find_shared_attribution(lead_in)
        gap = Span(span.end, max(gap_end, span.end))
        after = self._find_attribution_after(quoted, gap, is_followed=next_start == gap_end)
        if after is None and self._is_continuation(quoted):
            self._extend_last_speech(quoted)
            return
        context = QuoteContext(paragraph, lead_in, before, after)
        reason = find_non_speech_reason(self._article, quoted, context)
        if reason is None:
            self._add_speech(quoted, context)
        else:
            self.skipped.append(SkippedQuote(span, reason))

    def _find_lead_in(self, start: int, paragraph: Span, previous_end: int) -> Span:
        """Return the part of the sentence before the opening mark at `start`.

        It begins after any other quote. At the start of a paragraph it is the last sentence of the
        paragraph before, if a colon ends that, else empty.
        """
        if start != paragraph.start:
            sentence = get_span_at(self._sentences, start)
            return Span(min(max(sentence.start, previous_end, paragraph.start), start), start)
        index = find_span_index(self._paragraphs, start) - 1
        previous = self._paragraphs[index] if index >= 0 else None
        if previous is None or not self._article.get_text(previous).endswith(":"):
            return Span(start, start)
        sentence = get_span_at(self._sentences, previous.end - 1)
        return Span(max(sentence.start, previous_end), previous.end)

    def _find_shared_attribution(self, lead_in: Span) -> Attribution | None:
        """Return the attribution of the last speech, if only "and" or the like stands between."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or last.outer_span.end != lead_in.start or last.has_attribution_after:
            return None
        return last.attribution if _CONJUNCTION.fullmatch(self._article.text, *lead_in) else None

    def _find_attribution_after(
        self, quoted: QuotedText, gap: Span, *, is_followed: bool
    ) -> Attribution | None:
        """Return the attribution at the start of `gap`, unless it belongs to the next quote.

        `gap` is the text after `quoted`; `is_followed` says whether another quote ends it.
        """
        words = self._article.get_text(quoted.runs[-1])
        if words.endswith(".") and not words.endswith("..."):
            return None
        attribution = self._attributions.find_after(gap)
        if attribution is None:
            return None
        speaker = self._article.get_text(attribution.speaker_span)
        if words.endswith((",", "—")) and speaker in ("He", "She", "They"):
            return None
        gap_text = self._article.get_text(gap).rstrip()
        introduces_next = is_followed and gap_text.endswith((",", ":", "that"))
        if words.endswith(SENTENCE_ENDINGS) and introduces_next and speaker[:1].isupper():
            return None
        return attribution

    def _is_continuation(self, quoted: QuotedText) -> bool:
        """Return whether `quoted` continues the last speech: “…,” she said, “…”."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or last.attribution is None or not last.has_attribution_after:
            return False
        if self.skipped and self.skipped[-1].span.start > last.outer_span.start:
            return False
        gap = Span(last.outer_span.end, quoted.outer_span.start)
        if (
            not self._share_paragraph(gap.start, gap.end)
            or not gap.start <= last.attribution.end <= gap.end
            or gap.end - gap.start > MAX_SPEECH_GAP
            or not self._share_sentence(last.attribution.speaker_span.start, gap.end - 1)
        ):
            return False
        own = self._attributions.find_before(Span(last.attribution.end, gap.end))
        return own is None or own.is_verb_only

    def _share_paragraph(self, first: int, second: int) -> bool:
        indices = {find_span_index(self._paragraphs, offset) for offset in (first, second)}
        return len(indices) == 1

    def _share_sentence(self, first: int, second: int) -> bool:
        indices = {find_span_index(self._sentences, offset) for offset in (first, second)}
        return len(indices) == 1

    def _extend_last_speech(self, quoted: QuotedText) -> None:
        last = self.speeches[-1]
        last.runs = [*last.runs, *quoted.runs]
        last.outer_span = Span(last.outer_span.start, quoted.outer_span.end)
        last.context_span = Span(last.context_span.start, quoted.outer_span.end)
        last.has_attribution_after = False
        if quoted.problem:
            last.doubts.append(quoted.problem)

    def _add_speech(self, quoted: QuotedText, context: QuoteContext) -> None:
        attribution = self._choose_attribution(context)
        if attribution is None:
            speaker = self._guess_speaker(quoted.outer_span.start)
        else:
            previous = self._get_previous_speaker(quoted.outer_span.start)
            speaker = self._speakers.resolve(attribution, previous)
        after = context.attribution_after
        sentence = get_span_at(self._sentences, quoted.outer_span.start)
        start = min(sentence.start, context.lead_in.start)
        end = max(quoted.outer_span.end, after.end if after else 0)
        self.speeches.append(
            Speech(
                quoted.runs,
                quoted.outer_span,
                speaker.slug,
                attribution,
                Span(start, end),
                self._list_doubts(quoted, context, speaker),
                has_attribution_after=after is not None,
            )
        )

    def _choose_attribution(self, context: QuoteContext) -> Attribution | None:
        """Return the attribution after a quote, else the one before it.

        Of two, the one before is chosen if only it names a person and it introduces the quote.
        """
        before, after = context.attribution_before, context.attribution_after
        if before and after and before.slugs and not after.slugs:
            return before if introduces_speech(self._article, context.lead_in) else after
        return after or before

    def _guess_speaker(self, start: int) -> ResolvedSpeaker:
        """Resolve the speaker of a quote without an attribution from the sentence before it."""
        previous = self._sentences[max(0, find_span_index(self._sentences, start) - 1)]
        if get_span_at(self._paragraphs, start).start <= previous.start < start:
            attribution = self._attributions.find_before(previous)
            if attribution is not None:
                slug, doubt = self._speakers.resolve(attribution)
                return ResolvedSpeaker(
                    slug, doubt or "only the sentence before says who is speaking"
                )
        return self._speakers.resolve_from_previous_sentence(start)

    def _get_previous_speaker(self, start: int) -> str | None:
        """Return the slug of the last speaker, if known and in the paragraph of `start`."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or not self._share_paragraph(last.outer_span.start, start):
            return None
        return last.speaker_slug

    def _list_doubts(
        self, quoted: QuotedText, context: QuoteContext, speaker: ResolvedSpeaker
    ) -> list[str]:
        doubts = [doubt for doubt in (speaker.doubt, quoted.problem) if doubt]
        count = len(self._article.get_text(quoted.runs[0]).split())
        is_introduced = context.attribution_after is not None or introduces_speech(
            self._article, context.lead_in
        )
        if count <= MAX_DOUBTFUL_WORDS and not is_introduced:
            doubts.append("it's so short that it may be a name for something, or irony")
        return doubts
