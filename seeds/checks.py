"""Checks the entries of a pack against each other and against its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from seeds.folding import fold, strip_article
from seeds.pack import Manifest, Problem
from seeds.question_rules import (
    DISTRACTOR_COUNT,
    QuestionProblem,
    QuestionRule,
    find_question_problems,
)
from seeds.schema import (
    MAX_QUOTE_LENGTH,
    AnyEntry,
    CitedEntry,
    Event,
    Fact,
    Origin,
    Question,
    Quote,
    Source,
    Status,
)

PLACEHOLDER = "fill in"
"""The text of a draft where a person has to write."""


class LocatedEntry(NamedTuple):
    """An entry and the name of its file, relative to the pack."""

    file: str
    entry: AnyEntry


class ManifestReferences(NamedTuple):
    """Slugs of topics and people that an entry refers to."""

    topics: tuple[str, ...]
    people: tuple[str, ...]


def find_pack_problems(
    located: Sequence[LocatedEntry],
    manifest: Manifest | None,
    invalid_ids: Collection[str] = (),
    *,
    manifest_file: str = "pack.toml",
    is_strict: bool = False,
) -> list[Problem]:
    """Return the problems of the entries; an empty list means that the pack can be loaded.

    `invalid_ids` are ids of entries that the schema rejected: a reference to one is not dangling.
    `manifest_file` is the name of the manifest's file in problems. With `is_strict`, entries must
    keep the rules too that were added after packs had been written without them.
    """
    by_id = {item.entry.id: item.entry for item in located}
    problems = [*_find_duplicate_ids(located), *_find_cycles(located, by_id)]
    for file, entry in located:
        dangling = _find_dangling_references(entry, by_id.keys() | invalid_ids)
        unknown = () if manifest is None else _find_unknown_slugs(entry, manifest, manifest_file)
        later = _check_later_rules(entry) if is_strict else ()
        wrong = (*dangling, *_check_entry(entry, by_id), *unknown, *later)
        problems += [Problem(file, entry.id, what) for what in wrong]
    return problems


def _check_entry(entry: AnyEntry, by_id: Mapping[str, AnyEntry]) -> Iterator[str]:
    if not entry.id.startswith(f"{entry.kind}."):
        yield f"stands under [[{entry.kind}]], so its id must start with {entry.kind}."
    yield from _find_misplaced_references(entry, by_id)
    yield from (f"{name} is still to be filled in" for name, value in entry if value == PLACEHOLDER)
    if isinstance(entry, CitedEntry) and not entry.sources:
        yield "cites no source"
    match entry:
        case Event():
            yield from _check_event(entry)
        case Quote():
            yield from _check_quote(entry, by_id)
        case Question():
            yield from _check_question(entry)
        case _:
            pass


def _find_duplicate_ids(located: Iterable[LocatedEntry]) -> Iterator[Problem]:
    counts = Counter(item.entry.id for item in located)
    for file, entry in located:
        if counts[entry.id] > 1:
            yield Problem(file, entry.id, f"this id is used {counts[entry.id]} times")


def _list_references_by_kind(entry: AnyEntry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each kind with the references that must be of that kind."""
    match entry:
        case Source():
            yield "source", entry.based_on
        case Event():
            yield "source", entry.sources
            yield "quote", entry.quotes
        case Quote():
            yield "source", entry.references
        case Status():
            yield "source", entry.sources
            yield "event", entry.events
            yield "quote", entry.quotes
            for promise in entry.promises:
                yield "source", promise.sources
        case Fact() | Question():
            yield "source", entry.sources


def _find_dangling_references(entry: AnyEntry, known: Collection[str]) -> Iterator[str]:
    for reference in dict.fromkeys(entry.references):
        if reference not in known:
            yield f"refers to {reference}, which is not in the pack"


def _find_misplaced_references(entry: AnyEntry, by_id: Mapping[str, AnyEntry]) -> Iterator[str]:
    for kind, references in _list_references_by_kind(entry):
        for reference in references:
            if reference in by_id and by_id[reference].kind != kind:
                yield f"names {reference} where a {kind} belongs"


def _find_cycles(
    located: Iterable[LocatedEntry], by_id: Mapping[str, AnyEntry]
) -> Iterator[Problem]:
    """Yield a problem for each cycle of references, at the entry that closes it."""
    files = {item.entry.id: item.file for item in located}
    visited: set[str] = set()
    for start in by_id:
        for circle in _find_cycles_from(start, by_id, visited):
            what = f"refers to itself: {' → '.join(circle)}"
            yield Problem(files[circle[0]], circle[0], what)


