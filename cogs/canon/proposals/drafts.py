"""Drafts of what members propose, and the entries they become once approved.

A proposal numbered 12 becomes `event.own-12`, `quote.own-12` and so on: one of each kind at most,
so a number is enough to name everything that came of it.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from seeds.dates import PartialDate
from seeds.schema import (
    AnyEntry,
    Difficulty,
    EntryId,
    Event,
    Fact,
    Line,
    Model,
    Origin,
    ProductionStage,
    Question,
    Quote,
    Slug,
    Source,
    Status,
    Text,
)
from storage.proposals.proposals import Proposal, QuotedPerson

Link = Annotated[str, Field(pattern=r"^https://[^\s<>()\[\]`|\\]+$", max_length=500)]
MEMBER_DATING = "As the member gave it who added this."
"""Said beside the date of every source that a server adds."""


class NewPerson(NamedTuple):
    """A person who is not on record; `member_id` when it is a member of the guild."""

    slug: str
    name: str
    member_id: int | None


class DraftEntries(NamedTuple):
    """What a draft adds to the canon."""

    entries: tuple[AnyEntry, ...]
    people: tuple[NewPerson, ...] = ()

    @property
    def main(self) -> AnyEntry:
        """The entry that the others are added for: the last one."""
        return self.entries[-1]


class _Draft(Model):
    """What every draft says about where it is from."""

    link: Link | None = None
    publisher: Line
    date: PartialDate
    """When it happened, was said, or was published; as exact as the member knows."""
    known_source: EntryId | None = None
    """A source that the canon has already; the draft then brings none of its own."""

    @property
    def quoted(self) -> QuotedPerson | None:
        """Whose words it holds; None when it quotes no one."""
        return None

    def _build_sources(self, number: int, title: str) -> tuple[Source, ...]:
        if self.known_source is not None:
            return ()
        return (
            Source(
                id=f"source.own-{number}",
                origin=Origin.GUILD,
                publisher=self.publisher,
                title=title,
                published=self.date,
                dating=MEMBER_DATING,
                url=self.link,
            ),
        )

    def _get_source_ids(self, number: int) -> tuple[str]:
        return (self.known_source or f"source.own-{number}",)


class NewsDraft(_Draft):
    """Something that happened; with a stage it also says where the production stands."""

    kind: Literal["news"] = "news"
    headline: Line
    text: Text
    topic: Slug
    stage: ProductionStage | None = None
    certainty: Literal["rumoured", "reported", "confirmed"] = "reported"

    def to_entries(self, number: int) -> DraftEntries:
        """Return its source, its event, and its status when it has a stage."""
        cited = self._get_source_ids(number)
        event = Event(
            id=f"event.own-{number}",
            origin=Origin.GUILD,
            sources=cited,
            date=self.date,
            title=self.headline,
            text=self.text,
            category="news",
            topics=(self.topic,),
            certainty="single source",
        )
        entries: tuple[AnyEntry, ...] = (*self._build_sources(number, self.headline), event)
        if self.stage is None:
            return DraftEntries(entries)
        status = Status(
            id=f"status.own-{number}",
            origin=Origin.GUILD,
            sources=cited,
            as_of=self.date,
            stage=self.stage,
            headline=self.headline,
            text=self.text,
            certainty=self.certainty,
            events=(event.id,),
        )
        return DraftEntries((*entries, status))


class QuoteDraft(_Draft):
    """Spoken or written words, exactly."""

    kind: Literal["quote"] = "quote"
    words: Text
    speaker: Slug
    speaker_name: Line | None = None
    """Given when the canon does not know the speaker yet."""
    member_id: int | None = None
    """The speaker, when it is a member of the server."""
    occasion: Line
    topic: Slug

    @property
    def quoted(self) -> QuotedPerson | None:
        return QuotedPerson(self.speaker, self.member_id)

    def to_entries(self, number: int) -> DraftEntries:
        """Return its source and the quote, and the speaker when new."""
        quote = Quote(
            id=f"quote.own-{number}",
            origin=Origin.GUILD,
            sources=self._get_source_ids(number),
            words=self.words,
            speaker=self.speaker,
            said=self.date,
            occasion=self.occasion,
            topics=(self.topic,),
        )
        name = self.speaker_name
        people = (NewPerson(self.speaker, name, self.member_id),) if name else ()
        return DraftEntries(
            (*self._build_sources(number, f"Words of {name or self.speaker}"), quote), people
        )


class FactDraft(_Draft):
    """Something true, in the member's own words."""

    kind: Literal["fact"] = "fact"
    text: Text
    topic: Slug

    def to_entries(self, number: int) -> DraftEntries:
        """Return its source and the fact."""
        fact = Fact(
            id=f"fact.own-{number}",
            origin=Origin.GUILD,
            sources=self._get_source_ids(number),
            text=self.text,
            topics=(self.topic,),
            certainty="single source",
        )
        title = self.text if len(self.text) <= 200 else f"{self.text[:199]}…"
        return DraftEntries((*self._build_sources(number, title), fact))


class QuestionDraft(_Draft):
    """A trivia question: with three distractors a choice, with none to be typed."""

    kind: Literal["question"] = "question"
    text: Line
    answers: tuple[Line, ...] = Field(min_length=1, max_length=10)
    distractors: tuple[Line, ...] = Field(default=(), max_length=3)
    difficulty: Difficulty = Difficulty.MEDIUM
    topic: Slug
    explanation: Line

    def to_entries(self, number: int) -> DraftEntries:
        """Return its source and the question."""
        question = Question(
            id=f"question.own-{number}",
            origin=Origin.GUILD,
            sources=self._get_source_ids(number),
            style="choice" if self.distractors else "typed",
            text=self.text,
            answers=self.answers,
            distractors=self.distractors,
            difficulty=self.difficulty,
            topic=self.topic,
            explanation=self.explanation,
        )
        return DraftEntries((*self._build_sources(number, self.text), question))


Draft: TypeAlias = NewsDraft | QuoteDraft | FactDraft | QuestionDraft
_DRAFT_ADAPTER = TypeAdapter[Draft](Annotated[Draft, Field(discriminator="kind")])


def load_draft(body: str) -> Draft:
    """Parse the JSON body of a proposal; raises ValidationError when it holds no draft."""
    return _DRAFT_ADAPTER.validate_json(body)


def load_proposal_draft(proposal: Proposal) -> Draft | None:
    """Return what was proposed; None when this version cannot read it, or it was erased."""
    try:
        return load_draft(proposal.body)
    except ValidationError:
        return None
