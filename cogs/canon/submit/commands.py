"""`/canon add …` and *Save as quote*, which open the form of a new draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.permissions import is_reviewer
from bot.scheduling.scheduler import SCHEDULER
from bot.ui.entry_cards import CERTAINTY_NAMES
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import match_submission
from bot.ui.name_search import NameIndex
from bot.ui.replies import get_canon
from cogs.canon.permissions import get_guild
from cogs.canon.proposals.errors import SourceNotFoundError
from cogs.canon.proposals.similar_entries import build_canon_index
from cogs.canon.submit.forms import DRAFT_FORM_ID, GUESS_FORM_ID
from cogs.canon.submit.parsing.parser import MESSAGE_KIND
from cogs.canon.submit.quoted_messages import (
    QuotedMessage,
    build_quote_fields,
    check_quotable,
)
from cogs.canon.submit.service import SubmissionService, open_draft_form
from cogs.canon.submit.views import on_draft_form, on_guess_form
from seeds.pack import NO_STAGE
from seeds.schema import Difficulty

JOB_NAME = "drafts"
SWEEP_INTERVAL = timedelta(hours=1)
DRAFT_MAX_AGE = timedelta(days=1)
CONSENT_TIMEOUT = timedelta(days=30)
"""The time in which a quoted member may answer."""

ShortText = app_commands.Range[str, 1, 100]
add_group = app_commands.Group(
    name="add", description="Add something true, and say where you got it"
)
_CERTAINTY_CHOICES = [
    app_commands.Choice(name=name.capitalize(), value=value)
    for value, name in CERTAINTY_NAMES.items()
]
_DIFFICULTY_CHOICES = [
    app_commands.Choice(name=one.capitalize(), value=one.value) for one in Difficulty
]
_SOURCE_DESCRIPTION = "Where it's from, if I know that source (the form asks unless you say)"
_TOPIC_DESCRIPTION = "What it's about"


class DraftsCog(commands.Cog, name="Canon drafts"):
    """Handles the forms of drafts, and deletes drafts that are older than a day."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.register(
            JOB_NAME, self.delete_expired_drafts, interval=SWEEP_INTERVAL, is_common=True
        )

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(JOB_NAME)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle a submitted form of a draft; ignore all other interactions."""
        draft_submission = match_submission(interaction, DRAFT_FORM_ID)
        guess_submission = match_submission(interaction, GUESS_FORM_ID)
        if draft_submission is None and guess_submission is None:
            return
        async with interaction_scope(interaction):
            if draft_submission is not None:
                await on_draft_form(interaction, draft_submission)
            elif guess_submission is not None:
                await on_guess_form(interaction, guess_submission)

    async def delete_expired_drafts(self, now: datetime) -> bool:
        """Delete old drafts and withdraw proposals without consent; return True, as a job done."""
        store = self._bot.store
        await store.drafts.delete_created_before(now - DRAFT_MAX_AGE)
        await store.proposals.expire_unanswered(now - CONSENT_TIMEOUT, now)
        return True


@add_group.command(description="Add news, and how far along things are if it says so")
@app_commands.describe(
    topic=_TOPIC_DESCRIPTION,
    stage="How far along things are now, if the news says so",
    certainty="How sure that is (reported unless you say)",
    release_date="The release date, if one was announced, like March 2027",
    source=_SOURCE_DESCRIPTION,
)
@app_commands.choices(certainty=_CERTAINTY_CHOICES)
async def news(
    interaction: Interaction,
    topic: ShortText,
    stage: ShortText = NO_STAGE,
    certainty: app_commands.Choice[str] | None = None,
    source: ShortText = "",
    release_date: ShortText = "",
) -> None:
    """Open the form for news."""
    chosen = {"topic": topic, "source": source, "stage": stage, "release_date": release_date}
    chosen["certainty"] = certainty.value if certainty else "reported"
    await start_draft(interaction, "news", chosen)


@add_group.command(description="Add words that someone really said")
@app_commands.describe(
    speaker="Who said it: pick the name if it comes up",
    topic=_TOPIC_DESCRIPTION,
    source=_SOURCE_DESCRIPTION,
)
async def quote(
    interaction: Interaction,
    speaker: ShortText,
    topic: ShortText,
    source: ShortText = "",
) -> None:
    """Open the form for a quote."""
    await start_draft(interaction, "quote", {"speaker": speaker, "topic": topic, "source": source})


@add_group.command(description="Add a fact")
@app_commands.describe(source=_SOURCE_DESCRIPTION)
async def fact(interaction: Interaction, source: ShortText = "") -> None:
    """Open the form for a fact."""
    await start_draft(interaction, "fact", {"source": source})


@add_group.command(description="Add a trivia question, and test which answers count")
@app_commands.describe(
    difficulty="How hard it is (medium unless you say)", source=_SOURCE_DESCRIPTION
)
@app_commands.choices(difficulty=_DIFFICULTY_CHOICES)
async def question(
    interaction: Interaction,
    difficulty: app_commands.Choice[str] | None = None,
    source: ShortText = "",
) -> None:
    """Open the form for a question."""
    chosen = difficulty.value if difficulty else Difficulty.MEDIUM.value
    await start_draft(interaction, "question", {"difficulty": chosen, "source": source})


@app_commands.context_menu(name="Save as quote")
@app_commands.guild_only()
async def save_as_quote(interaction: Interaction, message: discord.Message) -> None:
    """Open the form for a quote, filled with a message."""
    zone = await interaction.client.get_time_zone(interaction.guild_id)
    quoted = _build_quoted_message(message, zone)
    check_quotable(quoted)
    guild = get_guild(interaction)
    people = await get_canon(interaction).get_people()
    guild_people = await interaction.client.store.guild_entries.list_people(guild.id)
    members = {one.member_id: one.slug for one in guild_people if one.member_id is not None}
    await start_draft(
        interaction, MESSAGE_KIND, build_quote_fields(quoted, guild.name, people, members)
    )


@news.autocomplete("topic")
@quote.autocomplete("topic")
async def _suggest_topics(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    topics = get_canon(interaction).manifest.topics
    return NameIndex({one.slug: (one.name,) for one in topics}).suggest(current)


@news.autocomplete("stage")
async def _suggest_stages(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    stages = get_canon(interaction).manifest.stages
    return NameIndex({one.slug: (one.label,) for one in stages}).suggest(current)


@quote.autocomplete("speaker")
async def _suggest_speakers(
    interaction: Interaction, current: str
) -> list[app_commands.Choice[str]]:
    people = (await get_canon(interaction).get_people()).values()
    return NameIndex({one.slug: (one.name, *one.aliases) for one in people}).suggest(current)


@news.autocomplete("source")
@quote.autocomplete("source")
@fact.autocomplete("source")
@question.autocomplete("source")
async def _suggest_sources(
    interaction: Interaction, current: str
) -> list[app_commands.Choice[str]]:
    index = await get_canon(interaction).derive(build_canon_index)
    return index.source_names.suggest(current)


async def start_draft(interaction: Interaction, kind: str, typed: dict[str, str]) -> None:
    """Store a new draft and open its form.

    Raises QuotaExceededError when the member may make no proposal, and SourceNotFoundError.
    """
    service = SubmissionService.from_interaction(interaction)
    if not await is_reviewer(interaction):
        await service.check_quota()
    source = typed.get("source")
    if source and source not in (await service.get_index()).sources:
        raise SourceNotFoundError
    stored = await service.create_draft(interaction.id, kind, typed)
    await open_draft_form(interaction, stored, "a")


def _build_quoted_message(message: discord.Message, zone: ZoneInfo) -> QuotedMessage:
    author = message.author
    is_app = author.bot or message.webhook_id is not None or message.is_system()
    return QuotedMessage(
        message.clean_content,
        message.jump_url,
        message.created_at.astimezone(zone),
        author.id,
        author.display_name,
        author.name,
        not is_app,
    )
