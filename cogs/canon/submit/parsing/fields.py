"""Reads the fields that drafts of several kinds have, and collects a sentence for each problem.

`typed` maps field names to texts. It may hold fields that members cannot write, such as the id of
a quoted member: which fields a form may set is decided where forms are handled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias, TypeVar

from cogs.canon.proposals.errors import FieldError
from cogs.canon.proposals.links import parse_link
from cogs.canon.submit.parsing.date_input import DatePrecision, apply_precision, parse_date
from seeds.cleaning import clean_line, clean_text
from seeds.dates import DateInterval, PartialDate
from seeds.folding import fold
from seeds.pack import Person
from seeds.page_keys import get_page_key
from seeds.promises.settling import OpenPromise
from seeds.schema import Source

FormValues: TypeAlias = Mapping[str, str]

MAX_LINE = 200
MAX_TEXT = 600
UNKNOWN_PUBLISHER = "Unknown publisher"
MISSING_SOURCE = "Say where it's from: who published it, such as Variety, or pick a source I know."
MISSING_PUBLICATION = "Say when that source was published, like 2026-03-14."
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
    promises: Mapping[str, OpenPromise] = {}
    """The open promises by the values of forms."""

    def find_source(self, link: str | None) -> Source | None:
        """Return the known source with the same page as `link`; None if there is none."""
        if link is None:
            return None
        page, known = get_page_key(link), self.sources.values()
        return next((one for one in known if one.url and get_page_key(one.url) == page), None)


class SourceFields(NamedTuple):
    """The source and date of a draft; `known_source` is the id of a source to cite."""

    link: str | None
    publisher: str
    date: PartialDate
    known_source: str | None


class FieldReader:
    """Reads the fields of one draft and collects `problems`."""

    def __init__(self, typed: FormValues, context: DraftContext) -> None:
        self.problems: list[str] = []
        self.typed = typed
        self.context = context

    def read_line(self, field: str, request: str, max_length: int = MAX_LINE) -> str:
        """Return the text of a field as one line; `request` asks for it when it is empty."""
        return self._check_length(clean_line(self.typed.get(field, "")), request, max_length)

    def read_text(self, field: str, request: str, max_length: int = MAX_TEXT) -> str:
        """Return the text of a field; `request` asks for it when it is empty."""
        return self._check_length(clean_text(self.typed.get(field, "")), request, max_length)

    def _check_length(self, text: str, request: str, max_length: int) -> str:
        if not fold(text):
            self.problems.append(f"{request}.")
        elif len(text) > max_length:
            self.problems.append(
                f"{request} in at most {max_length} characters: it has {len(text)} now."
            )
        return text

    def try_parse(self, parse: Callable[[], ValueT]) -> ValueT | None:
        """Return what `parse` does; collect its FieldError and return None instead."""
        try:
            return parse()
        except FieldError as error:
            self.problems.append(str(error))
            return None

    def read_source(self, *, is_dated_by_source: bool = False) -> SourceFields | None:
        """Read the source and the date; a known page is cited instead of added again.

        With `is_dated_by_source`, an empty date is that of the known source. Events and quotes
        need a date of their own.
        """
        problem_count = len(self.problems)
        link = self.try_parse(lambda: parse_link(self.typed.get("link", "")))
        picked = self.context.sources.get(self.typed.get("source", ""))
        source = picked or self.context.find_source(link)
        publisher = clean_line(self.typed.get("publisher", ""))
        if source is not None:
            publisher = publisher or source.publisher or UNKNOWN_PUBLISHER
        elif not publisher:
            self.problems.append(MISSING_SOURCE)
        if len(publisher) > MAX_LINE:
            self.problems.append(f"Name the publisher in at most {MAX_LINE} characters.")
        published = self.try_parse(
            lambda: (
                self._parse_publication_date(source) if is_dated_by_source else self._parse_date()
            )
        )
        if published is None or len(self.problems) > problem_count:
            return None
        return SourceFields(link, publisher, published, source.id if source else None)

    def _parse_publication_date(self, source: Source | None) -> PartialDate:
        """Return the date in the field, or else that of the known source."""
        if clean_line(self.typed.get("date", "")):
            return self._parse_date()
        if source is None or source.published is None:
            raise FieldError(MISSING_PUBLICATION)
        published = source.published
        return published.start if isinstance(published, DateInterval) else published

    def _parse_date(self) -> PartialDate:
        typed = clean_line(self.typed.get("date", ""))
        precision = self.typed.get("precision") or DatePrecision.WRITTEN
        return apply_precision(parse_date(typed, self.context.today), precision)

    def read_topic(self) -> str:
        """Return the slug of the topic, "" when there is none."""
        slug = find_slug(self.typed.get("topic", ""), self.context.topics)
        if slug is None:
            self.problems.append("Choose what it's about from the list.")
        return slug or ""


def find_slug(typed: str, names: Mapping[str, str]) -> str | None:
    """Return the slug that was typed, or whose name was; None when it is neither."""
    line = clean_line(typed)
    found = (slug for slug, name in names.items() if line == slug or fold(line) == fold(name))
    return next(found, None) if line else None
