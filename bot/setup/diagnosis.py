"""Tests, at the moment it is asked, whether a server lets the bot do what its settings need."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import discord

from bot.messaging.channels import is_locked, missing_in
from bot.messaging.permission_hints import how_to_allow
from bot.messaging.sending import TROUBLE
from bot.setup.registry import Need, RoleNeed
from bot.ui.text import listed


async def channel_findings(guild: discord.Guild, needs: Sequence[Need]) -> list[str]:
    """A sentence for each channel of `needs` that lacks something, and what to do about it."""
    by_channel: dict[int, list[Need]] = {}
    for need in needs:
        by_channel.setdefault(need.channel_id, []).append(need)
    found = await asyncio.gather(*(_look_at(guild, *one) for one in by_channel.items()))
    return [sentence for sentence in found if sentence]


async def _look_at(guild: discord.Guild, channel_id: int, needs: Sequence[Need]) -> str:
    purposes = listed(list(dict.fromkeys(need.purpose for need in needs)))
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        try:
            # Threads out of use and channels out of sight are not in memory.
            channel = await guild.fetch_channel(channel_id)
        except (discord.NotFound, discord.InvalidData):
            return f"The channel for {purposes} is gone: choose another on its page."
        except discord.Forbidden:
            return f"{how_to_allow(['View Channel'], channel_id)} It is for {purposes}."
        except TROUBLE:
            return f"Discord would not tell me about <#{channel_id}>: check again in a minute."
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return f"The channel for {purposes} is gone: choose another on its page."
        if is_locked(channel):
            return (
                f"{channel.mention} is locked, and it is for {purposes}: open the thread's menu "
                "and unlock it, or choose another place."
            )
    missing = missing_in(channel, (flag for need in needs for flag in need.permissions))
    if not missing:
        return ""
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else None
    return f"{how_to_allow(missing, channel_id, parent_id)} It is for {purposes}."


def role_findings(guild: discord.Guild, need: RoleNeed) -> Iterator[str]:
    """What keeps the bot from doing with a role what it is for."""
    role = guild.get_role(need.role_id)
    if role is None:
        yield f"The role for {need.purpose} is gone: choose another on its page, or none."
        return
    if need.pinged_in is not None and not _is_notified(guild, role, need.pinged_in):
        yield (
            f"{role.mention} will not be notified: in Server Settings, Roles, let anyone @mention "
            "it."
        )
    if need.is_handed_out:
        yield from _not_handed_out(guild, role)


def _is_notified(guild: discord.Guild, role: discord.Role, channel_id: int) -> bool:
    channel = guild.get_channel_or_thread(channel_id)
    me = guild.me
    has = me.guild_permissions if channel is None else channel.permissions_for(me)
    return role.mentionable or has.mention_everyone


def _not_handed_out(guild: discord.Guild, role: discord.Role) -> Iterator[str]:
    me = guild.me
    if role.managed:
        yield f"Nobody can be given {role.mention}, which belongs to an app: choose another role."
        return
    steps: list[str] = []
    if not me.guild_permissions.manage_roles:
        steps.append("give me Manage Roles")
    if role >= me.top_role:
        steps.append("drag my role above it")
    if steps:
        yield (
            f"I cannot hand out {role.mention}: in Server Settings, Roles, {' and '.join(steps)}."
        )
