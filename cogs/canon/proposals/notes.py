"""Lists the notes below the preview of a proposal: problems, sources, similar entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.base import BotBase
from bot.ui.citations import get_shown_sources
from bot.ui.text import clip, escape
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.drafts import DraftEntries
from cogs.canon.proposals.similarity import SimilarityMatch
from cogs.canon.proposals.summary import get_headline
from seeds.schema import Event, Source, Status

SHOWN_MATCHES = 3
MAX_CANDIDATE_NAME = 100


async def list_proposal_notes(
    bot: BotBase, guild_id: int, draft_entries: DraftEntries, problems: Sequence[str]
) -> list[str]:
    """Return a line for each problem, source, further event and new person."""
    canon = bot.store.canon.for_guild(guild_id)
    cited = await get_shown_sources(bot.store, canon, draft_entries.main.references)
    return [
        *(f"**It cannot count as it stands:** {problem}." for problem in problems),
        *_list_source_notes(draft_entries, cited),
        *_list_event_notes(draft_entries),
        *_list_new_person_notes(draft_entries),
    ]


def _list_source_notes(draft_entries: DraftEntries, cited: Sequence[Source]) -> Iterator[str]:
    new_sources = [one for one in draft_entries.entries if isinstance(one, Source)]
    for source in new_sources:
        # The whole address, because a link text would hide the target.
        yield f"Link: <{source.url}>" if source.url else "No link was given."
    if not new_sources:
        for source in cited:
            link = f" <{source.url}>" if source.url else ""
            yield f"Cites what is on record: {escape(get_headline(source))}{link}"


def _list_event_notes(draft_entries: DraftEntries) -> Iterator[str]:
    if isinstance(draft_entries.main, Status):
        titles = [one.title for one in draft_entries.entries if isinstance(one, Event)]
        yield from (f"Also in the timeline and in trivia: {escape(title)}" for title in titles)


def _list_new_person_notes(draft_entries: DraftEntries) -> Iterator[str]:
    for person in draft_entries.people:
        who = f" ({mention(person.member_id)})" if person.member_id else ""
        yield f"Names somebody who is not on record yet: {escape(person.name)}{who}."


def list_similarity_notes(matches: Sequence[SimilarityMatch]) -> Iterator[str]:
    """Yield a line for each similar entry shown, the most similar first."""
    for one in matches[:SHOWN_MATCHES]:
        candidate = one.candidate
        why = [f"{one.percent} % alike"] if one.percent else []
        why += ["same page"] if one.is_same_page else []
        where = f" (`{candidate.entry_id}`)" if candidate.entry_id else ""
        name = escape(clip(candidate.name, MAX_CANDIDATE_NAME))
        yield f"**Perhaps the same:** {name}{where}, {', '.join(why)}."
    if len(matches) > SHOWN_MATCHES:
        yield f"And {len(matches) - SHOWN_MATCHES} more like it."
