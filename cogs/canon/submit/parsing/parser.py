"""Parses the fields of a draft, and collects one sentence for each problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.ui.entry_cards import CERTAINTY_NAMES
from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.proposals.errors import format_question_problem
from cogs.canon.proposals.speakers import SpeakerReference, parse_speaker
from cogs.canon.submit.parsing.date_input import DATE_HINT, parse_announced_date, parse_date
from cogs.canon.submit.parsing.fields import (
    DraftContext,
    FieldReader,
    FormValues,
    SourceFields,
    find_slug,
)
from cogs.canon.submit.parsing.promises import read_settlements
from seeds.cleaning import clean_line, clean_text
from seeds.dates import PartialDate
from seeds.pack import DATED_STAGE, NO_STAGE
from seeds.question_rules import DISTRACTOR_COUNT, find_question_problems
from seeds.schema import MAX_QUOTE_LENGTH, Difficulty

MAX_ANSWER = 80
"""Characters of one answer, which has to fit on a button."""
MAX_ANSWERS = 10
KNOWN_PUBLICATION = "I have that source with its own date: leave the publication date empty."
RELEASE_DATE_MISSING = f"It needs the release date that was announced: {DATE_HINT}"
_QUOTATION_MARKS = ("“", "”", '"', "„", "«", "»")
MESSAGE_KIND = "message"
"""The kind of draft that quotes a message, which gives speaker, date and link."""


class ParsedDraft(NamedTuple):
    """A draft, or None and the problems, a sentence each."""

    draft: Draft | None
    problems: tuple[str, ...] = ()


def parse_fields(kind: str, typed: FormValues, context: DraftContext) -> ParsedDraft:
    """Parse the fields of a draft; `kind` is "news", "quote", "message", "fact" or "question"."""
    parser = _DraftParser(typed, context)
    draft = _PARSERS[kind](parser)
    return ParsedDraft(None if parser.problems else draft, tuple(parser.problems))


class _DraftParser(FieldReader):
    """Parses the fields of one draft of each kind."""

    def parse_news(self) -> Draft | None:
        headline = self.read_line("headline", "Write a headline")
        text = self.read_text("text", "Write what happened")
        origin, topic = self.read_source(), self.read_topic()
        stage = self._parse_stage()
        release_date = self._parse_release_date(stage, origin)
        settles = read_settlements(self)
        certainty = self.typed.get("certainty") or "reported"
        if certainty not in CERTAINTY_NAMES:
            self.problems.append("Choose how sure it is from the list.")
        if self.problems or origin is None:
            return None
        return NewsDraft.model_validate(
            {
                **origin._asdict(),
                "headline": headline,
                "text": text,
                "topic": topic,
                "stage": stage,
                "certainty": certainty,
                "release_date": release_date,
                "settles": settles,
            }
        )

    def parse_quote(self) -> Draft | None:
        words = self.read_text("words", "Write the words that were said", MAX_QUOTE_LENGTH)
        self._check_original(words)
        occasion = self.read_line("occasion", "Write where or to who it was said")
        origin, topic, speaker = self.read_source(), self.read_topic(), self._parse_speaker()
        published = self._parse_publication(origin)
        if self.problems or origin is None or speaker is None:
            return None
        member = self.typed.get("member_id")
        return QuoteDraft(
            **origin._asdict(),
            words=_strip_quotation_marks(words),
            speaker=speaker.slug,
            speaker_name=speaker.new_name,
            member_id=int(member) if member else None,
            occasion=occasion,
            topic=topic,
            published=published,
        )

    def _parse_publication(self, origin: SourceFields | None) -> PartialDate | None:
        """Return when the source was published, None for the date on which it was said."""
        typed = clean_line(self.typed.get("published", ""))
        if origin is None or not typed:
            return None
        published = self.try_parse(lambda: parse_date(typed, self.context.today))
        if published is None or published == origin.date:
            return None
        if origin.known_source is not None:
            if self.context.sources[origin.known_source].published != published:
                self.problems.append(KNOWN_PUBLICATION)
            return None
        if published.last_day < origin.date.first_day:
            self.problems.append("It can't be published before it was said: check both dates.")
        return published

    def parse_fact(self) -> Draft | None:
        text = self.read_text("text", "Write the fact")
        origin, topic = self.read_source(is_dated_by_source=True), self.read_topic()
        if self.problems or origin is None:
            return None
        return FactDraft(**origin._asdict(), text=text, topic=topic)

    def parse_question(self) -> Draft | None:
        text = self.read_line("text", "Write the question")
        answers = self._parse_answers("answers", "Write the right answer", MAX_ANSWERS)
        distractors = self._parse_answers("wrong", None, DISTRACTOR_COUNT)
        explanation = self.read_line("explanation", "Write what to show with the answer")
        difficulty = self.typed.get("difficulty") or Difficulty.MEDIUM
        origin, topic = self.read_source(is_dated_by_source=True), self.read_topic()
        if difficulty not in list(Difficulty):
            self.problems.append("Choose the difficulty from the list.")
        self.problems += (
            format_question_problem(one)
            for one in find_question_problems(text, answers, distractors)
        )
        if self.problems or origin is None:
            return None
        return QuestionDraft(
            **origin._asdict(),
            text=text,
            answers=answers,
            distractors=distractors,
            difficulty=Difficulty(difficulty),
            topic=topic,
            explanation=explanation,
        )

    def _parse_stage(self) -> str | None:
        typed = self.typed.get("stage") or NO_STAGE
        if typed == NO_STAGE:
            return None
        slug = find_slug(typed, self.context.stages)
        if slug is None:
            self.problems.append("Choose the stage from the list.")
        return slug

    def _parse_release_date(
        self, stage: str | None, origin: SourceFields | None
    ) -> PartialDate | None:
        typed = clean_line(self.typed.get("release_date", ""))
        if not typed:
            if stage == DATED_STAGE:
                self.problems.append(RELEASE_DATE_MISSING)
            return None
        announced = self.try_parse(lambda: parse_announced_date(typed, self.context.today))
        if stage is None:
            self.problems.append("Choose how far it is now, or clear the release date.")
        if announced and origin and announced.last_day < origin.date.first_day:
            self.problems.append("The release date is before the news of it: check both dates.")
        return announced

    def _parse_speaker(self) -> SpeakerReference | None:
        if self.typed.get("member_id"):
            # The platform gives the author of a message; typed names are not trusted for that.
            return SpeakerReference(self.typed["slug"], self.typed.get("speaker") or None)
        typed = clean_line(self.typed.get("speaker", ""))
        return self.try_parse(lambda: parse_speaker(typed, self.context.people))

    def _check_original(self, words: str) -> None:
        original = self.typed.get("original")
        if original is not None and words not in original:
            self.problems.append(
                "Keep the words as they are: you can only leave out the beginning or the end."
            )

    def _parse_answers(self, field: str, request: str | None, max_count: int) -> tuple[str, ...]:
        lines = clean_text(self.typed.get(field, "")).splitlines()
        found = tuple(dict.fromkeys(line for line in map(clean_line, lines) if line))
        if not found and request is not None:
            self.problems.append(f"{request}, and what else counts below it, one per line.")
        if len(found) > max_count:
            self.problems.append(
                f"Write at most {max_count} answers, one per line: there are {len(found)} now."
            )
        self.problems += [
            f"“{one[:30]}…” is too long for an answer: use at most {MAX_ANSWER} characters."
            for one in found
            if len(one) > MAX_ANSWER
        ]
        return found


def _strip_quotation_marks(words: str) -> str:
    """Return the words without quotation marks around them, which cards add."""
    inner = words[1:-1].strip()
    is_marked = words[:1] in _QUOTATION_MARKS and words[-1:] in _QUOTATION_MARKS
    return (
        inner
        if is_marked and inner and not any(mark in inner for mark in _QUOTATION_MARKS)
        else words
    )


_PARSERS: dict[str, Callable[[_DraftParser], Draft | None]] = {
    "news": _DraftParser.parse_news,
    "quote": _DraftParser.parse_quote,
    MESSAGE_KIND: _DraftParser.parse_quote,
    "fact": _DraftParser.parse_fact,
    "question": _DraftParser.parse_question,
}
