"""What a proposal will look like once it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.ui.card import Card
from bot.ui.entry_cards import event_line, fact_card, quote_card, status_card
from bot.ui.text import escape, listed
from cogs.canon.proposals.drafts import Written
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Stage, Status

if TYPE_CHECKING:
    from bot.client import FanBot

SHOWN_ANSWERS = 5


async def preview_of(bot: FanBot, guild_id: int, written: Written) -> Card:
    """The card of what `written` brings that members will see most."""
    shown = shown_first(written)
    sources = await _sources_of(bot, guild_id, written, shown)
    match shown:
        case Status():
            previous = await _stage_before(bot, guild_id, shown)
            return status_card(shown, previous, sources, bot.manifest.awaited, bot.today())
        case Quote():
            names = {person.slug: person.name for person in written.people}
            known = await bot.store.canon.for_guild(guild_id).get_person_name(shown.speaker)
            return quote_card(shown, names.get(shown.speaker, known), sources, bot.today())
        case Fact():
            return fact_card(shown, bot.topic_name(shown.topics[0]), sources, bot.today())
        case Question():
            return Card("Trivia", "\n".join(_question_lines(shown)))
        case Event():
            return Card("Timeline", f"{event_line(shown)}\n{escape(shown.text)}")
        case Source():
            raise ValueError(f"{shown.id} brings nothing to be shown")


def shown_first(written: Written) -> AnyEntry:
    """The entry that all the others came along for."""
    return written.entries[-1]


async def _sources_of(
    bot: FanBot, guild_id: int, written: Written, shown: AnyEntry
) -> list[Source]:
    brought = [one for one in written.entries if isinstance(one, Source)]
    if not (await bot.store.guild_settings.get(guild_id)).shows_links:
        brought = [one.model_copy(update={"url": None}) for one in brought]
    return [*brought, *await bot.store.canon.for_guild(guild_id).get_sources(shown.references)]


async def _stage_before(bot: FanBot, guild_id: int, status: Status) -> Stage | None:
    statuses = await bot.store.canon.for_guild(guild_id).list_statuses()
    older = (one.stage for one in statuses if one.as_of <= status.as_of)
    return next((stage for stage in older if stage.is_on_track), None)


def _question_lines(question: Question) -> Iterator[str]:
    yield f"**{escape(question.text)}**"
    right, *others = (escape(answer) for answer in question.answers)
    for wrong in question.distractors:
        yield f"✗ {escape(wrong)}"
    yield f"✓ **{right}**"
    if others:
        yield f"Also right: {listed(others, SHOWN_ANSWERS)}"
    if not question.distractors:
        yield "-# The answer is typed."
    yield f"\n{escape(question.explanation)}"
