"""The rules that one entry has to keep by itself, or with the sources that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from seeds.dates import DateInterval, PartialDate
from seeds.folding import fold, strip_article
from seeds.pack import DATED_STAGE, KeyPath
from seeds.question_rules import (
    DISTRACTOR_COUNT,
    QuestionRule,
    find_event_question_problems,
    find_question_problems,
    find_quote_question_problems,
)
from seeds.schema import (
    MAX_QUOTE_LENGTH,
    AnyEntry,
    CitedEntry,
    Event,
    Origin,
    Question,
    Quote,
    Source,
    Status,
)

PLACEHOLDER = "fill in"
"""The text of a draft where a person has to write."""


class Violation(NamedTuple):
    """What is wrong with an entry, and the keys that lead to it, () for the whole entry."""

    message: str
    path: KeyPath = ()


def check_entry(
    entry: AnyEntry, by_id: Mapping[str, AnyEntry], *, is_strict: bool, today: date | None
) -> Iterator[Violation]:
    """Yield what is wrong with an entry; `by_id` are the entries that it may cite.

    With `is_strict`, it must keep the rules too that were added after packs had been written
    without them; `today` is the date for those, None to compare no date.
    """
    yield from _check_any(entry)
    match entry:
        case Event():
            yield from _check_event(entry, by_id)
        case Quote():
            yield from _check_quote(entry, by_id)
        case Question():
            yield from _check_question(entry, is_strict=is_strict)
        case Source() if is_strict:
            yield from _check_source(entry)
        case Status() if is_strict:
            yield from _check_status(entry, today)
        case _:
            pass


def _check_any(entry: AnyEntry) -> Iterator[Violation]:
    if not entry.id.startswith(f"{entry.kind}."):
        message = f"is under [[{entry.kind}]], so its id must start with {entry.kind}."
        yield Violation(message, ("id",))
    for name, value in entry:
        if value == PLACEHOLDER:
            yield Violation(f"{name} still has to be filled in", (name,))
    if isinstance(entry, CitedEntry) and not entry.sources:
        yield Violation("cites no source", ("sources",))


def _check_source(source: Source) -> Iterator[Violation]:
    is_findable = source.url or source.document or source.reference
    if source.origin is not Origin.GUILD and not is_findable:
        yield Violation("leads nowhere: give it a url, a document or a reference")
    if isinstance(source.published, DateInterval) and source.dating is None:
        message = "has an interval for a date, so dating has to say how you know it"
        yield Violation(message, ("published",))


def _check_status(status: Status, today: date | None) -> Iterator[Violation]:
    if status.stage == DATED_STAGE and status.release_date is None:
        message = "is dated, so release_date has to say which date was announced"
        yield Violation(message, ("release_date",))
    if today is not None and status.as_of.first_day > today:
        date_text = PartialDate.from_date(today).format_american()
        message = (
            f"is as of {status.as_of.format_american()}, which is in the future: today is "
            f"{date_text}"
        )
        yield Violation(message, ("as_of",))


def _check_event(event: Event, by_id: Mapping[str, AnyEntry]) -> Iterator[Violation]:
    if event.date_disputed and event.disputed is None:
        message = "has a disputed date, so disputed has to say what each source says"
        yield Violation(message, ("date_disputed",))
    for number, settlement in enumerate(event.settles):
        status = by_id.get(settlement.status)
        promised = status.promises if isinstance(status, Status) else ()
        if promised and settlement.promise not in {one.text for one in promised}:
            message = f"settles “{settlement.promise}”, which {settlement.status} does not promise"
            yield Violation(message, ("settles", number, "promise"))
    yield from map(Violation, find_event_question_problems(event))


def _check_quote(quote: Quote, by_id: Mapping[str, AnyEntry]) -> Iterator[Violation]:
    for number, printing in enumerate(quote.printings):
        # The printings after the first are the variants.
        path = ("variants", number - 1) if number else ()
        length = sum(map(len, printing.runs))
        if length > MAX_QUOTE_LENGTH:
            message = f"quotes {length} characters; the limit is {MAX_QUOTE_LENGTH}"
            yield Violation(message, (*path, "words"))
        if number and not printing.sources:
            yield Violation("has a variant that no source printed", path)
    for reference in quote.references:
        source = by_id.get(reference)
        if isinstance(source, Source) and _was_printed_before(source, quote):
            message = f"was said {quote.said.format_american()}, after {reference} printed it"
            yield Violation(message, ("said",))
    yield from map(Violation, find_quote_question_problems(quote))


def _was_printed_before(source: Source, quote: Quote) -> bool:
    last = getattr(source.published, "last_day", None)
    return last is not None and last < quote.said.first_day


def _check_question(question: Question, *, is_strict: bool) -> Iterator[Violation]:
    expected = DISTRACTOR_COUNT if question.style == "choice" else 0
    found = find_question_problems(
        question.text, question.answers, question.distractors, distractor_counts=[expected]
    )
    for rule, answer, counts_as in found:
        match rule:
            case QuestionRule.DISTRACTOR_COUNT:
                count = len(question.distractors)
                message = f"a {question.style} question needs {expected} distractors, not {count}"
                yield Violation(message, ("distractors",))
            case QuestionRule.DISTINCT_DISTRACTORS:
                yield Violation("two distractors are the same", ("distractors",))
            case QuestionRule.WRONG_DISTRACTORS:
                path = ("distractors", question.distractors.index(answer))
                if _is_same(answer, counts_as):
                    yield Violation(f"distractor “{answer}” is also a right answer", path)
                elif is_strict:
                    message = f"distractor “{answer}” is also a right answer, as “{counts_as}”"
                    yield Violation(message, path)
            case QuestionRule.ANSWER_NOT_IN_TEXT:
                path = ("answers", question.answers.index(answer))
                yield Violation(f"the answer “{answer}” appears in the question", path)


def _is_same(answer: str, other: str) -> bool:
    return strip_article(fold(answer)) == strip_article(fold(other))
