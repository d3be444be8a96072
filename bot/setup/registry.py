"""The protocols of the `/setup` pages, and the registry to which features add theirs.

A page keeps no state: it is rendered from the stored settings at each click.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import discord

from bot.base import Interaction, ResourceKey
from bot.errors import RefusedError
from bot.markdown import Markdown
from bot.messaging.channels import ChannelNotFound, GuildChannelOrThread, find_channel
from bot.messaging.uploads import UploadedFile
from bot.permissions import get_permission_name
from bot.setup.page_card import SetupCard

INVALID_CHOICE = (
    "That isn't one of the choices, so nothing was changed: open /setup again and pick one there."
)
CHANNEL_HIDDEN = (
    f"I can't see that channel: allow {get_permission_name('view_channel')} for me in its "
    "settings, then choose it again."
)
PRIVATE_THREAD_HIDDEN = "I am not in that private thread: mention me in it, then choose it again."


@dataclass(frozen=True, slots=True)
class ChannelRequirement:
    """The permissions that the bot needs in a channel.

    `permissions` are flags of `discord.Permissions`; `purpose` is a noun phrase such as "games".
    """

    channel_id: int
    permissions: Sequence[str]
    purpose: Markdown
    picture_permissions: Sequence[str] = ()
    """What its cards need to have their pictures, which they can do without."""


@dataclass(frozen=True, slots=True)
class RoleRequirement:
    """A role that has to exist; `purpose` is a noun phrase such as "pings"."""

    role_id: int
    purpose: Markdown
    pinged_in_channel_id: int | None = None
    """The channel whose posts ping it, None when it is not pinged."""
    is_assigned_by_bot: bool = False
    """Whether members get it from the bot."""
    command: Markdown = ""
    """The command that is for it, hidden by default; "" for none."""


@dataclass(frozen=True, slots=True)
class PermissionRequirement:
    """A permission that the bot needs in the whole guild; `purpose` is a noun phrase."""

    permission: str
    """A flag of `discord.Permissions`."""
    purpose: Markdown


@dataclass(frozen=True, slots=True)
class PageRequirements:
    """What a page's settings need in the guild, and whether the page posts."""

    channels: Sequence[ChannelRequirement] = ()
    permissions: Sequence[PermissionRequirement] = ()
    roles: Sequence[RoleRequirement] = ()
    next_due_at: datetime | None = None
    """The aware instant of the next post, None without one."""
    inactive_reason: Markdown = ""
    """Why it posts nothing, with what to do; "" when it posts or has nothing to do with posts."""
    problem: Markdown = ""
    """What else keeps it from working, with what to do; "" without that."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A use of one of a page's controls, by a member who may manage the guild."""

    interaction: Interaction
    guild: discord.Guild
    field: str
    values: Sequence[str]
    """The chosen options, the submitted text, or the argument of a button; may be empty."""
    file: UploadedFile | None = None
    """The file of a submitted form, None without one."""

    @property
    def user_id(self) -> int:
        """The id of the member who used the control."""
        return self.interaction.user.id

    @property
    def value(self) -> str:
        """The first value, "" without one."""
        return self.values[0] if self.values else ""

    def get_option(self, offered: Iterable[str]) -> str:
        """Return the value. Raises RefusedError when it is not one of `offered`."""
        if self.value not in offered:
            raise RefusedError(INVALID_CHOICE)
        return self.value

    def get_number(self, minimum: int, maximum: int) -> int:
        """Return the value as a number. Raises RefusedError outside of the inclusive bounds."""
        if not (self.value.isascii() and self.value.isdecimal() and len(self.value) < 10):
            raise RefusedError(INVALID_CHOICE)
        if not minimum <= int(self.value) <= maximum:
            raise RefusedError(INVALID_CHOICE)
        return int(self.value)

    def get_role(self) -> discord.Role | None:
        """Return the chosen role of the guild, None when the choice was cleared.

        Raises RefusedError for a role that members cannot be given.
        """
        if not self.values:
            return None
        role = self.guild.get_role(_parse_id(self.value))
        if role is None:
            raise RefusedError(INVALID_CHOICE)
        if role.is_default():
            raise RefusedError("That role is everyone: choose one that members can add and remove.")
        if role.is_bot_managed():
            raise RefusedError(
                "That role belongs to an app, so members can't have it: choose another."
            )
        return role

    async def fetch_channels(self) -> list[GuildChannelOrThread]:
        """Return the chosen channels of the guild, none when the choice was cleared.

        Raises RefusedError when one is gone or hidden from the bot.
        """
        return await asyncio.gather(
            *(self._fetch_channel(_parse_id(value)) for value in self.values)
        )

    async def _fetch_channel(self, channel_id: int) -> GuildChannelOrThread:
        channel = await find_channel(self.guild, channel_id)
        if channel is ChannelNotFound.GONE:
            raise RefusedError(INVALID_CHOICE)
        if channel is ChannelNotFound.HIDDEN:
            is_thread = self._get_resolved_type(channel_id) == discord.ChannelType.private_thread
            raise RefusedError(PRIVATE_THREAD_HIDDEN if is_thread else CHANNEL_HIDDEN)
        return channel

    def _get_resolved_type(self, channel_id: int) -> discord.ChannelType | None:
        """Return the type of a chosen channel as Discord sent it with the choice."""
        data: Any = self.interaction.data or {}
        chosen = data.get("resolved", {}).get("channels", {}).get(str(channel_id))
        return (
            None if chosen is None else discord.enums.try_enum(discord.ChannelType, chosen["type"])
        )


