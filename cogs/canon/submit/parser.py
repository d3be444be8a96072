"""From what a member typed to a draft, with one sentence for each thing that is not right yet.

`typed` holds one text by the name of its field. Texts of several members never meet here: what a
form may write is decided where forms are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias, TypeVar

from cogs.canon.proposals.drafts import Draft, FactDraft, NewsDraft, QuestionDraft, QuoteDraft
from cogs.canon.proposals.errors import FieldError
from cogs.canon.proposals.links import page_of, read_link
from cogs.canon.proposals.question_rules import DISTRACTORS, Judge, unfair_in
from cogs.canon.proposals.speakers import Speaker, read_speaker
from cogs.canon.submit.date_input import read_date
from seeds.cleaning import clean_line, clean_text
from seeds.dates import DateInterval, PartialDate
from seeds.folding import fold
from seeds.pack import Person
from seeds.schema import MAX_QUOTE_LENGTH, Difficulty, Source, Stage

Typed: TypeAlias = Mapping[str, str]

MAX_LINE = 200
MAX_TEXT = 600
MAX_ANSWER = 80
"""Characters of one answer: it has to fit on a button, and into a message."""
MAX_ANSWERS = 10
UNKNOWN_PUBLISHER = "Unknown publisher"
CERTAINTIES = ("rumoured", "reported", "confirmed")
NO_STAGE = "none"
_MARKS = ("“", "”", '"', "„", "«", "»")
MESSAGE = "message"
"""The kind of draft that quotes a message: a quote whose speaker, date and link are known."""
MISSING_SOURCE = (
    "Say where it is from: who published it, such as Variety, or pick a source that is on record."
)
ValueT = TypeVar("ValueT")


class Known(NamedTuple):
    """What a draft is read against."""

    today: date
    topics: Mapping[str, str]
    """Names by slug."""
    people: Mapping[str, Person]
    sources: Mapping[str, Source]
    judge: Judge

    def source_of(self, link: str | None) -> Source | None:
        """The source on record that is the same page."""
        if link is None:
            return None
        page = page_of(link)
        return next((one for one in self.sources.values() if _is_page(one, page)), None)


class Reading(NamedTuple):
    """A draft, or why there is none yet."""

    draft: Draft | None
    problems: tuple[str, ...] = ()


class _Origin(NamedTuple):
    """Where a draft is from."""

    link: str | None
    publisher: str
    date: PartialDate
    known_source: str | None


def read_fields(kind: str, typed: Typed, known: Known) -> Reading:
    """What `typed` makes of a draft of this kind."""
    reader = _Reader(typed, known)
    draft = _READERS[kind](reader)
    return Reading(None if reader.problems else draft, tuple(reader.problems))


class _Reader:
    """Reads field after field; what is wrong is collected in `problems`."""

    def __init__(self, typed: Typed, known: Known) -> None:
        self.problems: list[str] = []
        self._typed = typed
        self._known = known

    def news(self) -> Draft | None:
        headline = self._line("headline", "Write a headline", MAX_LINE)
        text = self._text("text", "Write what happened", MAX_TEXT)
        origin, topic = self._origin(), self._topic()
        stage = self._typed.get("stage") or NO_STAGE
        certainty = self._typed.get("certainty") or "reported"
        if stage != NO_STAGE and stage not in list(Stage):
            self.problems.append("Choose the stage from the list.")
        if certainty not in CERTAINTIES:
            self.problems.append("Choose how sure it is from the list.")
        if self.problems or origin is None:
            return None
        return NewsDraft.model_validate(
            {
                **origin._asdict(),
                "headline": headline,
                "text": text,
                "topic": topic,
                "stage": None if stage == NO_STAGE else stage,
                "certainty": certainty,
            }
        )

    def quote(self) -> Draft | None:
        words = self._text("words", "Write the words that were said", MAX_QUOTE_LENGTH)
        self._check_original(words)
        occasion = self._line("occasion", "Write on what occasion it was said", MAX_LINE)
        origin, topic, speaker = self._origin(), self._topic(), self._speaker()
        if self.problems or origin is None or speaker is None:
            return None
        member = self._typed.get("member_id")
        return QuoteDraft(
            **origin._asdict(),
            words=_without_marks(words),
            speaker=speaker.slug,
            speaker_name=speaker.new_name,
            member_id=int(member) if member else None,
            occasion=occasion,
            topic=topic,
        )

    def fact(self) -> Draft | None:
        text = self._text("text", "Write the fact", MAX_TEXT)
        origin, topic = self._origin(is_dated_by_source=True), self._topic()
        if self.problems or origin is None:
            return None
        return FactDraft(**origin._asdict(), text=text, topic=topic)

    def question(self) -> Draft | None:
        text = self._line("text", "Write the question", MAX_LINE)
        answers = self._answers("answers", "Write the right answer", MAX_ANSWERS)
        distractors = self._answers("wrong", None, DISTRACTORS)
        explanation = self._line("explanation", "Write what to show with the answer", MAX_LINE)
        difficulty = self._typed.get("difficulty") or Difficulty.MEDIUM
        origin, topic = self._origin(is_dated_by_source=True), self._topic()
        if difficulty not in list(Difficulty):
            self.problems.append("Choose the difficulty from the list.")
        self.problems += unfair_in(text, answers, distractors, self._known.judge)
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

    def _line(self, field: str, request: str, most: int) -> str:
        return self._measured(clean_line(self._typed.get(field, "")), request, most)

    def _text(self, field: str, request: str, most: int) -> str:
        return self._measured(clean_text(self._typed.get(field, "")), request, most)

    def _measured(self, text: str, request: str, most: int) -> str:
        if not fold(text):
            self.problems.append(f"{request}.")
        elif len(text) > most:
            self.problems.append(f"{request} in at most {most} characters; it has {len(text)} now.")
        return text

    def _try(self, read: Callable[[], ValueT]) -> ValueT | None:
        try:
            return read()
        except FieldError as error:
            self.problems.append(str(error))
            return None

    def _origin(self, *, is_dated_by_source: bool = False) -> _Origin | None:
        """Where it is from and when; a page on record is cited, not brought in again.

        What happens or is said has a date of its own: that of the page will not do.
        """
        before = len(self.problems)
        link = self._try(lambda: read_link(self._typed.get("link", "")))
        picked = self._known.sources.get(self._typed.get("source", ""))
        source = picked or self._known.source_of(link)
        publisher = clean_line(self._typed.get("publisher", ""))
        if source is not None:
            publisher = publisher or source.publisher or UNKNOWN_PUBLISHER
        elif not publisher:
            self.problems.append(MISSING_SOURCE)
        if len(publisher) > MAX_LINE:
            self.problems.append(f"Name the publisher in at most {MAX_LINE} characters.")
        when = self._try(lambda: self._date(source if is_dated_by_source else None))
        if when is None or len(self.problems) > before:
            return None
        return _Origin(link, publisher, when, source.id if source else None)

    def _date(self, source: Source | None) -> PartialDate:
        typed = clean_line(self._typed.get("date", ""))
        if not typed and source is not None and source.published is not None:
            published = source.published
            return published.start if isinstance(published, DateInterval) else published
        return read_date(typed, self._known.today)

    def _topic(self) -> str:
        typed = clean_line(self._typed.get("topic", ""))
        for slug, name in self._known.topics.items():
            if typed and (typed == slug or fold(typed) == fold(name)):
                return slug
        self.problems.append("Choose what it is about from the list.")
        return ""

    def _speaker(self) -> Speaker | None:
        if self._typed.get("member_id"):
            # Whoever wrote a message is known by the platform, and not by what anybody typed.
            return Speaker(self._typed["slug"], self._typed.get("speaker") or None)
        typed = clean_line(self._typed.get("speaker", ""))
        return self._try(lambda: read_speaker(typed, self._known.people))

    def _check_original(self, words: str) -> None:
        original = self._typed.get("original")
        if original is not None and words not in original:
            self.problems.append(
                "Keep the words as they were written: you may only leave out the beginning or end."
            )

    def _answers(self, field: str, request: str | None, most: int) -> tuple[str, ...]:
        lines = clean_text(self._typed.get(field, "")).splitlines()
        found = tuple(dict.fromkeys(line for line in map(clean_line, lines) if line))
        if not found and request is not None:
            self.problems.append(f"{request}, and below it what else counts, one a line.")
        if len(found) > most:
            self.problems.append(f"At most {most} answers, one a line; there are {len(found)} now.")
        self.problems += [
            f"“{one[:30]}…” is too long for an answer: at most {MAX_ANSWER} characters."
            for one in found
            if len(one) > MAX_ANSWER
        ]
        return found


def _without_marks(words: str) -> str:
    """Less the quotation marks around it all; cards put their own there."""
    inner = words[1:-1].strip()
    is_marked = words[:1] in _MARKS and words[-1:] in _MARKS
    return inner if is_marked and inner and not any(mark in inner for mark in _MARKS) else words


def _is_page(source: Source, page: str) -> bool:
    return source.url is not None and page_of(source.url) == page


_READERS: dict[str, Callable[[_Reader], Draft | None]] = {
    "news": _Reader.news,
    "quote": _Reader.quote,
    MESSAGE: _Reader.quote,
    "fact": _Reader.fact,
    "question": _Reader.question,
}
