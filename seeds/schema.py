"""The schema of the six kinds of entry."""

from __future__ import annotations

from enum import StrEnum
from operator import not_
from typing import Annotated, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
)

from seeds.dates import DateInterval, PartialDate, parse_publication_date

MAX_QUOTE_LENGTH = 500
"""Characters of one printing of a quote, its continuation included: short quotes only."""

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_PATTERN = r"^(source|event|fact|quote|status|question)\.[a-z0-9]+(-[a-z0-9]+)*$"
URL_PATTERN = r"^https?://[^\s<>]+$"
COLOUR_PATTERN = r"^#[0-9a-fA-F]{6}$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=40)]
EntryId = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=64)]
MAX_LINE = 200
"""The most characters of a `Line`."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LINE, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
PublicationDate = Annotated[
    PartialDate | DateInterval, PlainValidator(parse_publication_date), PlainSerializer(str)
]
Certainty = Literal["corroborated", "single source", "announced", "disputed"]


class Origin(StrEnum):
    """Where an entry comes from, shown on its card."""

    DOCUMENTS = "documents"
    PUBLIC_RECORD = "public-record"
    GUILD = "guild"


class Difficulty(StrEnum):
    """The difficulty of a question, as its author judges it."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class PromiseOutcome(StrEnum):
    """The outcome of a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    SLIPPED = "slipped"
    OPEN = "open"
    UNKNOWN = "unknown"


class Model(BaseModel):
    """The base of all models: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Model):
    """The fields of all six kinds."""

    kind: ClassVar[str]

    id: EntryId
    origin: Origin = Origin.DOCUMENTS
    disputed: Text | None = None
    """How the sources disagree, in our own words, with both sides."""

    @property
    def references(self) -> tuple[str, ...]:
        """The ids of all entries that this one refers to."""
        return ()


class CitedEntry(Entry):
    """An entry that must cite sources."""

    sources: tuple[EntryId, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        return self.sources


class Source(Entry):
    """A page, article or document with its publisher and date, as far as they are known."""

    kind: ClassVar[str] = "source"

    publisher: Line | None = None
    """None when it is unknown; cards then say "an article I can't place"."""
    title: Line
    published: PublicationDate | None = None
    dating: Text | None = None
    """How the date is known, where the document does not print one."""
    document: str | None = None
    """The file name of the document, for the word-for-word check of quotes."""
    url: Annotated[str, StringConstraints(pattern=URL_PATTERN, max_length=500)] | None = None
    reference: Line | None = None
    """Where to find what has no address: the issue of a magazine, the day of a broadcast."""
    based_on: tuple[EntryId, ...] = ()
    """The sources that this one reports from."""

    @property
    def references(self) -> tuple[str, ...]:
        return self.based_on


class Settlement(Model):
    """What became of a promise that was still open, as the event says that has it."""

    status: EntryId
    promise: Line
    """The text of a promise of that status."""
    outcome: Literal[PromiseOutcome.KEPT, PromiseOutcome.BROKEN, PromiseOutcome.SLIPPED]
    moved_to: PartialDate | None = None
    """The new date of one that slipped; None when none was named."""


class Event(CitedEntry):
    """A dated event, with headline and text in our own words."""

    kind: ClassVar[str] = "event"

    date: PartialDate
    title: Line
    text: Text
    category: Literal[
        "release", "birth", "stage", "screen", "news", "interview", "appearance", "writing"
    ]
    topics: tuple[Slug, ...] = Field(min_length=1)
    people: tuple[Slug, ...] = ()
    quotes: tuple[EntryId, ...] = ()
    """Quotes said at the event."""
    certainty: Certainty | None = None
    date_disputed: bool = False
    """Whether the disagreement told in `disputed` is about the date itself."""
    question: Line | None = None
    """Asks for the date without telling it: "When did the film open in theaters?"."""
    short_title: Line | None = None
    """The event as a noun among others in a question: "The film's release"; None: the title."""
    trivia: bool = True
    """Whether questions are generated about it."""
    # Not stored when empty, so that entries of before there was this field stay equal.
    settles: tuple[Settlement, ...] = Field(default=(), exclude_if=not_)
    """The promises that it settles in the canon that has it."""

    @property
    def references(self) -> tuple[str, ...]:
        return (*self.sources, *self.quotes, *(one.status for one in self.settles))


class Role(Model):
    """A performer's role in a production."""

    character: Line
    performer: Slug
    production: Line


class Fact(CitedEntry):
    """An undated fact, in our own words."""

    kind: ClassVar[str] = "fact"

    text: Text
    topics: tuple[Slug, ...] = Field(min_length=1)
    people: tuple[Slug, ...] = ()
    role: Role | None = None
    certainty: Certainty | None = None


class Printing(Model):
    """Spoken words exactly as one or more outlets printed them.

    `words` is one unbroken run; where the outlet has its own words between two runs, the later runs
    are in `continued`.
    """

    words: Text
    continued: tuple[Text, ...] = ()
    sources: tuple[EntryId, ...] = ()
    note: Text | None = None
    """How this printing differs, or which words in brackets are supplied."""

    @property
    def runs(self) -> tuple[str, ...]:
        """All unbroken runs, in order."""
        return (self.words, *self.continued)


class Ending(Model):
    """The end of a sentence of a quote that members are asked to finish."""

    missing: Line
    instead: tuple[Line, ...] = ()
    """Wrong ends: three for a choice question, none for a typed one."""


class Quote(CitedEntry, Printing):
    """Spoken words with their speaker and occasion, and other outlets' variants."""

    kind: ClassVar[str] = "quote"

    speaker: Slug
    said: PartialDate
    occasion: Line
    """Where or to whom, as it reads after "said": "to the paper on the red carpet"."""
    topics: tuple[Slug, ...] = Field(min_length=1)
    variants: tuple[Printing, ...] = ()
    sic: tuple[Line, ...] = ()
    """Misprinted words of `words`, after which questions put [sic]."""
    ending: Ending | None = None
    trivia: bool = True
    """Whether questions are generated about who said it."""

    @property
    def printings(self) -> tuple[Printing, ...]:
        """The main printing first, then every variant."""
        return (self, *self.variants)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref for one in self.printings for ref in one.sources))


