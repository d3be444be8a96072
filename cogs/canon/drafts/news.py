"""Drafts of news: an event, a status if the news names a stage, further reports and quotes."""

from __future__ import annotations

from typing import Literal

from cogs.canon.drafts.base import MEMBER_DATING, BaseDraft, DraftEntries
from seeds.dates import PartialDate
from seeds.feeds.attachments import AttachedQuote, FoundDetails, OtherSource
from seeds.schema import (
    AnyEntry,
    Event,
    Line,
    Origin,
    Quote,
    Settlement,
    Slug,
    Source,
    Status,
    Text,
)

FEED_DATING = "As its feed gave it."
"""The note on the date of every source that was found in a feed."""


class NewsDraft(BaseDraft):
    """An event; with a stage also a status of the production; and quotes from its reports."""

    kind: Literal["news"] = "news"
    headline: Line
    text: Text
    topic: Slug
    stage: Slug | None = None
    """The slug of a stage of the pack."""
    certainty: Literal["rumoured", "reported", "confirmed"] = "reported"
    release_date: PartialDate | None = None
    """The date announced for the release; None for none, and always without a stage."""
    settles: tuple[Settlement, ...] = ()
    """The open promises that the news keeps, breaks or puts off."""
    other_sources: tuple[OtherSource, ...] = ()
    quotes: tuple[AttachedQuote, ...] = ()
    found: FoundDetails | None = None
    """None for what a member proposed."""

    @property
    def source_dating(self) -> str:
        return MEMBER_DATING if self.found is None else FEED_DATING

    def keep_attachments(self, former: BaseDraft) -> NewsDraft:
        """Return this draft with what `former` has and no form shows."""
        if not isinstance(former, NewsDraft):
            return self
        kept = {name: getattr(former, name) for name in ("other_sources", "quotes", "found")}
        return self.model_copy(update=kept)

    def to_entries(self, number: int) -> DraftEntries:
        """Return the new sources, quotes, the event, and the status if it has a stage."""
        quotes = self._build_quotes(number)
        quote_ids = tuple(one.id for one in quotes)
        cited = self.get_source_ids(number)
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
            settles=self.settles,
        )
        sources = self.build_sources(number, self.headline)
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
            release_date=self.release_date,
            events=(event.id,),
            quotes=quote_ids,
        )
        return DraftEntries((*entries, status))

    def build_sources(self, number: int, title: str) -> tuple[Source, ...]:
        others = (
            Source(
                id=source_id,
                origin=Origin.GUILD,
                publisher=one.publisher,
                title=one.title,
                published=one.date,
                dating=self.source_dating,
                url=one.link,
            )
            for source_id, one in zip(
                self._get_other_source_ids(number), self.other_sources, strict=True
            )
        )
        return (*super().build_sources(number, title), *others)

    def get_source_ids(self, number: int) -> tuple[str, ...]:
        return (*super().get_source_ids(number), *self._get_other_source_ids(number))

    def _get_other_source_ids(self, number: int) -> list[str]:
        return [f"source.own-{number}-{index + 2}" for index in range(len(self.other_sources))]

    def _build_quotes(self, number: int) -> tuple[Quote, ...]:
        return tuple(
            Quote(
                id=f"quote.own-{number}-{index + 1}" if index else f"quote.own-{number}",
                origin=Origin.GUILD,
                sources=super(NewsDraft, self).get_source_ids(number),
                words=one.words,
                continued=one.continued,
                speaker=one.speaker,
                said=one.said,
                occasion=one.occasion,
                topics=(self.topic,),
            )
            for index, one in enumerate(self.quotes)
        )
