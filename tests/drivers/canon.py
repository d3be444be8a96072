"""Drafts to propose, and a driver for the private cards of `/canon`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from simcord.actors import MemberActor

from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from seeds.dates import PartialDate
from seeds.schema import AnyEntry
from storage.canon.audit_log import AuditAction, EntryChange
from storage.canon.guild_entries import GuildPerson, NewEntries, add_entries
from storage.proposals.announcements import AnnouncementRequest
from storage.proposals.proposals import (
    Decision,
    NewProposal,
    ProposalState,
    QuotedPerson,
    insert_proposal,
)
from storage.store import Store
from tests.world import World, card_text, iter_buttons

NEWS = NewsDraft(
    link="https://lantern.example/shooting",
    publisher="The Lamp Post",
    date=PartialDate(2025, 12, 30),
    headline="Cameras roll on season three",
    text="The crew met at the old harbour for the first day of shooting.",
    topic="season-two",
    stage="filming",
    certainty="confirmed",
)
FACT = FactDraft(
    publisher="The Lamp Post",
    date=PartialDate(2025),
    text="The harbour lantern is made of rice paper.",
    topic="cast",
)
QUESTION = QuestionDraft(
    publisher="The Lamp Post",
    date=PartialDate(2025),
    text="What is the harbour lantern made of?",
    answers=("Rice paper", "Washi"),
    topic="cast",
    explanation="The prop maker said so.",
)


def quote_draft(name: str, slug: str = "bob", member_id: int | None = None) -> QuoteDraft:
    """Build a quote of a person who is not in the pack."""
    return QuoteDraft(
        publisher="Fans",
        date=PartialDate(2025, 12, 31),
        words="I would fold it all again.",
        speaker=slug,
        speaker_name=name,
        member_id=member_id,
        occasion="in this very server",
        topic="cast",
    )


def at_second(second: int) -> datetime:
    """Return the aware instant that many seconds after the epoch."""
    return datetime.fromtimestamp(second, UTC)


def change_at(second: int, guild_id: int, actor_id: int, detail: str = "") -> EntryChange:
    """Return a change of a guild's entries that many seconds after the epoch."""
    return EntryChange(guild_id, actor_id, at_second(second), detail)


async def create_proposal(
    store: Store,
    guild_id: int,
    kind: str,
    author_id: int,
    body: str,
    created_at: datetime,
    *,
    subject: str = "",
    consent_member_id: int | None = None,
    quoted: QuotedPerson | None = None,
) -> int:
    """Store a proposal of any kind; return its number."""
    new = NewProposal(
        guild_id, kind, author_id, body, created_at, subject, consent_member_id, quoted
    )
    async with store.database.transaction() as transaction:
        return await insert_proposal(transaction, new)


async def approve_as_written(
    store: Store,
    decision: Decision,
    new_entries: NewEntries,
    announcement: AnnouncementRequest | None = None,
) -> bool:
    """Approve a proposal with whatever body it has."""
    proposal = await store.proposals.get(decision.guild_id, decision.number)
    body = proposal.body if proposal else ""
    return await store.proposals.approve(
        decision, new_entries, expected_body=body, announcement=announcement
    )


async def add_guild_entries(
    store: Store,
    change: EntryChange,
    new_entries: NewEntries,
    action: AuditAction = AuditAction.ADDED,
) -> None:
    """Store entries of a guild without a proposal."""
    async with store.database.transaction() as transaction:
        await add_entries(transaction, change, new_entries, action)


async def propose(world: World, draft: Draft, author: MemberActor | None = None) -> int:
    """Submit a proposal for review and return its number."""
    return await create_proposal(
        world.bot.store,
        world.guild.id,
        draft.kind,
        (author or world.alice).id,
        draft.model_dump_json(),
        world.env.now(),
        quoted=draft.quoted,
    )


async def propose_and_approve(
    world: World, draft: Draft, reviewer: MemberActor | None = None
) -> int:
    """Store a proposal, approve it and return its number; bob is the reviewer by default."""
    number = await propose(world, draft)
    draft_entries = draft.to_entries(number)
    new_entries = NewEntries(
        draft_entries.entries, [GuildPerson(*one) for one in draft_entries.people]
    )
    decision = Decision(world.guild.id, number, (reviewer or world.bob).id, world.env.now())
    assert await approve_as_written(world.bot.store, decision, new_entries)
    return number


async def get_proposal_state(world: World, number: int) -> ProposalState:
    """Return the state of a proposal."""
    proposal = await world.bot.store.proposals.get(world.guild.id, number)
    assert proposal is not None
    return proposal.state


async def read_slash_response(world: World, command: str, **options: Any) -> str:
    """Return what alice reads after using a command."""
    return card_text((await world.alice.slash(world.channel, command, **options)).response)


async def list_active_entries(store: Store, guild_id: int) -> list[AnyEntry]:
    """Return a guild's own entries that are not retired, as they were added."""
    stored = await store.canon.for_guild(guild_id).list_guild_entries()
    return [one.entry for one in stored if not one.is_retired]


class CardDriver:
    """Drives one private card of a member, such as the review card."""

    def __init__(self, world: World, member: MemberActor) -> None:
        self.world, self.member = world, member
        self.card: Any = None

    async def open(self, command: str = "review next", **options: Any) -> str:
        """Use a command and return the text of its card."""
        result = await self.member.slash(self.world.channel, command, **options)
        self.card = result.response
        assert result.ephemeral
        return self.text

    @property
    def text(self) -> str:
        """The text of the card."""
        return card_text(self.card)

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """The buttons of the card by label."""
        return {one["label"]: one for one in iter_buttons(self.card.components)}

    async def press(self, label: str) -> Any:
        """Press a button and return the result."""
        custom_id = self.buttons[label]["custom_id"]
        return await self.member.click(self.card.message, custom_id=custom_id)

    async def retract(self, typed: str, reason: str = "") -> str:
        """Use /review retract, submit its form, and return the text of the card that follows."""
        form = await self.member.slash(
            self.world.channel, "review retract", id=typed, reason=reason
        )
        if form.modal is None:
            self.card = form.response
            return self.text
        self.card = (await self.member.submit_modal(form, {"reason": reason})).response
        return self.text

    async def press_and_read(self, label: str) -> str:
        """Press a button and return the text of the card that follows."""
        self.card = (await self.press(label)).response
        return self.text

    async def submit_form(self, label: str, **values: Any) -> str:
        """Press a button that opens a form, submit it, and return the text of the next card."""
        form = await self.press(label)
        self.card = (await self.member.submit_modal(form, values)).response
        return self.text
