"""Drafts of quotes, facts and questions, and the type of drafts of every kind."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from bot.ui.text import clip
from cogs.canon.drafts.base import BaseDraft, DraftEntries, NewPerson
from cogs.canon.drafts.news import NewsDraft
from seeds.dates import PartialDate
from seeds.schema import MAX_LINE, Difficulty, Fact, Line, Origin, Question, Quote, Slug, Text
from storage.proposals.proposals import Proposal, QuotedPerson


class QuoteDraft(BaseDraft):
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
    published: PartialDate | None = None
    """When its source was published; None for the date on which it was said."""

    @property
    def source_date(self) -> PartialDate:
        return self.published or self.date

    @property
    def quoted(self) -> QuotedPerson | None:
        return QuotedPerson(self.speaker, self.member_id)

    def to_entries(self, number: int) -> DraftEntries:
        """Return the source if new, the quote, and the speaker if new."""
        quote = Quote(
            id=f"quote.own-{number}",
            origin=Origin.GUILD,
            sources=self.get_source_ids(number),
            words=self.words,
            speaker=self.speaker,
            said=self.date,
            occasion=self.occasion,
            topics=(self.topic,),
        )
        name = self.speaker_name
        people = (NewPerson(self.speaker, name, self.member_id),) if name else ()
        return DraftEntries(
            (*self.build_sources(number, f"Words of {name or self.speaker}"), quote), people
        )


class FactDraft(BaseDraft):
    """A fact."""

    kind: Literal["fact"] = "fact"
    text: Text
    topic: Slug

    def to_entries(self, number: int) -> DraftEntries:
        """Return the source if new, and the fact."""
        fact = Fact(
            id=f"fact.own-{number}",
            origin=Origin.GUILD,
            sources=self.get_source_ids(number),
            text=self.text,
            topics=(self.topic,),
            certainty="single source",
        )
        return DraftEntries((*self.build_sources(number, clip(self.text, MAX_LINE)), fact))


class QuestionDraft(BaseDraft):
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
            sources=self.get_source_ids(number),
            style="choice" if self.distractors else "typed",
            text=self.text,
            answers=self.answers,
            distractors=self.distractors,
            difficulty=self.difficulty,
            topic=self.topic,
            explanation=self.explanation,
        )
        return DraftEntries((*self.build_sources(number, self.text), question))


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
