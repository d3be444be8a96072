"""The page of `/setup` for anniversaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, mention_role
from bot.scheduling.schedule_editor import ScheduleEditor
from bot.setup.controls import SetupButton
from bot.setup.diagnosis import find_role_problems
from bot.setup.page_card import SetupRow
from bot.setup.publishing import FIELD as PUBLISH_FIELD
from bot.setup.publishing import (
    build_publish_rows,
    describe_publish_choice,
    parse_publish_choice,
)
from bot.setup.registry import INVALID_CHOICE, FieldChange
from bot.setup.schedule_page import SchedulePage, list_role_requirements
from bot.setup.selects import option_select, role_select
from bot.ui.replies import reply_card
from cogs.anniversaries.calendar import DEFAULT_OPTIONS
from cogs.anniversaries.post import AnniversaryPostType
from cogs.anniversaries.service import AnniversaryService
from cogs.anniversaries.views import preview_page
from storage.posts.models import Schedule

OPTION_LABELS: dict[str, Markdown] = {
    "month_entries": "Month-only dates, on the 1st",
    "year_entries": "Year-only dates, on New Year's Day",
    "day_counts": "Round day counts, like 10,000",
}


class AnniversariesPage(SchedulePage):
    """The schedule of anniversary posts, the role to ping, and the kinds of dates to post."""

    key = "anniversaries"
    position = 10
    title: Markdown = "Anniversaries"
    plural_name = "Anniversaries"
    description = "What happened on this day, posted once on each day that has something to tell."
    default_options = asdict(DEFAULT_OPTIONS)

    def __init__(self, bot: BotBase) -> None:
        super().__init__(bot, AnniversaryPostType(bot))

    async def build_rows(self, guild: discord.Guild, schedule: Schedule) -> Sequence[SetupRow]:
        role_id = schedule.settings.role_id
        role = guild.get_role(role_id) if role_id else None
        label = "**Role** to ping; members add or remove it with a button under each post"
        problems: list[Markdown] = [
            sentence
            for requirement in list_role_requirements(schedule)
            for sentence in find_role_problems(guild, requirement)
        ]
        problem_lines = "".join(f"\nTo fix: {sentence}" for sentence in problems)
        selected = [option for option, is_on in schedule.settings.options.items() if is_on]
        settings = await self._bot.store.guild_settings.get(guild.id)
        return (
            *await super().build_rows(guild, schedule),
            SetupRow(
                label + problem_lines, (role_select(self.key, "role", role, placeholder="No one"),)
            ),
            SetupRow(
                "**Besides exact dates**",
                (
                    option_select(
                        self.key,
                        "options",
                        OPTION_LABELS,
                        selected,
                        is_multiple=True,
                        placeholder="Nothing else",
                    ),
                ),
            ),
            *build_publish_rows(
                guild,
                self.key,
                schedule.settings.channel_id,
                is_on=settings.publishes_anniversaries,
            ),
        )

    def build_extra_buttons(self) -> Sequence[SetupButton]:
        return (
            SetupButton(self.key, "preview", "Preview"),
            SetupButton(self.key, "test", "Post a test"),
        )

    async def apply_change(self, change: FieldChange) -> Markdown | None:
        note = await self._apply(change)
        # Scheduled events begin when posts are due, and follow the same options.
        calendars = self._bot.store.event_calendars
        await calendars.bring_forward([change.guild.id], self._bot.clock())
        return note

    async def _apply(self, change: FieldChange) -> Markdown | None:
        editor = self.build_editor(change.guild)
        match change.field:
            case "role":
                return await self._change_role(editor, change)
            case "options":
                return await self._change_options(editor, change)
            case _ if change.field == PUBLISH_FIELD:
                is_on = parse_publish_choice(change)
                await self._bot.store.guild_settings.update(
                    change.guild.id, publishes_anniversaries=is_on
                )
                return describe_publish_choice(self.plural_name, is_on)
            case "preview":
                card = await preview_page(change.interaction, 0)
                await reply_card(change.interaction, card, ephemeral=True)
                return None
            case "test":
                return await self._post_test(editor, change)
            case _:
                return await super().apply_change(change)

    async def _change_role(self, editor: ScheduleEditor, change: FieldChange) -> Markdown:
        role = change.get_role()
        await editor.update(change.user_id, role_id=role.id if role else None)
        return (
            f"I'll ping {mention_role(role.id)} from now on."
            if role
            else ("I won't ping anyone anymore.")
        )

    async def _change_options(self, editor: ScheduleEditor, change: FieldChange) -> Markdown:
        if not OPTION_LABELS.keys() >= set(change.values):
            raise RefusedError(INVALID_CHOICE)
        await editor.update(
            change.user_id, options={option: option in change.values for option in OPTION_LABELS}
        )
        chosen: list[Markdown] = [
            label.lower() for option, label in OPTION_LABELS.items() if option in change.values
        ]
        included = "; ".join(chosen) or "nothing"
        return f"Besides exact dates, I'll post: {included}."

    async def _post_test(self, editor: ScheduleEditor, change: FieldChange) -> Markdown:
        schedule = await editor.get_schedule()
        if schedule is None:
            raise RefusedError(INVALID_CHOICE)
        # Sending may take longer than Discord waits for a reply.
        await change.interaction.response.defer()
        return await AnniversaryService(editor.bot, editor.guild, editor.now).post_test(schedule)
