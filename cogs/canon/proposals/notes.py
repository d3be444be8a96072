"""What a reviewer should know about a proposal beside what members will see of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.ui.text import clip, escape
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.drafts import Written
from cogs.canon.proposals.preview import shown_first
from cogs.canon.proposals.similarity import Likeness
from cogs.canon.proposals.summary import headline_of
from seeds.schema import Event, Source, Status

if TYPE_CHECKING:
    from bot.client import FanBot

SHOWN_ALIKE = 3
MAX_ALIKE = 100


async def notes_of(
    bot: FanBot, guild_id: int, written: Written, problems: Sequence[str]
) -> list[str]:
    """A line for each."""
    canon = bot.store.canon.for_guild(guild_id)
    cited = await canon.get_sources(shown_first(written).references)
    return [
        *(f"**It cannot count as it stands:** {problem}." for problem in problems),
        *_origin(written, cited),
        *_also(written),
        *_people(written),
    ]


def _origin(written: Written, cited: Sequence[Source]) -> Iterator[str]:
    brought = [one for one in written.entries if isinstance(one, Source)]
    for source in brought:
        # The whole address: a name that links elsewhere would hide where it leads.
        yield f"Link: <{source.url}>" if source.url else "No link was given."
    if not brought:
        for source in cited:
            link = f" <{source.url}>" if source.url else ""
            yield f"Cites what is on record: {escape(headline_of(source))}{link}"


def _also(written: Written) -> Iterator[str]:
    if isinstance(shown_first(written), Status):
        titles = [one.title for one in written.entries if isinstance(one, Event)]
        yield from (f"Also in the timeline and in trivia: {escape(title)}" for title in titles)


def _people(written: Written) -> Iterator[str]:
    for person in written.people:
        who = f" ({mention(person.member_id)})" if person.member_id else ""
        yield f"Names somebody who is not on record yet: {escape(person.name)}{who}."


def alike_notes(likenesses: Sequence[Likeness]) -> Iterator[str]:
    """What says nearly the same or is on the same page, likest first."""
    for one in likenesses[:SHOWN_ALIKE]:
        found = one.recorded
        why = [f"{one.percent} % alike"] if one.percent else []
        why += ["same page"] if one.is_same_page else []
        where = f" (`{found.entry_id}`)" if found.entry_id else ""
        name = escape(clip(found.name, MAX_ALIKE))
        yield f"**Perhaps the same:** {name}{where}, {', '.join(why)}."
    if len(likenesses) > SHOWN_ALIKE:
        yield f"And {len(likenesses) - SHOWN_ALIKE} more like it."
