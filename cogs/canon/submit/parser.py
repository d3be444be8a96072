"""Parses the fields of a draft, and collects one sentence for each problem.

`typed` maps field names to texts. It may hold fields that members cannot write, such as the id of
a quoted member: which fields a form may set is decided where forms are handled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias, TypeVar

from bot.ui.entry_cards import CERTAINTY_NAMES
from cogs.canon.proposals.drafts import Draft, FactDraft, NewsDraft, QuestionDraft, QuoteDraft
from cogs.canon.proposals.errors import FieldError, format_question_problem
from cogs.canon.proposals.links import parse_link
from cogs.canon.proposals.speakers import SpeakerReference, parse_speaker
from cogs.canon.submit.date_input import DatePrecision, apply_precision, parse_date
from seeds.cleaning import clean_line, clean_text
from seeds.dates import DateInterval, PartialDate
from seeds.folding import fold
from seeds.pack import NO_STAGE, Person
from seeds.page_keys import get_page_key
from seeds.question_rules import DISTRACTOR_COUNT, find_question_problems
from seeds.schema import MAX_QUOTE_LENGTH, Difficulty, Source

FormValues: TypeAlias = Mapping[str, str]

MAX_LINE = 200
MAX_TEXT = 600
MAX_ANSWER = 80
"""Characters of one answer, which has to fit on a button."""
MAX_ANSWERS = 10
UNKNOWN_PUBLISHER = "Unknown publisher"
_QUOTATION_MARKS = ("“", "”", '"', "„", "«", "»")
MESSAGE_KIND = "message"
"""The kind of draft that quotes a message, which gives speaker, date and link."""
MISSING_SOURCE = "Say where it's from: who published it, such as Variety, or pick a source I know."
ValueT = TypeVar("ValueT")


class DraftContext(NamedTuple):
    """What the fields of a draft are checked against."""

    today: date
    topics: Mapping[str, str]
    """Names by slug."""
    stages: Mapping[str, str]
    """Names by slug, without the one for no stage."""
    people: Mapping[str, Person]
    sources: Mapping[str, Source]

    def find_source(self, link: str | None) -> Source | None:
        """Return the known source with the same page as `link`; None if there is none."""
        if link is None:
            return None
        page = get_page_key(link)
        return next((one for one in self.sources.values() if _is_on_page(one, page)), None)


class ParsedDraft(NamedTuple):
    """A draft, or None and the problems, a sentence each."""

    draft: Draft | None
    problems: tuple[str, ...] = ()


class _SourceFields(NamedTuple):
    """The source and date of a draft; `known_source` is the id of a source to cite."""

    link: str | None
    publisher: str
    date: PartialDate
    known_source: str | None


def parse_fields(kind: str, typed: FormValues, context: DraftContext) -> ParsedDraft:
    """Parse the fields of a draft; `kind` is "news", "quote", "message", "fact" or "question"."""
    parser = _DraftParser(typed, context)
    draft = _PARSERS[kind](parser)
    return ParsedDraft(None if parser.problems else draft, tuple(parser.problems))


class _DraftParser:
    """Parses the fields of one draft and collects `problems`."""

    def __init__(self, typed: FormValues, context: DraftContext) -> None:
        self.problems: list[str] = []
        self._typed = typed
        self._context = context

    def parse_news(self) -> Draft | None:
        headline = self._parse_line("headline", "Write a headline", MAX_LINE)
        text = self._parse_text("text", "Write what happened", MAX_TEXT)
        origin, topic = self._parse_source(), self._parse_topic()
        stage = self._parse_stage()
        certainty = self._typed.get("certainty") or "reported"
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
            }
        )

    def parse_quote(self) -> Draft | None:
        words = self._parse_text("words", "Write the words that were said", MAX_QUOTE_LENGTH)
        self._check_original(words)
        occasion = self._parse_line("occasion", "Write where or to who it was said", MAX_LINE)
        origin, topic, speaker = self._parse_source(), self._parse_topic(), self._parse_speaker()
        if self.problems or origin is None or speaker is None:
            return None
        member = self._typed.get("member_id")
        return QuoteDraft(
            **origin._asdict(),
            words=_strip_quotation_marks(words),
            speaker=speaker.slug,
            speaker_name=speaker.new_name,
            member_id=int(member) if member else None,
            occasion=occasion,
            topic=topic,
        )

    def parse_fact(self) -> Draft | None:
        text = self._parse_text("text", "Write the fact", MAX_TEXT)
        origin, topic = self._parse_source(is_dated_by_source=True), self._parse_topic()
        if self.problems or origin is None:
            return None
        return FactDraft(**origin._asdict(), text=text, topic=topic)

    def parse_question(self) -> Draft | None:
        text = self._parse_line("text", "Write the question", MAX_LINE)
        answers = self._parse_answers("answers", "Write the right answer", MAX_ANSWERS)
        distractors = self._parse_answers("wrong", None, DISTRACTOR_COUNT)
        explanation = self._parse_line(
            "explanation", "Write what to show with the answer", MAX_LINE
        )
        difficulty = self._typed.get("difficulty") or Difficulty.MEDIUM
        origin, topic = self._parse_source(is_dated_by_source=True), self._parse_topic()
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

    def _parse_line(self, field: str, request: str, max_length: int) -> str:
        return self._check_length(clean_line(self._typed.get(field, "")), request, max_length)

    def _parse_text(self, field: str, request: str, max_length: int) -> str:
        return self._check_length(clean_text(self._typed.get(field, "")), request, max_length)

    def _check_length(self, text: str, request: str, max_length: int) -> str:
        if not fold(text):
            self.problems.append(f"{request}.")
        elif len(text) > max_length:
            self.problems.append(
                f"{request} in at most {max_length} characters: it has {len(text)} now."
            )
        return text

    def _try_parse(self, parse: Callable[[], ValueT]) -> ValueT | None:
        try:
            return parse()
        except FieldError as error:
            self.problems.append(str(error))
            return None

    def _parse_source(self, *, is_dated_by_source: bool = False) -> _SourceFields | None:
        """Parse the source and the date; a known page is cited instead of added again.

        With `is_dated_by_source`, an empty date is that of the known source. Events and quotes
        need a date of their own.
        """
        problem_count = len(self.problems)
        link = self._try_parse(lambda: parse_link(self._typed.get("link", "")))
        picked = self._context.sources.get(self._typed.get("source", ""))
        source = picked or self._context.find_source(link)
        publisher = clean_line(self._typed.get("publisher", ""))
        if source is not None:
            publisher = publisher or source.publisher or UNKNOWN_PUBLISHER
        elif not publisher:
            self.problems.append(MISSING_SOURCE)
        if len(publisher) > MAX_LINE:
            self.problems.append(f"Name the publisher in at most {MAX_LINE} characters.")
        published = self._try_parse(
            lambda: self._parse_date(source if is_dated_by_source else None)
        )
        if published is None or len(self.problems) > problem_count:
            return None
        return _SourceFields(link, publisher, published, source.id if source else None)

    def _parse_date(self, source: Source | None) -> PartialDate:
        typed = clean_line(self._typed.get("date", ""))
        if not typed and source is not None and source.published is not None:
            published = source.published
            return published.start if isinstance(published, DateInterval) else published
        precision = self._typed.get("precision") or DatePrecision.WRITTEN
        return apply_precision(parse_date(typed, self._context.today), precision)

    def _parse_topic(self) -> str:
        slug = _find_slug(self._typed.get("topic", ""), self._context.topics)
        if slug is None:
            self.problems.append("Choose what it's about from the list.")
        return slug or ""

    def _parse_stage(self) -> str | None:
        typed = self._typed.get("stage") or NO_STAGE
        if typed == NO_STAGE:
            return None
        slug = _find_slug(typed, self._context.stages)
        if slug is None:
            self.problems.append("Choose the stage from the list.")
        return slug

    def _parse_speaker(self) -> SpeakerReference | None:
        if self._typed.get("member_id"):
            # The platform gives the author of a message; typed names are not trusted for that.
            return SpeakerReference(self._typed["slug"], self._typed.get("speaker") or None)
        typed = clean_line(self._typed.get("speaker", ""))
        return self._try_parse(lambda: parse_speaker(typed, self._context.people))

    def _check_original(self, words: str) -> None:
        original = self._typed.get("original")
        if original is not None and words not in original:
            self.problems.append(
                "Keep the words as they are: you can only leave out the beginning or the end."
            )

    def _parse_answers(self, field: str, request: str | None, max_count: int) -> tuple[str, ...]:
        lines = clean_text(self._typed.get(field, "")).splitlines()
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


def _find_slug(typed: str, names: Mapping[str, str]) -> str | None:
    """Return the slug that was typed, or whose name was; None when it is neither."""
    line = clean_line(typed)
    found = (slug for slug, name in names.items() if line == slug or fold(line) == fold(name))
    return next(found, None) if line else None


def _strip_quotation_marks(words: str) -> str:
    """Return the words without quotation marks around them, which cards add."""
    inner = words[1:-1].strip()
    is_marked = words[:1] in _QUOTATION_MARKS and words[-1:] in _QUOTATION_MARKS
    return (
        inner
        if is_marked and inner and not any(mark in inner for mark in _QUOTATION_MARKS)
        else words
    )


def _is_on_page(source: Source, page_key: str) -> bool:
    return source.url is not None and get_page_key(source.url) == page_key


_PARSERS: dict[str, Callable[[_DraftParser], Draft | None]] = {
    "news": _DraftParser.parse_news,
    "quote": _DraftParser.parse_quote,
    MESSAGE_KIND: _DraftParser.parse_quote,
    "fact": _DraftParser.parse_fact,
    "question": _DraftParser.parse_question,
}
