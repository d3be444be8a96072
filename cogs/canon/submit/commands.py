"""`/canon add …` and *Save as quote*: where members begin to write."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.errors import answer_error
from bot.ui.forms import submitted
from bot.ui.locale import speak_to
from bot.ui.name_search import Choices
from bot.ui.replies import canon_for, say
from cogs.canon.group import canon
from cogs.canon.permissions import is_reviewer
from cogs.canon.proposals.similar_entries import Shelves
from cogs.canon.submit.forms import GUESSED, WRITTEN
from cogs.canon.submit.parser import CERTAINTIES, MESSAGE, NO_STAGE
from cogs.canon.submit.quoted_messages import QuotedMessage, begin_quote, why_not_quoted
from cogs.canon.submit.service import COG, desk_of, open_form
from cogs.canon.submit.views import take_guess, take_written
from seeds.schema import Difficulty, Stage

CHORE = "drafts"
SWEPT_EVERY = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)
ASKED_FOR = timedelta(days=30)
"""How long a quoted member may take to answer."""

NO_SUCH_SOURCE = (
    "No such source is on record: pick one from the list that comes up as you type, or leave it "
    "out and name it in the form."
)
Typed = app_commands.Range[str, 1, 100]
add = app_commands.Group(
    name="add", description="Add something that is true, with where you know it from", parent=canon
)
_STAGES = [app_commands.Choice(name=one.capitalize(), value=one.value) for one in Stage]
_CERTAINTIES = [app_commands.Choice(name=one.capitalize(), value=one) for one in CERTAINTIES]
_DIFFICULTIES = [app_commands.Choice(name=one.capitalize(), value=one.value) for one in Difficulty]
_SOURCE = "Where it is from, if that is on record; without it the form asks"
_TOPIC = "What it is about"


class AddCog(commands.Cog, name=COG):
    """Takes the forms, and sweeps up what nobody finishes."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self.shelves = Shelves(bot.store)

    async def cog_load(self) -> None:
        self._bot.scheduler.chores.register(CHORE, self.sweep, every=SWEPT_EVERY)

    async def cog_unload(self) -> None:
        self._bot.scheduler.chores.forget(CHORE)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[FanBot]) -> None:
        """Take a form, if it is one of a draft's."""
        written = submitted(interaction, WRITTEN)
        guessed = submitted(interaction, GUESSED)
        try:
            if written is not None:
                await speak_to(interaction)
                await take_written(interaction, written)
            elif guessed is not None:
                await speak_to(interaction)
                await take_guess(interaction, guessed)
        except Exception as error:
            await answer_error(interaction, error)

    async def sweep(self, now: datetime) -> bool:
        """Forget old drafts, and questions to members that nobody answered."""
        store = self._bot.store
        await store.drafts.delete_created_before(int((now - KEPT_FOR).timestamp()))
        await store.proposals.expire_unanswered(int((now - ASKED_FOR).timestamp()), int(now.timestamp()))
        return True


@add.command(description="Add news, and if you like how far the production is now")
@app_commands.describe(
    topic=_TOPIC,
    stage="How far the production is now, if the news says so",
    certainty="How sure that is; reported when left out",
    source=_SOURCE,
)
@app_commands.choices(stage=_STAGES, certainty=_CERTAINTIES)
async def news(
    interaction: discord.Interaction[FanBot],
    topic: Typed,
    stage: app_commands.Choice[str] | None = None,
    certainty: app_commands.Choice[str] | None = None,
    source: Typed = "",
) -> None:
    """Open the form for news."""
    chosen = {"topic": topic, "source": source}
    chosen["stage"] = stage.value if stage else NO_STAGE
    chosen["certainty"] = certainty.value if certainty else "reported"
    await begin(interaction, "news", chosen)


@add.command(description="Add words that somebody really said")
@app_commands.describe(
    speaker="Who said it: pick the name if it comes up", topic=_TOPIC, source=_SOURCE
)
async def quote(
    interaction: discord.Interaction[FanBot], speaker: Typed, topic: Typed, source: Typed = ""
) -> None:
    """Open the form for a quote."""
    await begin(interaction, "quote", {"speaker": speaker, "topic": topic, "source": source})


@add.command(description="Add a fact")
@app_commands.describe(source=_SOURCE)
async def fact(interaction: discord.Interaction[FanBot], source: Typed = "") -> None:
    """Open the form for a fact."""
    await begin(interaction, "fact", {"source": source})


@add.command(description="Add a trivia question, and try what would count as right")
@app_commands.describe(difficulty="How hard it is; medium when left out", source=_SOURCE)
@app_commands.choices(difficulty=_DIFFICULTIES)
async def question(
    interaction: discord.Interaction[FanBot],
    difficulty: app_commands.Choice[str] | None = None,
    source: Typed = "",
) -> None:
    """Open the form for a question."""
    chosen = difficulty.value if difficulty else Difficulty.MEDIUM.value
    await begin(interaction, "question", {"difficulty": chosen, "source": source})


@app_commands.context_menu(name="Save as quote")
@app_commands.guild_only()
async def save_as_quote(interaction: discord.Interaction[FanBot], message: discord.Message) -> None:
    """Open the form for a quote that a message fills."""
    quoted = _quoted(message)
    reason = why_not_quoted(quoted)
    if reason is not None:
        await say(interaction, reason)
        return
    guild = desk_of(interaction).guild
    people = await canon_for(interaction).get_people()
    own = await interaction.client.store.guild_entries.list_people(guild.id)
    members = {one.member_id: one.slug for one in own if one.member_id is not None}
    await begin(interaction, MESSAGE, begin_quote(quoted, guild.name, people, members))


@news.autocomplete("topic")
@quote.autocomplete("topic")
async def _suggest_topics(
    interaction: discord.Interaction[FanBot], current: str
) -> list[app_commands.Choice[str]]:
    topics = interaction.client.manifest.topics
    return Choices({one.slug: (one.name,) for one in topics}).suggest(current)


@quote.autocomplete("speaker")
async def _suggest_speakers(
    interaction: discord.Interaction[FanBot], current: str
) -> list[app_commands.Choice[str]]:
    people = (await canon_for(interaction).get_people()).values()
    return Choices({one.slug: (one.name, *one.aliases) for one in people}).suggest(current)


@news.autocomplete("source")
@quote.autocomplete("source")
@fact.autocomplete("source")
@question.autocomplete("source")
async def _suggest_sources(
    interaction: discord.Interaction[FanBot], current: str
) -> list[app_commands.Choice[str]]:
    desk = desk_of(interaction)
    return (await desk.shelf()).choices.suggest(current)


async def begin(interaction: discord.Interaction[FanBot], kind: str, typed: dict[str, str]) -> None:
    """Keep a new draft and open its form, if its author may add anything now."""
    desk = desk_of(interaction)
    reason = None if await is_reviewer(interaction) else await desk.why_not()
    source = typed.get("source")
    if reason is None and source and source not in (await desk.shelf()).sources:
        reason = NO_SUCH_SOURCE
    if reason is not None:
        await say(interaction, reason)
        return
    stored = await desk.begin(interaction.id, kind, typed)
    await open_form(interaction, stored, "a")


def _quoted(message: discord.Message) -> QuotedMessage:
    author = message.author
    is_app = author.bot or message.webhook_id is not None or message.is_system()
    return QuotedMessage(
        message.clean_content,
        message.jump_url,
        message.created_at,
        author.id,
        author.display_name,
        author.name,
        not is_app,
    )
