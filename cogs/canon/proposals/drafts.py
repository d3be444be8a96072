"""Drafts, the parsed form of proposals, and the entries that they give once approved.

Proposal 12 gives `event.own-12`, `quote.own-12` and so on, further ones of a kind `quote.own-12-2`,
so the number identifies all of them.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from seeds.dates import PartialDate
from seeds.feeds.attachments import AttachedQuote, FoundDetails, Link, OtherSource
from seeds.schema import (
    AnyEntry,
    Difficulty,
    EntryId,
    Event,
    Fact,
    Line,
    Model,
    Origin,
    Question,
    Quote,
    Slug,
    Source,
    Status,
    Text,
)
from storage.proposals.proposals import Proposal, QuotedPerson

MEMBER_DATING = "As the member gave it who added this."
"""The note on the date of every source that members add."""


FEED_DATING = "As its feed gave it."
"""The same for sources that were found in feeds."""


class NewPerson(NamedTuple):
    """A new person; `member_id` is None unless it is a member of the guild."""

    slug: str
    name: str
    member_id: int | None


class DraftEntries(NamedTuple):
    """The entries and people that a draft adds to the canon."""

    entries: tuple[AnyEntry, ...]
    people: tuple[NewPerson, ...] = ()

    @property
    def main(self) -> AnyEntry:
        """The entry that the others belong to: the last one."""
        return self.entries[-1]


class _Draft(Model):
    """The fields of every draft: its source and date."""

    link: Link | None = None
    publisher: Line
    date: PartialDate
    """When it happened, was said, or was published, with the precision that was typed."""
    known_source: EntryId | None = None
    """The id of a source in the canon; the draft then adds none of its own."""

    @property
    def quoted(self) -> QuotedPerson | None:
        """The quoted person; None when it is no quote."""
        return None

    @property
    def _dating(self) -> str:
        return MEMBER_DATING

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
                dating=self._dating,
                url=self.link,
            ),
        )

    def _get_source_ids(self, number: int) -> tuple[str, ...]:
        return (self.known_source or f"source.own-{number}",)


class NewsDraft(_Draft):
    """An event; with a stage also a status of the production; and quotes from its reports."""

    kind: Literal["news"] = "news"
    headline: Line
    text: Text
    topic: Slug
    stage: Slug | None = None
    """The slug of a stage of the pack."""
    certainty: Literal["rumoured", "reported", "confirmed"] = "reported"
    other_sources: tuple[OtherSource, ...] = ()
    quotes: tuple[AttachedQuote, ...] = ()
    found: FoundDetails | None = None
    """None for what a member proposed."""

    @property
    def _dating(self) -> str:
        return MEMBER_DATING if self.found is None else FEED_DATING

    def keep_attachments(self, former: Draft) -> NewsDraft:
        """Return this draft with what `former` has and no form shows."""
        if not isinstance(former, NewsDraft):
            return self
        kept = {name: getattr(former, name) for name in ("other_sources", "quotes", "found")}
        return self.model_copy(update=kept)

    def to_entries(self, number: int) -> DraftEntries:
        """Return the new sources, quotes, the event, and the status if it has a stage."""
        quotes = self._build_quotes(number)
        quote_ids = tuple(one.id for one in quotes)
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
            quotes=quote_ids,
            certainty="corroborated" if self.other_sources else "single source",
        )
        sources = self._build_sources(number, self.headline)
        entries: tuple[AnyEntry, ...] = (*sources, *quotes, event)
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
            quotes=quote_ids,
        )
        return DraftEntries((*entries, status))

    def _build_sources(self, number: int, title: str) -> tuple[Source, ...]:
        others = (
            Source(
                id=source_id,
                origin=Origin.GUILD,
                publisher=one.publisher,
                title=one.title,
                published=one.date,
                dating=self._dating,
                url=one.link,
            )
            for source_id, one in zip(
                self._get_other_source_ids(number), self.other_sources, strict=True
            )
        )
        return (*super()._build_sources(number, title), *others)

    def _get_source_ids(self, number: int) -> tuple[str, ...]:
        return (*super()._get_source_ids(number), *self._get_other_source_ids(number))

    def _get_other_source_ids(self, number: int) -> list[str]:
        return [f"source.own-{number}-{index + 2}" for index in range(len(self.other_sources))]

    def _build_quotes(self, number: int) -> tuple[Quote, ...]:
        return tuple(
            Quote(
                id=f"quote.own-{number}-{index + 1}" if index else f"quote.own-{number}",
                origin=Origin.GUILD,
                sources=super(NewsDraft, self)._get_source_ids(number),
                words=one.words,
                continued=one.continued,
                speaker=one.speaker,
                said=one.said,
                occasion=one.occasion,
                topics=(self.topic,),
            )
            for index, one in enumerate(self.quotes)
        )


class QuoteDraft(_Draft):
    """A quote."""

    kind: Literal["quote"] = "quote"
    words: Text
    speaker: Slug
    speaker_name: Line | None = None
    """The name of a new speaker; None when the canon has the speaker."""
    member_id: int | None = None
    """The speaker's id when it is a member of the guild."""
    occasion: Line
    topic: Slug

    @property
    def quoted(self) -> QuotedPerson | None:
        return QuotedPerson(self.speaker, self.member_id)

    def to_entries(self, number: int) -> DraftEntries:
        """Return the source if new, the quote, and the speaker if new."""
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
    """A fact."""

    kind: Literal["fact"] = "fact"
    text: Text
    topic: Slug

    def to_entries(self, number: int) -> DraftEntries:
        """Return the source if new, and the fact."""
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
    """A trivia question: a choice with three distractors, to be typed with none."""

    kind: Literal["question"] = "question"
    text: Line
    answers: tuple[Line, ...] = Field(min_length=1, max_length=10)
    distractors: tuple[Line, ...] = Field(default=(), max_length=3)
    difficulty: Difficulty = Difficulty.MEDIUM
    topic: Slug
    explanation: Line

    def to_entries(self, number: int) -> DraftEntries:
        """Return the source if new, and the question."""
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
    """Return the draft of a proposal; None when it was erased or cannot be parsed."""
    try:
        return load_draft(proposal.body)
    except ValidationError:
        return None
