"""What features offer to be set up: the pages of `/setup`, and where they register them.

A page is asked anew at every click; nothing here is remembered but the pages themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias
from weakref import WeakValueDictionary

import discord

if TYPE_CHECKING:
    from bot.client import FanBot
    from bot.setup.controls import PanelCard

FORGED = "That is no choice of mine, so nothing was changed: open /setup again and choose there."
UNSEEN = "I cannot see that channel: allow me View Channel in its settings, then choose it again."

ServerChannel: TypeAlias = discord.abc.GuildChannel | discord.Thread


class RefusedError(Exception):
    """Nothing was changed; its words are one sentence for the admin on what to do instead."""


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be allowed in a channel, named as `discord.Permissions` does, and for what."""

    channel_id: int
    permissions: Sequence[str]
    purpose: str


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """A role that has to exist, and what the bot does with it."""

    role_id: int
    purpose: str
    pinged_in: int | None = None
    """The channel it is to be notified in."""
    is_handed_out: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a page's settings need, and what comes of them."""

    needs: Sequence[Need] = ()
    roles: Sequence[RoleNeed] = ()
    next_at: datetime | None = None
    """When it posts next."""
    silence: str = ""
    """Why it posts nothing, and what to do about that; "" when it posts, or never does."""


@dataclass(frozen=True, slots=True)
class Change:
    """A click on one of a page's controls, by somebody who may manage the server."""

    interaction: discord.Interaction[FanBot]
    guild: discord.Guild
    field: str
    values: Sequence[str]
    """What was chosen or written; a button's argument."""

    @property
    def by_id(self) -> int:
        """Who clicked."""
        return self.interaction.user.id

    @property
    def text(self) -> str:
        """The one value, "" without any."""
        return self.values[0] if self.values else ""

    def one_of(self, offered: Iterable[str]) -> str:
        """The one value, if it was offered."""
        if self.text not in offered:
            raise RefusedError(FORGED)
        return self.text

    def number(self, least: int, most: int) -> int:
        """The one value as a number within bounds."""
        if not (self.text.isascii() and self.text.isdecimal() and len(self.text) < 10):
            raise RefusedError(FORGED)
        if not least <= int(self.text) <= most:
            raise RefusedError(FORGED)
        return int(self.text)

    def role(self) -> discord.Role | None:
        """The chosen role of this server, None when the choice was taken back."""
        if not self.values:
            return None
        role = self.guild.get_role(_id(self.text))
        if role is None:
            raise RefusedError(FORGED)
        if role.is_default():
            raise RefusedError(
                "That would mean everyone: choose a role that members can take or leave."
            )
        if role.is_bot_managed():
            raise RefusedError("That role belongs to an app, so no member has it: choose another.")
        return role

    async def channels(self) -> list[ServerChannel]:
        """The chosen channels of this server, none when the choice was taken back."""
        return await asyncio.gather(*(self._channel(_id(value)) for value in self.values))

    async def _channel(self, channel_id: int) -> ServerChannel:
        found = self.guild.get_channel_or_thread(channel_id)
        if found is not None:
            return found
        try:
            # A thread that nobody has written in for long is not in memory.
            return await self.guild.fetch_channel(channel_id)
        except (discord.NotFound, discord.InvalidData):
            raise RefusedError(FORGED) from None
        except discord.Forbidden:
            raise RefusedError(UNSEEN) from None


def _id(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 20):
        raise RefusedError(FORGED)
    return int(value)


class Screen(Protocol):
    """Something the panel can show."""

    @property
    def key(self) -> str:
        """What custom ids know it by: lower-case letters."""
        ...

    @property
    def title(self) -> str:
        """What it is called on buttons and at its top."""
        ...

    async def card(self, guild: discord.Guild) -> PanelCard:
        """How it stands at the moment, over its controls."""
        ...

    async def change(self, change: Change) -> str | None:
        """Do what a control asks for; gives the sentence that says what was done.

        None when the click was answered in another way. Raises RefusedError.
        """
        ...


class Page(Screen, Protocol):
    """Something a server can set up."""

    async def summary(self, guild: discord.Guild) -> str:
        """How it stands at the moment, in one line without a full stop."""
        ...

    async def checkup(self, guild: discord.Guild) -> Checkup:
        """What the settings of the moment need, for the diagnosis."""
        ...


class Panel:
    """Every page in the order they were registered, and other screens beside them."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self._screens: dict[str, Screen] = {}
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @property
    def pages(self) -> list[Page]:
        """What can be set up."""
        return list(self._pages.values())

    def register(self, page: Page) -> None:
        """Let servers set this up from now on."""
        self._pages[page.key] = page

    def add_screen(self, screen: Screen) -> None:
        """Show this too, which sets up nothing of its own."""
        self._screens[screen.key] = screen

    def forget(self, key: str) -> None:
        """Show a page or screen no more; what was set up stays as it is."""
        self._pages.pop(key, None)
        self._screens.pop(key, None)

    def get(self, key: str) -> Screen | None:
        """A page or screen; None when there is none of that name."""
        return self._pages.get(key) or self._screens.get(key)

    def turn(self, guild_id: int) -> asyncio.Lock:
        """Hold this while something of a server is read to be written back changed.

        A server belongs to one process, so two admins at once are here, or not at all.
        """
        return self._turns.setdefault(guild_id, asyncio.Lock())
