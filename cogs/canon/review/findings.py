"""Turns findings of feeds into proposals of news, and declines them with a rule for the next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from bot.base import BotBase
from bot.markdown import Markdown, escape
from bot.news import FoundBody
from bot.ui.text import clip, join_words
from cogs.canon.drafts.models import load_draft, load_proposal_draft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.proposals.approval import Reviewer
from cogs.canon.proposals.errors import FieldError, ProposalError, StaleProposalError
from cogs.canon.proposals.links import parse_link
from cogs.canon.proposals.similar_entries import build_canon_index
from cogs.canon.proposals.similarity import Candidate, build_candidate, find_similar
from cogs.canon.review.service import decline_proposal
from seeds.cleaning import clean_line, clean_text
from seeds.dates import PartialDate
from seeds.feeds.attachments import AttachedQuote, FoundDetails, OtherSource
from seeds.feeds.findings import MAX_SOURCES, Finding, FoundSource, SpokenQuote
from seeds.feeds.release_dates import find_release_date
from seeds.folding import contains_words, fold
from seeds.pack import DATED_STAGE, Manifest, Person, Stage, Topic
from seeds.page_keys import get_page_key
from storage.feeds.rules import RuleKind
from storage.feeds.subscriptions import FeedPause

MAX_LINE = 200
MAX_SUMMARY = 350
"""Characters of the outlet's summary that are quoted: short, as of any page."""
MAX_NOTE = 300
REFUSED_REASON = "reviewers don't want anything from that feed"
NOT_ABOUT_REASON = "it's about something else"


class NotFoundInFeedError(ProposalError):
    """The proposal was not found in a feed."""

    def __init__(self) -> None:
        super().__init__("A member proposed that one: approve, edit or decline it.")


