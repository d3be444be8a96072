"""The six kinds of entry. Nothing here knows any one film."""

from __future__ import annotations

from enum import StrEnum
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

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
EntryId = Annotated[
    str,
    StringConstraints(
        pattern=r"^(source|event|fact|quote|status|question)\.[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=64,
    ),
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
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


class ProductionStage(StrEnum):
    """How far the production is. The first eight are a track; the last two are off it."""

    RUMOURED = "rumoured"
    WRITING = "writing"
    DEALS = "deals"
    GREENLIT = "greenlit"
    FILMING = "filming"
    POST_PRODUCTION = "post-production"
    DATED = "dated"
    RELEASED = "released"
    STALLED = "stalled"
    CANCELLED = "cancelled"

    @property
    def is_on_track(self) -> bool:
        """False for the two that are not a step towards release."""
        return self not in (ProductionStage.STALLED, ProductionStage.CANCELLED)


class Difficulty(StrEnum):
    """The author's word for how hard a question is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class PromiseOutcome(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    SLIPPED = "slipped"
    OPEN = "open"
    UNKNOWN = "unknown"


class Model(BaseModel):
    """Frozen, and a misspelt key is an error rather than a silently lost fact."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Model):
    """What all six kinds share."""

    kind: ClassVar[str]

    id: EntryId
    origin: Origin = Origin.DOCUMENTS
    disputed: Text | None = None
    """Where the sources disagree, in our own words, both sides named."""

    @property
    def references(self) -> tuple[str, ...]:
        """Ids of every entry this one leans on."""
        return ()


class CitedEntry(Entry):
    """An entry that has to say where it knows its content from."""

    sources: tuple[EntryId, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        return self.sources


class Source(Entry):
    """A page, article or document: who published it and when, as far as that is known."""

    kind: ClassVar[str] = "source"

    publisher: Line | None = None
    """None when nobody knows; cards then say "unknown publisher"."""
    title: Line
    published: PublicationDate | None = None
    dating: Text | None = None
    """Why the date is what it is, wherever the document does not print one itself."""
    document: str | None = None
    """File name of the primary document, for the word-for-word check."""
    url: (
        Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$", max_length=500)] | None
    ) = None
    based_on: tuple[EntryId, ...] = ()
    """Sources this one reports from."""

    @property
    def references(self) -> tuple[str, ...]:
        return self.based_on


class Event(CitedEntry):
    """A dated happening, headline and text in our own words."""

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
    """What was said on the occasion."""
    certainty: Certainty | None = None

    @property
    def references(self) -> tuple[str, ...]:
        return (*self.sources, *self.quotes)


class Role(Model):
    """Who played whom in what."""

    character: Line
    performer: Slug
    production: Line


class Fact(CitedEntry):
    """Something true that is not a happening, in our own words."""

    kind: ClassVar[str] = "fact"

    text: Text
    topics: tuple[Slug, ...] = Field(min_length=1)
    people: tuple[Slug, ...] = ()
    role: Role | None = None
    certainty: Certainty | None = None


class Printing(Model):
    """Exactly how one outlet, or several alike, printed spoken words.

    `words` is one unbroken run; where the outlet put its own words between two runs, the later
    runs are in `continued`.
    """

    words: Text
    continued: tuple[Text, ...] = ()
    sources: tuple[EntryId, ...] = ()
    note: Text | None = None
    """How this printing differs, or who is supplied in brackets."""

    @property
    def runs(self) -> tuple[str, ...]:
        """Every unbroken run, in order."""
        return (self.words, *self.continued)


class Quote(CitedEntry, Printing):
    """Spoken words, their speaker and occasion, with the other outlets' variants beside them."""

    kind: ClassVar[str] = "quote"

    speaker: Slug
    said: PartialDate
    occasion: Line
    """Where or to whom, as it reads after "said": "to the paper on the red carpet"."""
    topics: tuple[Slug, ...] = Field(min_length=1)
    variants: tuple[Printing, ...] = ()

    @property
    def printings(self) -> tuple[Printing, ...]:
        """The main printing first, then every variant."""
        return (self, *self.variants)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref for one in self.printings for ref in one.sources))


class Promise(Model):
    """What was said to happen by when, and what became of it."""

    text: Line
    due: PartialDate | None = None
    outcome: PromiseOutcome
    what_happened: Line
    sources: tuple[EntryId, ...] = ()


class Status(CitedEntry):
    """Where the production stood on a date."""

    kind: ClassVar[str] = "status"

    as_of: PartialDate
    stage: ProductionStage
    headline: Line
    text: Text
    certainty: Literal["rumoured", "reported", "confirmed"]
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
    """Accepted answers; the first is the one shown at the reveal."""
    distractors: tuple[Line, ...] = ()
    """Wrong answers; exactly three for a choice, none for a typed question."""
    difficulty: Difficulty
    topic: Slug
    explanation: Line
    about: tuple[EntryId, ...] = ()
    """Entries the answer rests on."""

    @property
    def references(self) -> tuple[str, ...]:
        return (*self.sources, *self.about)


AnyEntry = Source | Event | Fact | Quote | Status | Question
ENTRY_TYPES: dict[str, type[AnyEntry]] = {
    model.kind: model for model in (Source, Event, Fact, Quote, Status, Question)
}