class Promise(Model):
    """An announcement that something will happen, and its outcome."""

    text: Line
    due: PartialDate | None = None
    outcome: PromiseOutcome
    what_happened: Line
    sources: tuple[EntryId, ...] = ()
    moved_to: PartialDate | None = Field(default=None, exclude_if=not_)
    """The date that took the place of `due`; None when none did."""


class Status(CitedEntry):
    """The stage of the production on a date."""

    kind: ClassVar[str] = "status"

    as_of: PartialDate
    stage: Slug
    """The slug of one of the stages that the manifest names."""
    headline: Line
    text: Text
    certainty: Literal["rumoured", "reported", "confirmed"]
    release_date: PartialDate | None = Field(default=None, exclude_if=not_)
    """The day, month or year announced for the release."""
    promises: tuple[Promise, ...] = ()
    events: tuple[EntryId, ...] = ()
    quotes: tuple[EntryId, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        promised = (ref for promise in self.promises for ref in promise.sources)
        return tuple(dict.fromkeys((*self.sources, *self.events, *self.quotes, *promised)))


class Question(CitedEntry):
    """A trivia question written by a person."""

    kind: ClassVar[str] = "question"

    style: Literal["choice", "typed"]
    text: Line
    answers: tuple[Line, ...] = Field(min_length=1)
    """Accepted answers; the first is shown as the right one."""
    distractors: tuple[Line, ...] = ()
    """Wrong answers: three for a choice question, none for a typed one."""
    difficulty: Difficulty
    topic: Slug
    explanation: Line
    about: tuple[EntryId, ...] = ()
    """The entries that the answer is taken from."""

    @property
    def references(self) -> tuple[str, ...]:
        return (*self.sources, *self.about)


AnyEntry = Source | Event | Fact | Quote | Status | Question
ENTRY_TYPES: dict[str, type[AnyEntry]] = {
    model.kind: model for model in (Source, Event, Fact, Quote, Status, Question)
}
