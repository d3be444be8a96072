"""Tests, at the moment it is asked, whether a server lets the bot do what its settings need."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import discord

from bot.messaging.channels import is_locked_for_bot, list_missing_permissions
from bot.messaging.permission_hints import permission_hint
from bot.messaging.sending import REQUEST_ERRORS
from bot.setup.registry import ChannelRequirement, RoleRequirement
from bot.ui.text import join_words


async def find_channel_problems(
    guild: discord.Guild, requirements: Sequence[ChannelRequirement]
) -> list[str]:
    """A sentence for each channel of `needs` that lacks something, and what to do about it."""
    by_channel: dict[int, list[ChannelRequirement]] = {}
    for need in requirements:
        by_channel.setdefault(need.channel_id, []).append(need)
    found = await asyncio.gather(
        *(_find_channel_problem(guild, *one) for one in by_channel.items())
    )
    return [sentence for sentence in found if sentence]


async def _find_channel_problem(
    guild: discord.Guild, channel_id: int, requirements: Sequence[ChannelRequirement]
) -> str:
    purposes = join_words(list(dict.fromkeys(need.purpose for need in requirements)))
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        try:
            # Threads out of use and channels out of sight are not in memory.
            channel = await guild.fetch_channel(channel_id)
        except (discord.NotFound, discord.InvalidData):
            return f"The channel for {purposes} is gone: choose another on its page."
        except discord.Forbidden:
            return f"{permission_hint(['View Channel'], channel_id)} It is for {purposes}."
        except REQUEST_ERRORS:
            return f"Discord would not tell me about <#{channel_id}>: check again in a minute."
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return f"The channel for {purposes} is gone: choose another on its page."
        if is_locked_for_bot(channel):
            return (
                f"{channel.mention} is locked, and it is for {purposes}: open the thread's menu "
                "and unlock it, or choose another place."
            )
    missing = list_missing_permissions(
        channel, (flag for need in requirements for flag in need.permissions)
    )
    if not missing:
        return ""
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else None
    return f"{permission_hint(missing, channel_id, parent_id)} It is for {purposes}."


def find_role_problems(guild: discord.Guild, requirement: RoleRequirement) -> Iterator[str]:
    """What keeps the bot from doing with a role what it is for."""
    role = guild.get_role(requirement.role_id)
    if role is None:
        yield f"The role for {requirement.purpose} is gone: choose another on its page, or none."
        return
    if requirement.pinged_in_channel_id is not None and not _can_mention(
        guild, role, requirement.pinged_in_channel_id
    ):
        yield (
            f"{role.mention} will not be notified: in Server Settings, Roles, let anyone @mention "
            "it."
        )
    if requirement.is_assigned_by_bot:
        yield from _find_role_assignment_problems(guild, role)


def _can_mention(guild: discord.Guild, role: discord.Role, channel_id: int) -> bool:
    channel = guild.get_channel_or_thread(channel_id)
    me = guild.me
    has = me.guild_permissions if channel is None else channel.permissions_for(me)
    return role.mentionable or has.mention_everyone


def _find_role_assignment_problems(guild: discord.Guild, role: discord.Role) -> Iterator[str]:
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