def _parse_id(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 20):
        raise RefusedError(INVALID_CHOICE)
    return int(value)


class SetupPage(Protocol):
    """A page that the panel can show."""

    @property
    def key(self) -> str:
        """The name of the page in custom ids: lower-case letters."""
        ...

    @property
    def title(self) -> Markdown:
        """The name of the page on buttons and as its heading."""
        ...

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """Return the current state of the settings and the controls to change them."""
        ...

    async def apply_change(self, change: FieldChange, /) -> Markdown | SetupCard | None:
        """Make a change; return a sentence that says what was done.

        A card is shown in place of the page, to ask before a change is made. None when the page has
        answered the interaction itself. Raises RefusedError, with nothing changed.
        """
        ...


class SettingsPage(SetupPage, Protocol):
    """A page with settings of a guild."""

    @property
    def position(self) -> int:
        """The sort key of the page; the lowest comes first."""
        ...

    async def summarize(self, guild: discord.Guild) -> Markdown:
        """Return the current settings in one line without a full stop."""
        ...

    async def get_requirements(self, guild: discord.Guild, /) -> PageRequirements:
        """Return what the current settings need, for the diagnosis."""
        ...


class SetupRegistry:
    """The registered pages: those with settings, and others such as the diagnosis."""

    def __init__(self) -> None:
        self._settings_pages: dict[str, SettingsPage] = {}
        self._other_pages: dict[str, SetupPage] = {}

    @property
    def settings_pages(self) -> list[SettingsPage]:
        """The pages with settings, by position."""
        return sorted(self._settings_pages.values(), key=lambda page: page.position)

    def register_settings_page(self, page: SettingsPage) -> None:
        """Add a page with settings, to the overview too."""
        self._settings_pages[page.key] = page

    def register_page(self, page: SetupPage) -> None:
        """Add a page without settings of its own."""
        self._other_pages[page.key] = page

    def unregister(self, key: str) -> None:
        """Remove the page with this key; stored settings stay as they are."""
        self._settings_pages.pop(key, None)
        self._other_pages.pop(key, None)

    def get_page(self, key: str) -> SetupPage | None:
        """Return the page with this key, None without one."""
        return self._settings_pages.get(key) or self._other_pages.get(key)


SETUP_REGISTRY = ResourceKey[SetupRegistry]("setup registry")