def _find_cycles_from(
    start: str, by_id: Mapping[str, AnyEntry], visited: set[str]
) -> Iterator[list[str]]:
    """Follow the references from `start` depth first, and add finished entries to `visited`."""
    path: list[str] = []
    iterators: list[Iterator[str]] = []

    def enter(name: str) -> None:
        path.append(name)
        iterators.append(iter(dict.fromkeys(by_id[name].references)))

    if start not in visited:
        enter(start)
    while path:
        following = next(iterators[-1], None)
        if following is None:
            visited.add(path.pop())
            iterators.pop()
        elif following in path:
            yield [*path[path.index(following) :], following]
        elif following in by_id and following not in visited:
            enter(following)


def get_manifest_references(entry: AnyEntry) -> ManifestReferences:
    """Return the topics and people of the manifest that an entry refers to."""
    match entry:
        case Event():
            return ManifestReferences(entry.topics, entry.people)
        case Fact():
            performer = (entry.role.performer,) if entry.role else ()
            return ManifestReferences(entry.topics, (*entry.people, *performer))
        case Quote():
            return ManifestReferences(entry.topics, (entry.speaker,))
        case Question():
            return ManifestReferences((entry.topic,), ())
        case Source() | Status():
            return ManifestReferences((), ())


def _find_unknown_slugs(entry: AnyEntry, manifest: Manifest, manifest_file: str) -> Iterator[str]:
    topics = {topic.slug for topic in manifest.topics}
    people = {person.slug for person in manifest.people}
    references = get_manifest_references(entry)
    yield from (
        f"topic {one} is not in {manifest_file}" for one in references.topics if one not in topics
    )
    yield from (
        f"person {one} is not in {manifest_file}" for one in references.people if one not in people
    )


def _check_later_rules(entry: AnyEntry) -> Iterator[str]:
    """Yield what is wrong by rules that a pack which runs already may break."""
    if isinstance(entry, Source):
        is_findable = entry.url or entry.document or entry.reference
        if entry.origin is not Origin.GUILD and not is_findable:
            yield "leads nowhere: give it a url, a document or a reference"
    elif isinstance(entry, Question):
        for rule, answer, counts_as in _find_question_problems(entry):
            if rule is QuestionRule.WRONG_DISTRACTORS and not _is_same(answer, counts_as):
                yield f"distractor {answer!r} is also a right answer, as {counts_as!r}"


def _check_event(event: Event) -> Iterator[str]:
    if event.date_disputed and event.disputed is None:
        yield "has a disputed date, so disputed has to say what the sources give"


def _check_quote(quote: Quote, by_id: Mapping[str, AnyEntry]) -> Iterator[str]:
    for printing in quote.printings:
        length = sum(map(len, printing.runs))
        if length > MAX_QUOTE_LENGTH:
            yield f"quotes {length} characters; the limit is {MAX_QUOTE_LENGTH}"
    if not all(variant.sources for variant in quote.variants):
        yield "has a variant that no source printed"
    for reference in quote.references:
        source = by_id.get(reference)
        if isinstance(source, Source) and _was_printed_before(source, quote):
            yield f"was said {quote.said.format_english()}, after {reference} had printed it"


def _was_printed_before(source: Source, quote: Quote) -> bool:
    last = getattr(source.published, "last_day", None)
    return last is not None and last < quote.said.first_day


def _check_question(question: Question) -> Iterator[str]:
    expected = _count_expected_distractors(question)
    for rule, answer, counts_as in _find_question_problems(question):
        match rule:
            case QuestionRule.DISTRACTOR_COUNT:
                count = len(question.distractors)
                yield f"a {question.style} question needs {expected} distractors, not {count}"
            case QuestionRule.DISTINCT_DISTRACTORS:
                yield "two distractors are the same"
            case QuestionRule.WRONG_DISTRACTORS:
                if _is_same(answer, counts_as):
                    yield f"distractor {answer!r} is also a right answer"
            case QuestionRule.ANSWER_NOT_IN_TEXT:
                yield f"the answer {answer!r} appears in the question"


def _find_question_problems(question: Question) -> Iterator[QuestionProblem]:
    return find_question_problems(
        question.text,
        question.answers,
        question.distractors,
        distractor_counts=[_count_expected_distractors(question)],
    )


def _count_expected_distractors(question: Question) -> int:
    return DISTRACTOR_COUNT if question.style == "choice" else 0


def _is_same(answer: str, other: str) -> bool:
    return strip_article(fold(answer)) == strip_article(fold(other))
