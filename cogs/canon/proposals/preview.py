"""The preview of a draft: the card that members will see once it is approved, and notes on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.base import BotBase
from bot.markdown import Markdown, escape, format_code, format_number
from bot.ui.card import Card
from bot.ui.citations import get_shown_sources, hide_links
from bot.ui.entry_cards import (
    event_line,
    fact_card,
    list_settlement_lines,
    quote_card,
    status_card,
)
from bot.ui.text import clip, join_words
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import Draft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.promise_questions import list_promise_questions
from cogs.canon.proposals.similarity import SimilarityMatch
from cogs.canon.proposals.summary import format_source_note
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status

SHOWN_ANSWERS = 5
SHOWN_MATCHES = 3
MAX_CANDIDATE_NAME = 100
MAX_QUOTED = 120
SHOWN_WORDS = 4


async def build_preview_card(bot: BotBase, guild_id: int, draft_entries: DraftEntries) -> Card:
    """Return the card of the main entry of a draft; raises ValueError for a source alone."""
    entry = draft_entries.main
    sources = await _get_sources(bot, guild_id, draft_entries, entry)
    today = await bot.today_in(guild_id)
    pack = bot.packs.get(guild_id)
    match entry:
        case Status():
            statuses = await bot.store.canon.for_guild(guild_id).list_statuses()
            older = [one for one in statuses if one.as_of <= entry.as_of]
            return status_card(entry, older, sources, pack.manifest, pack.icons, today)
        case Quote():
            names = {person.slug: person.name for person in draft_entries.people}
            known = await bot.store.canon.for_guild(guild_id).get_person_name(entry.speaker)
            return quote_card(entry, names.get(entry.speaker, known), sources, today)
        case Fact():
            return fact_card(entry, pack.get_topic_name(entry.topics[0]), sources, today)
        case Question():
            return Card("Trivia", "\n".join(_list_question_lines(entry)))
        case Event():
            return Card("Timeline", f"{event_line(entry)}\n{escape(entry.text)}")
        case Source():
            raise ValueError(f"{entry.id} has no card")


async def _get_sources(
    bot: BotBase, guild_id: int, draft_entries: DraftEntries, entry: AnyEntry
) -> list[Source]:
    store, new_sources = (
        bot.store,
        [one for one in draft_entries.entries if isinstance(one, Source)],
    )
    return [
        *await hide_links(store, guild_id, new_sources),
        *await get_shown_sources(store, store.canon.for_guild(guild_id), entry.references),
    ]


def _list_question_lines(question: Question) -> Iterator[Markdown]:
    yield f"**{escape(question.text)}**"
    right, *others = map(escape, question.answers)
    for wrong in question.distractors:
        yield f"✗ {escape(wrong)}"
    yield f"✓ **{right}**"
    if others:
        yield f"Also right: {join_words(others, SHOWN_ANSWERS)}"
    if not question.distractors:
        yield "-# People type the answer."
    yield f"\n{escape(question.explanation)}"


async def list_proposal_notes(
    bot: BotBase,
    guild_id: int,
    draft_entries: DraftEntries,
    problems: Sequence[Markdown],
    *,
    how_to_settle: Markdown,
) -> list[Markdown]:
    """Return a line for each problem, settled promise, source, further event and new person.

    Where none is settled although the stage is a new one, a line asks for it; `how_to_settle` is
    the sentence that says where promises are chosen.
    """
    canon = bot.store.canon.for_guild(guild_id)
    return [
        *(f"**It can't count the way it is:** {problem}." for problem in problems),
        *list_settlement_lines(draft_entries.entries),
        *await list_promise_questions(canon, draft_entries, how_to_settle),
        *await list_source_notes(bot, guild_id, draft_entries.entries),
        *_list_quote_notes(draft_entries),
        *_list_event_notes(draft_entries),
        *_list_new_person_notes(draft_entries),
    ]


async def list_source_notes(
    bot: BotBase, guild_id: int, entries: Sequence[AnyEntry]
) -> list[Markdown]:
    """Return a line for each source that entries bring along, or else for each that they cite.

    A new source is titled after what cites it, so only a known one is shown with its title. The
    link of a known one is left out where the guild hides it.
    """
    new_sources = [one for one in entries if isinstance(one, Source)]
    if new_sources:
        return [format_source_note(one, names_title=False) for one in new_sources]
    cited = await bot.store.canon.for_guild(guild_id).get_sources(entries[-1].references)
    shown = await hide_links(bot.store, guild_id, cited)
    return [
        format_source_note(one, names_title=True, shows_link=other.url is not None)
        for one, other in zip(cited, shown, strict=True)
    ]


def _list_quote_notes(draft_entries: DraftEntries) -> Iterator[Markdown]:
    if isinstance(draft_entries.main, Quote):
        return
    for quote in draft_entries.entries:
        if isinstance(quote, Quote):
            words = escape(clip(" … ".join(quote.runs), MAX_QUOTED))
            yield f"Also quotes {escape(quote.speaker)}: “{words}”"


def list_found_notes(draft: Draft) -> Iterator[Markdown]:
    """Yield why news was found, and excerpts of its page with their places."""
    found = draft.found if isinstance(draft, NewsDraft) else None
    if found is None:
        return
    words: list[Markdown] = [f"“{escape(word)}”" for word in found.matched]
    yield f"I picked it because it says {join_words(words, SHOWN_WORDS)}."
    for note in found.notes:
        yield f"-# {escape(note)}"


def _list_event_notes(draft_entries: DraftEntries) -> Iterator[Markdown]:
    if isinstance(draft_entries.main, Status):
        for one in draft_entries.entries:
            if isinstance(one, Event):
                yield f"Also in the timeline and in trivia: {escape(one.title)}"


def _list_new_person_notes(draft_entries: DraftEntries) -> Iterator[Markdown]:
    for person in draft_entries.people:
        who = f" ({mention(person.member_id)})" if person.member_id else ""
        yield f"Adds a person I don't know yet: {escape(person.name)}{who}."


def list_similarity_notes(matches: Sequence[SimilarityMatch]) -> Iterator[Markdown]:
    """Yield a line for each similar entry shown, the most similar first."""
    for one in matches[:SHOWN_MATCHES]:
        candidate = one.candidate
        why: list[Markdown] = [f"{format_number(one.percent)} % alike"] if one.percent else []
        if one.is_same_page:
            why.append("same page")
        where = f" ({format_code(candidate.entry_id)})" if candidate.entry_id else ""
        name = escape(clip(candidate.name, MAX_CANDIDATE_NAME))
        yield f"**Maybe the same:** {name}{where}, {', '.join(why)}."
    if len(matches) > SHOWN_MATCHES:
        yield f"And {format_number(len(matches) - SHOWN_MATCHES)} more like it."
