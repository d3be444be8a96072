"""Gathers what was spoken, by whom, and joins what the outlet's own words interrupt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.articles import Article, Span
from seeds.drafting.quotes.attributions import Attribution, Attributions
from seeds.drafting.quotes.non_speech import STOPS, Beside, leads_in, why_no_speech
from seeds.drafting.quotes.quotation_marks import Quoted
from seeds.drafting.quotes.speakers import Speaker, Speakers
from seeds.drafting.segmentation import holding

FEW_WORDS = 3
MAX_GAP = 400
"""Characters of the outlet's own words across which speech goes on."""

_WORD = re.compile(r"[^\W_]")
_AND = re.compile(r",?\s+(?:and|or|but|then)\s+|,\s+")


@dataclass
class Speech:
    """Words that somebody spoke, in unbroken runs."""

    runs: list[Span]
    outer: Span
    speaker: str | None
    by: Attribution | None
    context: Span
    """The sentences around it in which its date and occasion may stand."""
    doubts: list[str] = field(default_factory=list[str])
    follows: bool = False
    """Its attribution stands behind its first run."""


@dataclass(frozen=True)
class LeftOut:
    """Quoted words that were not taken for speech, and why."""

    span: Span
    why: str


class SpokenWords:
    """Goes through everything quoted in an article, in order."""

    def __init__(
        self,
        article: Article,
        paragraphs: Sequence[Span],
        sentences: Sequence[Span],
        attributions: Attributions,
        speakers: Speakers,
    ) -> None:
        self._article = article
        self._paragraphs = paragraphs
        self._sentences = sentences
        self._attributions = attributions
        self._speakers = speakers
        self.speeches: list[Speech] = []
        self.left_out: list[LeftOut] = []

    def read(self, quoted: Sequence[Quoted]) -> None:
        """Sort everything quoted into speech and what is left out."""
        for index, one in enumerate(quoted):
            following = quoted[index + 1].outer.start if index + 1 < len(quoted) else None
            previous = quoted[index - 1].outer.end if index else 0
            self._read(one, previous, following)

    def _read(self, one: Quoted, previous: int, following: int | None) -> None:
        one.runs = [run for run in one.runs if _WORD.search(self._article.text, *run)]
        if not one.runs:
            return
        paragraph = self._paragraphs[holding(self._paragraphs, one.outer.start)]
        closing = self._paragraphs[holding(self._paragraphs, max(0, one.outer.end - 1))]
        end = min(closing.end, following if following is not None else closing.end)
        lead = self._lead(one, paragraph, previous)
        before = self._attributions.before(lead) or self._listed_with(lead)
        after = self._after(one, Span(one.outer.end, max(end, one.outer.end)), following == end)
        if after is None and self._goes_on(one):
            self._continue(one)
            return
        beside = Beside(paragraph, lead, before, after)
        why = why_no_speech(self._article, one, beside)
        if why is None:
            self._add(one, beside)
        else:
            self.left_out.append(LeftOut(one.outer, why))

    def _listed_with(self, lead: Span) -> Attribution | None:
        """The attribution of the speech just before, where only "and" stands between."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or last.outer.end != lead.start or last.follows:
            return None
        return last.by if _AND.fullmatch(self._article.text, *lead) else None

    def _add(self, one: Quoted, beside: Beside) -> None:
        by = self._who_speaks(beside)
        previous = self._previous_speaker(one)
        speaker = self._speakers.resolve(by, previous) if by else self._without_saying(one)
        sentence = self._sentences[max(0, holding(self._sentences, one.outer.start))]
        end = max(one.outer.end, beside.after.end if beside.after else 0)
        context = Span(min(sentence.start, beside.lead.start), end)
        doubts = self._doubts(one, beside, speaker)
        follows = beside.after is not None
        self.speeches.append(
            Speech(one.runs, one.outer, speaker.slug, by, context, doubts, follows)
        )

    def _who_speaks(self, beside: Beside) -> Attribution | None:
        """The attribution that says most, where one stands on both sides."""
        before, after = beside.before, beside.after
        if before and after and before.slugs and not after.slugs:
            return before if leads_in(self._article, beside.lead) else after
        return after or before

    def _without_saying(self, one: Quoted) -> Speaker:
        """Who may have spoken where no word of saying stands beside a quote."""
        above = self._sentences[max(0, holding(self._sentences, one.outer.start) - 1)]
        paragraph = self._paragraphs[holding(self._paragraphs, one.outer.start)]
        if paragraph.start <= above.start < one.outer.start:
            by = self._attributions.before(above)
            if by is not None:
                slug, doubt = self._speakers.resolve(by)
                return Speaker(
                    slug, doubt or "no word of saying: the sentence before tells who speaks"
                )
        return self._speakers.subject_before(one.outer.start)

    def _doubts(self, one: Quoted, beside: Beside, speaker: Speaker) -> list[str]:
        doubts = [doubt for doubt in (speaker.doubt, one.fault) if doubt]
        count = len(self._article.words(one.runs[0]).split())
        announced = beside.after is not None or leads_in(self._article, beside.lead)
        if count <= FEW_WORDS and not announced:
            doubts.append("so few words may be a name for something, or irony")
        return doubts

    def _lead(self, one: Quoted, paragraph: Span, previous: int) -> Span:
        """The outlet's words before a quote: its sentence's, or those of a paragraph ending ":"."""
        start = one.outer.start
        if start == paragraph.start:
            index = holding(self._paragraphs, start) - 1
            above = self._paragraphs[index] if index >= 0 else None
            if above is None or not self._article.words(above).endswith(":"):
                return Span(start, start)
            sentence = self._sentences[holding(self._sentences, above.end - 1)]
            return Span(max(sentence.start, previous), above.end)
        sentence = self._sentences[holding(self._sentences, start)]
        return Span(min(max(sentence.start, previous, paragraph.start), start), start)

    def _after(self, one: Quoted, gap: Span, is_followed: bool) -> Attribution | None:
        """The attribution behind a quote, unless it begins a sentence about the next one."""
        words = self._article.words(one.runs[-1])
        if words.endswith(".") and not words.endswith("..."):
            return None
        found = self._attributions.after(gap)
        if found is None:
            return None
        speaker = self._article.words(found.said_by)
        if words.endswith((",", "—")) and speaker in ("He", "She", "They"):
            return None
        ends = is_followed and self._article.words(gap).rstrip().endswith((",", ":", "that"))
        if words.endswith(STOPS) and ends and speaker[:1].isupper():
            return None
        return found

    def _goes_on(self, one: Quoted) -> bool:
        """Whether `one` is the rest of the speech before it: “…,” she said, “…”."""
        last = self.speeches[-1] if self.speeches else None
        if last is None or last.by is None or not last.follows:
            return False
        if self.left_out and self.left_out[-1].span.start > last.outer.start:
            return False
        gap = Span(last.outer.end, one.outer.start)
        same = holding(self._paragraphs, gap.start) == holding(self._paragraphs, gap.end)
        if not same or not gap.start <= last.by.end <= gap.end or gap.end - gap.start > MAX_GAP:
            return False
        begins = last.by.said_by.start
        if holding(self._sentences, gap.end - 1) != holding(self._sentences, begins):
            return False
        own = self._attributions.before(Span(last.by.end, gap.end))
        return own is None or own.is_nobody

    def _continue(self, one: Quoted) -> None:
        last = self.speeches[-1]
        last.runs = [*last.runs, *one.runs]
        last.outer = Span(last.outer.start, one.outer.end)
        last.context = Span(last.context.start, one.outer.end)
        last.follows = False
        if one.fault:
            last.doubts.append(one.fault)

    def _previous_speaker(self, one: Quoted) -> str | None:
        last = self.speeches[-1] if self.speeches else None
        if last is None:
            return None
        here = holding(self._paragraphs, one.outer.start)
        return last.speaker if holding(self._paragraphs, last.outer.start) == here else None