class CanonIntake:
    """Builds the proposals of findings; a `FindIntake`."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def build(self, guild_id: int, finding: Finding) -> FoundBody | None:
        canon = self._bot.store.canon.for_guild(guild_id)
        index = await canon.derive(build_canon_index)
        link = _get_link(finding.source)
        if link and get_page_key(link) in {
            get_page_key(one.url) for one in index.sources.values() if one.url
        }:
            return None
        quotes = _attach_quotes(finding, await canon.get_people())
        known = [one for one in index.candidates if one.kind == "quote"]
        # Comparing thousands of quotes takes a while.
        quotes = await asyncio.to_thread(_drop_known_quotes, quotes, known)
        draft = _build_draft(finding, link, quotes, canon.manifest)
        return FoundBody(draft.kind, draft.model_dump_json())

    def add_source(self, body: str, finding: Finding) -> str:
        try:
            draft = load_draft(body)
        except ValidationError:
            return body
        link = _get_link(finding.source)
        if not isinstance(draft, NewsDraft) or len(draft.other_sources) + 1 >= MAX_SOURCES:
            return body
        links = [one for one in (draft.link, *(one.link for one in draft.other_sources)) if one]
        publishers = {fold(one.publisher) for one in (draft, *draft.other_sources)}
        is_known = link is not None and get_page_key(link) in map(get_page_key, links)
        if is_known or fold(finding.source.publisher) in publishers:
            return body
        other = OtherSource(
            title=_clip_line(finding.source.title),
            publisher=_clip_line(finding.source.publisher),
            link=link,
            date=finding.source.published,
        )
        changed = draft.model_copy(update={"other_sources": (*draft.other_sources, other)})
        return changed.model_dump_json()


def _build_draft(
    finding: Finding, link: str | None, quotes: Sequence[AttachedQuote], manifest: Manifest
) -> NewsDraft:
    source, reading = finding.source, finding.reading
    stages = {one.slug: one for one in manifest.stages}
    publisher = _clip_line(source.publisher)
    summary = clip(clean_line(finding.summary), MAX_SUMMARY)
    text = f"{publisher} writes: “{summary}”" if summary else f"{publisher} reported this."
    notes = list(reading.statements)
    stage = stages.get(reading.stage)
    if stage is not None:
        notes.insert(0, f"{stage.label}: “{reading.stage_sentence}”")
    for quote in reading.quotes:
        undated = "" if quote.said else ", with no date next to it"
        notes.append(f"{quote.speaker}, {quote.place}{undated}: “{quote.runs[0]}”")
    return NewsDraft(
        link=link,
        publisher=publisher,
        date=source.published,
        headline=_clip_line(source.title),
        text=text,
        topic=_choose_topic(f"{source.title} {finding.summary}", manifest.topics),
        stage=stage.slug if stage else None,
        release_date=_find_release_date(finding, stage),
        quotes=tuple(quotes),
        found=FoundDetails(
            matched=tuple(map(_clip_line, finding.matched)),
            people_key=finding.people_key,
            story=finding.story,
            notes=tuple(clip(clean_text(note), MAX_NOTE) for note in notes),
        ),
    )


def _find_release_date(finding: Finding, stage: Stage | None) -> PartialDate | None:
    if stage is None or stage.slug != DATED_STAGE:
        return None
    return find_release_date(finding.reading.stage_sentence, finding.source.published)


def _attach_quotes(finding: Finding, people: Mapping[str, Person]) -> list[AttachedQuote]:
    """Return the quotes of known people; what others say is left to members."""
    slugs = {fold(name): one.slug for one in people.values() for name in (one.name, *one.aliases)}
    published = finding.source.published
    # Words without a date of their own were said about when they were printed.
    about = PartialDate(published.year, published.month, circa=True)
    return [
        AttachedQuote(
            words=clean_line(quote.runs[0]),
            continued=tuple(map(clean_line, quote.runs[1:])),
            speaker=slugs[fold(quote.speaker)],
            said=quote.said or about,
            occasion=f"as {_clip_line(finding.source.publisher)} prints it"[:MAX_LINE],
        )
        for quote in finding.reading.quotes
        if fold(quote.speaker) in slugs and _is_quotable(quote)
    ]


def _is_quotable(quote: SpokenQuote) -> bool:
    return all(fold(run) for run in quote.runs)


def _drop_known_quotes(
    quotes: Sequence[AttachedQuote], known: Sequence[Candidate]
) -> list[AttachedQuote]:
    return [
        quote
        for quote in quotes
        if not find_similar(
            build_candidate("quote", [" ".join((quote.words, *quote.continued))], ()), known
        )
    ]


def _choose_topic(text: str, topics: Iterable[Topic]) -> str:
    """Return the first topic whose name stands in the text, else the first of all."""
    listed, folded = list(topics), fold(text)
    named = (one.slug for one in listed if contains_words(folded, fold(one.name)))
    return next(named, listed[0].slug)


def _get_link(source: FoundSource) -> str | None:
    """Return the address in the form in which links are kept; None when it cannot be kept."""
    link = source.link
    if link.startswith("http://"):
        link = f"https://{link.removeprefix('http://')}"
    try:
        return parse_link(link)
    except FieldError:
        return None


def _clip_line(text: str) -> str:
    return clip(clean_line(text), MAX_LINE) or "Untitled"


async def refuse_feed(bot: BotBase, reviewer: Reviewer, number: int) -> Markdown:
    """Decline a find and want nothing from its feeds any more; return the notice.

    Raises StaleProposalError or NotFoundInFeedError, changing nothing.
    """
    await _load_found_draft(bot, reviewer, number)
    guild_id, subscriptions = reviewer.guild.id, bot.store.subscriptions
    notice = await decline_proposal(bot, reviewer, number, REFUSED_REASON)
    titles: list[Markdown] = []
    for feed_id in await bot.store.finds.list_feed_ids(guild_id, number):
        watched = await subscriptions.get(guild_id, feed_id)
        if watched and await subscriptions.pause(guild_id, feed_id, FeedPause.REFUSED):
            titles.append(f"“{escape(clip(watched.title, 80))}”")
    what = join_words(titles) or "that feed"
    return f"{notice} I no longer use {what}. You can undo that in /setup, *News*."


async def refuse_subject(bot: BotBase, reviewer: Reviewer, number: int) -> Markdown:
    """Decline a find and learn that it is not about the work; return the notice.

    Raises StaleProposalError or NotFoundInFeedError, changing nothing.
    """
    draft = await _load_found_draft(bot, reviewer, number)
    assert draft.found is not None
    notice = await decline_proposal(bot, reviewer, number, NOT_ABOUT_REASON)
    found, rules = draft.found, bot.store.find_rules
    if found.people_key:
        label, kind, value = ", ".join(found.matched), RuleKind.PEOPLE, found.people_key
        learned = f"{escape(join_words(list(found.matched)))} alone no longer count"
    else:
        label, kind, value = draft.headline, RuleKind.STORY, found.story
        learned = "I'll leave that story out from now on"
    await rules.add(reviewer.guild.id, kind, value, label, bot.clock())
    return f"{notice} {learned}. You can undo that in /setup, *News*."


async def _load_found_draft(bot: BotBase, reviewer: Reviewer, number: int) -> NewsDraft:
    proposal = await bot.store.proposals.get(reviewer.guild.id, number)
    draft = load_proposal_draft(proposal) if proposal else None
    if proposal is None or draft is None:
        raise StaleProposalError(proposal, reviewer.member_id)
    if not isinstance(draft, NewsDraft) or draft.found is None or not proposal.is_found:
        raise NotFoundInFeedError
    return draft
