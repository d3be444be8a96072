"""What features offer to be set up: the pages of `/setup`, and where they register them.

A page is rendered at every click from what is stored; only the pages themselves are kept here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import discord

from bot.base import Interaction, ResourceKey
from bot.errors import RefusedError
from bot.messaging.channels import ChannelNotFound, GuildChannelOrThread, find_channel
from bot.setup.page_card import SetupCard

INVALID_CHOICE = (
    "That is no choice of mine, so nothing was changed: open /setup again and choose there."
)
CHANNEL_HIDDEN = (
    "I cannot see that channel: allow me View Channel in its settings, then choose it again."
)


@dataclass(frozen=True, slots=True)
class ChannelRequirement:
    """What has to be allowed in a channel, named as `discord.Permissions` does, and for what."""

    channel_id: int
    permissions: Sequence[str]
    purpose: str


@dataclass(frozen=True, slots=True)
class RoleRequirement:
    """A role that has to exist, and what the bot does with it."""

    role_id: int
    purpose: str
    pinged_in_channel_id: int | None = None
    """The channel it is to be notified in."""
    is_assigned_by_bot: bool = False


@dataclass(frozen=True, slots=True)
class PageRequirements:
    """What a page's settings need, and what comes of them."""

    channels: Sequence[ChannelRequirement] = ()
    roles: Sequence[RoleRequirement] = ()
    next_due_at: datetime | None = None
    """When it posts next."""
    inactive_reason: str = ""
    """Why it posts nothing, and what to do about that; "" when it posts, or never does."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A click on one of a page's controls, by a member who may manage the guild."""

    interaction: Interaction
    guild: discord.Guild
    field: str
    values: Sequence[str]
    """What was chosen or written; a button's argument."""

    @property
    def user_id(self) -> int:
        """Who clicked."""
        return self.interaction.user.id

    @property
    def value(self) -> str:
        """The one value, "" without any."""
        return self.values[0] if self.values else ""

    def get_option(self, offered: Iterable[str]) -> str:
        """The one value, if it was offered."""
        if self.value not in offered:
            raise RefusedError(INVALID_CHOICE)
        return self.value

    def get_number(self, minimum: int, maximum: int) -> int:
        """The one value as a number within bounds."""
        if not (self.value.isascii() and self.value.isdecimal() and len(self.value) < 10):
            raise RefusedError(INVALID_CHOICE)
        if not minimum <= int(self.value) <= maximum:
            raise RefusedError(INVALID_CHOICE)
        return int(self.value)

    def get_role(self) -> discord.Role | None:
        """The chosen role of this server, None when the choice was taken back."""
        if not self.values:
            return None
        role = self.guild.get_role(_parse_id(self.value))
        if role is None:
            raise RefusedError(INVALID_CHOICE)
        if role.is_default():
            raise RefusedError(
                "That would mean everyone: choose a role that members can take or leave."
            )
        if role.is_bot_managed():
            raise RefusedError("That role belongs to an app, so no member has it: choose another.")
        return role

    async def fetch_channels(self) -> list[GuildChannelOrThread]:
        """The chosen channels of this server, none when the choice was taken back."""
        return await asyncio.gather(
            *(self._fetch_channel(_parse_id(value)) for value in self.values)
        )

    async def _fetch_channel(self, channel_id: int) -> GuildChannelOrThread:
        channel = await find_channel(self.guild, channel_id)
        if channel is ChannelNotFound.GONE:
            raise RefusedError(INVALID_CHOICE)
        if channel is ChannelNotFound.HIDDEN:
            raise RefusedError(CHANNEL_HIDDEN)
        return channel


def _parse_id(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 20):
        raise RefusedError(INVALID_CHOICE)
    return int(value)


class SetupPage(Protocol):
    """Something the panel can show."""

    @property
    def key(self) -> str:
        """What custom ids know it by: lower-case letters."""
        ...

    @property
    def title(self) -> str:
        """What it is called on buttons and at its top."""
        ...

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """How it stands at the moment, over its controls."""
        ...

    async def apply_change(self, change: FieldChange, /) -> str | None:
        """Do what a control asks for; gives the sentence that says what was done.

        None when the click was answered in another way. Raises RefusedError.
        """
        ...


class SettingsPage(SetupPage, Protocol):
    """Something a server can set up."""

    @property
    def position(self) -> int:
        """Where it stands among the pages, lowest first."""
        ...

    async def summarize(self, guild: discord.Guild) -> str:
        """How it stands at the moment, in one line without a full stop."""
        ...

    async def get_requirements(self, guild: discord.Guild, /) -> PageRequirements:
        """What the settings of the moment need, for the diagnosis."""
        ...


class SetupRegistry:
    """Every page in the order they were registered, and other screens beside them."""

    def __init__(self) -> None:
        self._settings_pages: dict[str, SettingsPage] = {}
        self._other_pages: dict[str, SetupPage] = {}

    @property
    def settings_pages(self) -> list[SettingsPage]:
        """The pages by position."""
        return sorted(self._settings_pages.values(), key=lambda page: page.position)

    def register_settings_page(self, page: SettingsPage) -> None:
        """Let servers set this up from now on."""
        self._settings_pages[page.key] = page

    def register_page(self, page: SetupPage) -> None:
        """Show this too, which sets up nothing of its own."""
        self._other_pages[page.key] = page

    def unregister(self, key: str) -> None:
        """Show a page or screen no more; what was set up stays as it is."""
        self._settings_pages.pop(key, None)
        self._other_pages.pop(key, None)

    def get_page(self, key: str) -> SetupPage | None:
        """A page or screen; None when there is none of that name."""
        return self._settings_pages.get(key) or self._other_pages.get(key)


SETUP_REGISTRY = ResourceKey[SetupRegistry]("setup registry")
