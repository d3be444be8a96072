"""Builds the card that members will see of a draft once it is approved."""

from __future__ import annotations

from collections.abc import Iterator

from bot.base import BotBase
from bot.ui.card import Card
from bot.ui.citations import get_shown_sources, hide_links
from bot.ui.entry_cards import event_line, fact_card, quote_card, status_card
from bot.ui.text import escape, join_words
from cogs.canon.proposals.drafts import DraftEntries
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status

SHOWN_ANSWERS = 5


async def build_preview_card(bot: BotBase, guild_id: int, draft_entries: DraftEntries) -> Card:
    """Return the card of the main entry of a draft; raises ValueError for a source alone."""
    entry = draft_entries.main
    sources = await _get_sources(bot, guild_id, draft_entries, entry)
    today = await bot.today_in(guild_id)
    match entry:
        case Status():
            statuses = await bot.store.canon.for_guild(guild_id).list_statuses()
            older = [one for one in statuses if one.as_of <= entry.as_of]
            return status_card(entry, older, sources, bot.manifest, today)
        case Quote():
            names = {person.slug: person.name for person in draft_entries.people}
            known = await bot.store.canon.for_guild(guild_id).get_person_name(entry.speaker)
            return quote_card(entry, names.get(entry.speaker, known), sources, today)
        case Fact():
            return fact_card(entry, bot.get_topic_name(entry.topics[0]), sources, today)
        case Question():
            return Card("Trivia", "\n".join(_list_question_lines(entry)))
        case Event():
            return Card("Timeline", f"{event_line(entry)}\n{escape(entry.text)}")
        case Source():
            raise ValueError(f"{entry.id} brings nothing to be shown")


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


def _list_question_lines(question: Question) -> Iterator[str]:
    yield f"**{escape(question.text)}**"
    right, *others = (escape(answer) for answer in question.answers)
    for wrong in question.distractors:
        yield f"✗ {escape(wrong)}"
    yield f"✓ **{right}**"
    if others:
        yield f"Also right: {join_words(others, SHOWN_ANSWERS)}"
    if not question.distractors:
        yield "-# The answer is typed."
    yield f"\n{escape(question.explanation)}"
