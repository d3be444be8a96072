"""The buttons under an anniversary card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, Self

import discord

from bot.base import Interaction
from bot.markdown import mention_role
from bot.messaging.error_codes import is_permission_missing
from bot.permissions import get_permission_name
from bot.ui.citations import SourcesButton
from bot.ui.components import PersistentButton
from bot.ui.replies import get_canon, reply_text
from cogs.anniversaries.calendar import AnniversaryOptions
from cogs.anniversaries.digest import KIND, get_anniversary_index
from seeds.schema import Source

CardPurpose = Literal["post", "show"]
"""Distinguishes the custom ids of a scheduled post from those of a card for the same day."""


class DaySourcesButton(
    SourcesButton,
    template=r"onthisday:(?P<use>post|show):(?P<day>\d{4}-\d{2}-\d{2}):(?P<include>[01]{3})",
):
    """A button that shows every source of one day's card."""

    def __init__(self, day: date, options: AnniversaryOptions, purpose: CardPurpose) -> None:
        super().__init__(f"{sources_id_prefix(day, purpose)}{_encode_options(options)}")
        self._day = day
        self._options = options

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        options = AnniversaryOptions(*(bit == "1" for bit in match["include"]))
        return cls(date.fromisoformat(match["day"]), options, "show")

    async def get_sources(self, interaction: Interaction) -> Sequence[Source]:
        canon = get_canon(interaction)
        anniversaries = (await get_anniversary_index(canon)).list_on_day(self._day, self._options)
        return await canon.get_sources(
            source_id for anniversary in anniversaries for source_id in anniversary.entry.sources
        )


def sources_id_prefix(day: date, purpose: CardPurpose) -> str:
    """Return the start of the custom id of a day's *Sources* button."""
    return f"onthisday:{purpose}:{day}:"


def _encode_options(options: AnniversaryOptions) -> str:
    chosen = (options.month_entries, options.year_entries, options.day_counts)
    return "".join(str(int(is_on)) for is_on in chosen)


class PingRoleButton(PersistentButton, template="onthisday:ping"):
    """A button that adds the guild's role for anniversaries to the member, or removes it."""

    def __init__(self) -> None:
        super().__init__("Turn pings on or off", "onthisday:ping")

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:  # noqa: ARG003 - it has no state
        return cls()

    async def press(self, interaction: Interaction) -> None:
        role, member = await _get_ping_role(interaction), interaction.user
        if role is None or not isinstance(member, discord.Member):
            await reply_text(
                interaction, ("I don't ping anyone for these anymore, so there's no role to take.")
            )
            return
        has_it = role in member.roles
        # Changing roles is rate limited, so the reply may take longer than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            await (member.remove_roles(role) if has_it else member.add_roles(role))
        except discord.Forbidden as error:
            if not is_permission_missing(error):
                raise
            await reply_text(
                interaction,
                f"I'm not allowed to hand out {mention_role(role.id)}: ask an admin to give me "
                f"{get_permission_name('manage_roles')} and drag my role above it.",
            )
            return
        done = (
            "Done: I won't ping you for these anymore."
            if has_it
            else "Done: I'll ping you for these."
        )
        await reply_text(interaction, done)


async def _get_ping_role(interaction: Interaction) -> discord.Role | None:
    guild = interaction.guild
    if guild is None:
        return None
    schedule = await interaction.client.store.schedules.get(guild.id, KIND)
    role_id = schedule.settings.role_id if schedule else None
    return guild.get_role(role_id) if role_id else None
