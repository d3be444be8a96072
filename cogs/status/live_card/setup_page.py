"""The page of `/setup` for the status card: its channel, and whether it is pinned."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape, format_link, mention_channel
from bot.messaging.channels import find_obstacle
from bot.messaging.refusals import get_remedy
from bot.permissions import (
    PICTURE_PERMISSIONS,
    PIN_PERMISSIONS,
    POST_PERMISSIONS,
    get_permission_name,
)
from bot.setup.controls import SetupButton, footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, ChannelRequirement, FieldChange, PageRequirements
from bot.setup.selects import channel_select, hidden_channel_note, visible_channels
from bot.ui.permission_hints import obstacle_hint
from cogs.status.live_card.post import format_refusal
from cogs.status.live_card.updater import StatusCardUpdater
from storage.posts.status_cards import StatusCard

CHANNEL_TYPES = (discord.ChannelType.text, discord.ChannelType.news)
"""A thread is archived after some days, and an edit does not reopen it."""
PURPOSE = "the status card"
PIN: Markdown = get_permission_name("pin_messages")


class StatusCardPage:
    """The channel of the card, and its pin."""

    key = "statuscard"
    position = 35
    title: Markdown = "Status card"

    def __init__(self, bot: BotBase, updater: StatusCardUpdater) -> None:
        self._bot = bot
        self._cards = bot.store.status_cards
        self._updater = updater

    async def summarize(self, guild: discord.Guild) -> Markdown:
        stored = await self._cards.get(guild.id)
        if stored is None or stored.channel_id is None:
            return "not set up"
        pinned = ", pinned" if stored.is_pinned else ""
        on_hold = "on hold; " if stored.obstacle else ""
        return f"{on_hold}{mention_channel(stored.channel_id)}{pinned}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        stored = await self._cards.get(guild.id)
        chosen = stored.channel_id if stored else None
        select = channel_select(
            self.key,
            "channel",
            visible_channels(guild, [chosen]),
            placeholder="Nowhere",
            types=CHANNEL_TYPES,
            min_values=0,
        )
        row = SetupRow(f"**Channel**{hidden_channel_note(guild, chosen)}", (select,))
        pin = [_build_pin_button(self.key, stored)] if stored and chosen else []
        return SetupCard(self.title, self._format_state(guild, stored), (row, footer_row(*pin)))

    def _format_state(self, guild: discord.Guild, stored: StatusCard | None) -> Markdown:
        awaited = escape(self._bot.packs.get(guild.id).manifest.awaited)
        intro = (
            f"One message that always shows where {awaited} stands and counts to the next promised "
            "date. I edit it when something changes, at most once an hour."
        )
        if stored is None or stored.channel_id is None:
            return f"{intro}\n\nChoose a channel and it comes right away."
        lines: list[Markdown] = [intro, "", _format_place(stored)]
        if stored.wants_pin and not stored.is_pinned:
            lines.append(f"It isn't pinned yet: I need *{PIN}* in that channel.")
        return "\n".join(lines)

    async def apply_change(self, change: FieldChange) -> Markdown:
        match change.field:
            case "channel":
                return await self._set_channel(change)
            case "pin":
                return await self._set_pin(change)
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def _set_channel(self, change: FieldChange) -> Markdown:
        channel = await _fetch_channel(change)
        now = self._bot.clock()
        channel_id = channel.id if channel else None
        await self._cards.set_channel(change.guild.id, channel_id, now)
        await self._updater.update(change.guild.id, now)
        if channel is None:
            return "The status card is gone."
        return f"The status card is now in {mention_channel(channel.id)}."

    async def _set_pin(self, change: FieldChange) -> Markdown:
        wants_pin = change.get_option(("on", "off")) == "on"
        now = self._bot.clock()
        await self._cards.set_pin(change.guild.id, wants_pin, now)
        await self._updater.update(change.guild.id, now)
        stored = await self._cards.get(change.guild.id)
        if stored is None or stored.is_pinned == wants_pin:
            return "The status card is pinned." if wants_pin else "The status card isn't pinned."
        verb = "pin" if wants_pin else "unpin"
        return f"I can't {verb} it yet: allow me *{PIN}* in that channel and I'll do it."

    async def get_requirements(self, guild: discord.Guild) -> PageRequirements:
        stored = await self._cards.get(guild.id)
        if stored is None or stored.channel_id is None:
            return PageRequirements()
        needed = POST_PERMISSIONS
        if stored.wants_pin != stored.is_pinned:
            needed = (*needed, *PIN_PERMISSIONS)
        requirement = ChannelRequirement(stored.channel_id, needed, PURPOSE, PICTURE_PERMISSIONS)
        # What a permission solves is found by itself.
        is_refused = get_remedy(stored.obstacle) is not None
        problem = format_refusal(stored.channel_id, stored.obstacle) if is_refused else ""
        return PageRequirements([requirement], problem=problem)


async def _fetch_channel(change: FieldChange) -> discord.TextChannel | None:
    """Return the chosen channel, None for none. Raises RefusedError where the bot may not post."""
    channels = await change.fetch_channels()
    if not channels:
        return None
    channel = channels[0]
    if len(channels) > 1 or not isinstance(channel, discord.TextChannel):
        raise RefusedError(INVALID_CHOICE)
    obstacle = find_obstacle(channel)
    if obstacle is not None:
        raise RefusedError(f"{obstacle_hint(obstacle, channel.id)} Nothing was changed.")
    return channel


def _format_place(stored: StatusCard) -> Markdown:
    if stored.obstacle:
        return f"**On hold:** {escape(stored.obstacle)}. Open *Diagnosis* to see what to do."
    if stored.message_id is None or stored.posted_channel_id is None:
        return f"It's on its way to {mention_channel(stored.channel_id or 0)}."
    path = f"{stored.guild_id}/{stored.posted_channel_id}/{stored.message_id}"
    link = format_link("see it", f"https://discord.com/channels/{path}")
    return f"It's in {mention_channel(stored.posted_channel_id)}: {link}"


def _build_pin_button(key: str, stored: StatusCard) -> SetupButton:
    """Return the button for the other choice; it names its target, so double clicks are safe."""
    if stored.wants_pin:
        return SetupButton(key, "pin", "Don't pin it", "off")
    return SetupButton(key, "pin", "Pin it", "on")
