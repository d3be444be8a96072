"""What a reviewer decides about a proposal, carried out: what counts, who is told, what is news."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

import discord
from pydantic import ValidationError

from bot.messaging.sending import TROUBLE
from bot.ui.text import clip, escape
from cogs.canon.announce.cog import announce_now
from cogs.canon.announce.post import is_news
from cogs.canon.proposals.cards import mention, stale_notice
from cogs.canon.proposals.drafts import Draft, NewPerson, Written, read_draft
from cogs.canon.proposals.name_conflicts import lookalikes, told_apart
from cogs.canon.proposals.preview import shown_first
from cogs.canon.proposals.summary import headline_of
from cogs.canon.review.queue import fingerprint
from seeds.checks import Located, find_problems
from seeds.pack import Person
from seeds.schema import Source, Status
from storage.canon.guild_entries import NewEntries, GuildPerson
from storage.proposals.proposals import Proposal
from storage.proposals.question_reports import REPORT_KIND

if TYPE_CHECKING:
    from bot.client import FanBot
    from storage.canon.guild_canon import GuildCanon

log = logging.getLogger(__name__)

UNREADABLE = "It cannot be read any more, so it cannot count: decline it."
MAX_HEADLINE = 100


class Reviewer(NamedTuple):
    """Who decides, and where."""

    guild: discord.Guild
    member_id: int


class _Approved(NamedTuple):
    """What counts from now on, and where that is announced, or why it is not."""

    proposal: Proposal
    written: Written
    channel_id: int | None
    not_news: str


class Desk:
    """Decisions of one reviewer at one moment. Each gives sentences on what came of it."""

    def __init__(self, bot: FanBot, reviewer: Reviewer) -> None:
        self.bot = bot
        self.guild = reviewer.guild
        self.by_id = reviewer.member_id
        self.at = int(bot.clock().timestamp())

    async def approve(self, number: int, seen: str) -> str:
        """Let a proposal count, if it still says what the reviewer has seen."""
        # One at a time: whom it names and what it is news to depends on what counts already.
        async with self.bot.panel.turn(self.guild.id):
            approved = await self._approve(number, seen)
        return approved if isinstance(approved, str) else await self._spread(approved)

    async def _approve(self, number: int, seen: str) -> _Approved | str:
        """Let it count; a sentence when it cannot."""
        proposal = await self.get(number)
        if proposal is None or fingerprint(proposal.body) != seen:
            return stale_notice(proposal, self.by_id)
        written = await self.written(proposal)
        if written is None:
            return UNREADABLE
        problems = await self.problems(written)
        if problems:
            return f"It cannot count as it stands: {problems[0]}. Edit it first, or decline it."
        channel_id, not_news = await self._news_channel(written)
        is_done = await self.bot.store.proposals.approve(
            self.guild.id,
            number,
            self.by_id,
            self.at,
            NewEntries(written.entries, [GuildPerson(*person) for person in written.people]),
            expected_body=proposal.body,
            news_channel_id=channel_id,
        )
        if not is_done:
            return stale_notice(await self.get(number), self.by_id)
        return _Approved(proposal, written, channel_id, not_news)

    async def _spread(self, approved: _Approved) -> str:
        """Tell the author and announce it; gives sentences on what came of it."""
        proposal, written, channel_id, not_news = approved
        self._log(proposal, "approved")
        what = _named(proposal, written)
        told = await self._tell_author(
            proposal, f"{what} was approved: it counts from now on. Thank you!"
        )
        if channel_id is not None:
            await announce_now(self.bot, self.guild.id)
            not_news = await self._announced(shown_first(written).id, channel_id)
        return " ".join(part for part in (f"Approved: {what}.", told, not_news) if part)

    async def _news_channel(self, written: Written) -> tuple[int | None, str]:
        """Where to announce what was written; without that, why it is not announced."""
        status = shown_first(written)
        if not isinstance(status, Status):
            return None, ""
        channel_id = (await self.bot.store.guild_settings.get(self.guild.id)).news_channel_id
        if channel_id is None:
            return None, "No news channel is set, so it is not announced."
        current = next(iter(await self._canon.list_statuses()), None)
        if not is_news(status, current):
            return None, "It is older than what /status shows, so it is no news to announce."
        return channel_id, ""

    async def _announced(self, entry_id: str, channel_id: int) -> str:
        outcome = await self.bot.store.announcements.get_outcome(self.guild.id, entry_id)
        state, reason = outcome or ("", "")
        where = f"<#{channel_id}>"
        if state == "sent":
            return f"Announced in {where}."
        why = f" ({escape(reason)})" if reason else ""
        if state == "failed":
            return f"It could not be announced in {where}{why}."
        return f"It is not announced in {where} yet{why}: I keep trying for a day."

    async def decline(self, number: int, reason: str) -> str:
        """Say no, and why."""
        proposal = await self.get(number)
        is_done = await self.bot.store.proposals.decline(
            self.guild.id, number, self.by_id, self.at, reason
        )
        if proposal is None or not is_done:
            return stale_notice(await self.get(number), self.by_id)
        self._log(proposal, "declined")
        what = _named(proposal, await self.written(proposal))
        again = "" if proposal.kind == REPORT_KIND else " Mend that and send it again."
        told = await self._tell_author(
            proposal, f"{what} was declined: {escape(_ended(reason))}{again}"
        )
        return " ".join(part for part in (f"Declined: {what}.", told) if part)

    async def tell_reporter(self, proposal: Proposal, sentence: str) -> str:
        """Tell who reported a question what came of it."""
        self._log(proposal, "settled")
        return await self._tell_author(proposal, sentence)

    async def _tell_author(self, proposal: Proposal, sentence: str) -> str:
        """Tell the author in private; gives what the reviewer should know about that."""
        if proposal.author_id in (0, self.by_id):
            return ""
        try:
            place = await self.bot.create_dm(discord.Object(proposal.author_id))
            await place.send(f"**{escape(self.guild.name)}**: {sentence}")
        except TROUBLE as error:
            log.info("user %d could not be told: %r", proposal.author_id, error)
            who = mention(proposal.author_id)
            return f"{who} takes no direct messages from me, so nobody could tell them."
        return ""

    async def written(self, proposal: Proposal) -> Written | None:
        """What a proposal adds, its people told apart from those known; None if unreadable."""
        draft = draft_of(proposal)
        if draft is None:
            return None
        written = draft.written(proposal.number)
        return told_apart(written, await self._canon.get_people(), await self._members())

    async def problems(self, written: Written) -> list[str]:
        """What keeps the entries from counting, in words."""
        canon = self._canon
        own = {entry.id for entry in written.entries}
        cited = [name for entry in written.entries for name in entry.references]
        known = await canon.get_sources(name for name in cited if name not in own)
        here = await canon.get_people()
        people = {**here, **{p.slug: _person(p) for p in written.people}}
        manifest = self.bot.manifest.model_copy(update={"people": tuple(people.values())})
        located = [Located("", entry) for entry in (*written.entries, *known)]
        stands = {source.id for source in known} - own
        return [
            *map(escape, lookalikes(written, here)),
            *(
                escape(problem.what)
                for problem in find_problems(
                    located, manifest, _beyond(known), describing="this server's canon"
                )
                if problem.entry not in stands
            ),
        ]

    async def _members(self) -> dict[str, int | None]:
        people = await self.bot.store.guild_entries.list_people(self.guild.id)
        return {person.slug: person.member_id for person in people}

    @property
    def _canon(self) -> GuildCanon:
        return self.bot.store.canon.for_guild(self.guild.id)

    async def get(self, number: int) -> Proposal | None:
        """A proposal of this server."""
        return await self.bot.store.proposals.get(self.guild.id, number)

    def _log(self, proposal: Proposal, what: str) -> None:
        own = ", their own" if proposal.author_id == self.by_id else ""
        log.info(
            "server %d: %s proposal %d%s by user %d",
            *(self.guild.id, what, proposal.number, own, self.by_id),
        )


def draft_of(proposal: Proposal) -> Draft | None:
    """What was proposed; None when a later version of the bot asks for more than it says."""
    try:
        return read_draft(proposal.body)
    except ValidationError:
        return None


def _person(person: NewPerson) -> Person:
    return Person(slug=person.slug, name=person.name)


def _beyond(known: list[Source]) -> set[str]:
    """What cited sources lean on in turn: it was checked when they came in."""
    return {name for source in known for name in source.references}


def _ended(reason: str) -> str:
    """As a sentence, whatever it ends with."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _named(proposal: Proposal, written: Written | None) -> str:
    """ "news “Cameras roll”", for whoever made it and whoever decides."""
    if proposal.kind == REPORT_KIND:
        return "the report of a question"
    if written is None:
        return f"{proposal.kind}, proposal {proposal.number}"
    headline = clip(headline_of(shown_first(written)), MAX_HEADLINE)
    return f"{proposal.kind} “{escape(headline)}”"
