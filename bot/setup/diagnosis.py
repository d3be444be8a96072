"""Tests whether a guild lets the bot do, at this moment, what the settings of its pages need."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import discord

from bot.markdown import Markdown, format_instant, mention_channel, mention_role
from bot.messaging.channels import (
    ChannelNotFound,
    find_channel,
    get_timeout_end,
    is_locked_for_bot,
    is_outside_private_thread,
    list_missing_permissions,
)
from bot.messaging.sending import REQUEST_ERRORS
from bot.permissions import get_permission_name
from bot.setup.registry import (
    ChannelRequirement,
    PermissionRequirement,
    RoleRequirement,
    SettingsPage,
)
from bot.ui.permission_hints import permission_hint
from bot.ui.text import join_words


@dataclass(slots=True)
class DiagnosisReport:
    """The problems to solve, when each page posts next, and why a page posts nothing."""

    findings: list[Markdown] = field(default_factory=list[Markdown])
    """A sentence on each problem, with what to do."""
    upcoming: list[tuple[Markdown, datetime]] = field(
        default_factory=list[tuple[Markdown, datetime]]
    )
    """Titles of pages that post, with the aware instant of the next post."""
    inactive: list[tuple[Markdown, Markdown]] = field(
        default_factory=list[tuple[Markdown, Markdown]]
    )
    """Titles of pages that post nothing, with the reason."""
    has_channels: bool = False
    """Whether the settings name any channel at all."""


async def run_diagnosis(
    pages: Iterable[SettingsPage], guild: discord.Guild, *, has_pictures: bool
) -> DiagnosisReport:
    """Return what a guild lacks for the settings of the pages, and when they post.

    What only pictures need counts if cards have them.
    """
    report = DiagnosisReport()
    channels: list[ChannelRequirement] = []
    role_problems: list[Markdown] = []
    permission_problems: list[Markdown] = []
    other_problems: list[Markdown] = []
    for page in pages:
        required = await page.get_requirements(guild)
        channels += (
            required.channels
            if has_pictures
            else [replace(channel, picture_permissions=()) for channel in required.channels]
        )
        for needed in required.permissions:
            permission_problems += find_permission_problems(guild, needed)
        for role in required.roles:
            role_problems += find_role_problems(guild, role)
        if required.problem:
            other_problems.append(required.problem)
        if required.next_due_at is not None:
            report.upcoming.append((page.title, required.next_due_at))
        if required.inactive_reason:
            report.inactive.append((page.title, required.inactive_reason))
    report.has_channels = bool(channels)
    report.findings = [
        *find_server_problems(guild),
        *await find_channel_problems(guild, channels),
        *permission_problems,
        *role_problems,
        *other_problems,
    ]
    return report


def find_server_problems(guild: discord.Guild) -> Iterator[Markdown]:
    """Yield a sentence for each thing that keeps the bot quiet in every channel."""
    timeout_end = get_timeout_end(guild)
    if timeout_end is not None:
        yield (
            f"I am in a time-out until {format_instant(timeout_end, 'f')}: open my "
            "profile in the member list and remove it, or wait until it ends."
        )


def find_permission_problems(
    guild: discord.Guild, requirement: PermissionRequirement
) -> Iterator[Markdown]:
    """Yield a sentence when the bot lacks a permission in the whole guild."""
    if not getattr(guild.me.guild_permissions, requirement.permission):
        name = get_permission_name(requirement.permission)
        yield (
            f"I don't have {name}: in Server Settings, Roles, give it to my role. I use it for "
            f"{requirement.purpose}."
        )


async def find_channel_problems(
    guild: discord.Guild, requirements: Sequence[ChannelRequirement]
) -> list[Markdown]:
    """Return a sentence, with what to do, for each required channel that lacks something."""
    by_channel: dict[int, list[ChannelRequirement]] = {}
    for requirement in requirements:
        by_channel.setdefault(requirement.channel_id, []).append(requirement)
    found = await asyncio.gather(
        *(_find_channel_problem(guild, *item) for item in by_channel.items())
    )
    return [sentence for sentence in found if sentence]


async def _find_channel_problem(
    guild: discord.Guild, channel_id: int, requirements: Sequence[ChannelRequirement]
) -> Markdown:
    purposes = join_words(list(dict.fromkeys(one.purpose for one in requirements)))
    try:
        channel = await find_channel(guild, channel_id)
    except REQUEST_ERRORS:
        return f"I couldn't look up {mention_channel(channel_id)}: check again in a minute."
    if channel is ChannelNotFound.GONE:
        return f"The channel for {purposes} is gone: choose another on its page."
    if channel is ChannelNotFound.HIDDEN:
        hint = permission_hint([get_permission_name("view_channel")], channel_id)
        return f"{hint} I use it for {purposes}."
    if isinstance(channel, discord.Thread):
        thread_problem = _find_thread_problem(channel, purposes)
        if thread_problem:
            return thread_problem
    if get_timeout_end(guild) is not None:
        return ""
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else None
    missing = list_missing_permissions(
        channel, (flag for requirement in requirements for flag in requirement.permissions)
    )
    if missing:
        return f"{permission_hint(missing, channel_id, parent_id)} I use it for {purposes}."
    missing = list_missing_permissions(
        channel, (flag for requirement in requirements for flag in requirement.picture_permissions)
    )
    if missing:
        hint = permission_hint(missing, channel_id, parent_id)
        return f"{hint} Or leave it: {purposes} then come without pictures."
    return ""


def _find_thread_problem(thread: discord.Thread, purposes: Markdown) -> Markdown:
    if thread.parent is None:
        return f"The channel for {purposes} is gone: choose another on its page."
    if is_outside_private_thread(thread):
        return (
            f"{mention_channel(thread.id)} is a private thread, for {purposes}: mention me in it."
        )
    if is_locked_for_bot(thread):
        return (
            f"{mention_channel(thread.id)} is locked, and I use it for {purposes}: open the "
            "thread's menu and unlock it, or choose another channel."
        )
    return ""


def find_role_problems(guild: discord.Guild, requirement: RoleRequirement) -> Iterator[Markdown]:
    """Yield a sentence for each thing that keeps the bot from using a role."""
    role = guild.get_role(requirement.role_id)
    if role is None:
        yield f"The role for {requirement.purpose} is gone: choose another on its page, or none."
        return
    if requirement.pinged_in_channel_id is not None and not _can_mention(
        guild, role, requirement.pinged_in_channel_id
    ):
        yield (
            f"Pings won't reach {mention_role(role.id)}: in Server Settings, Roles, let anyone "
            "@mention it."
        )
    if requirement.is_assigned_by_bot:
        yield from _find_role_assignment_problems(guild, role)


def _can_mention(guild: discord.Guild, role: discord.Role, channel_id: int) -> bool:
    channel = guild.get_channel_or_thread(channel_id)
    me = guild.me
    granted = me.guild_permissions if channel is None else channel.permissions_for(me)
    return role.mentionable or granted.mention_everyone


def _find_role_assignment_problems(guild: discord.Guild, role: discord.Role) -> Iterator[Markdown]:
    me = guild.me
    if role.managed:
        yield (
            f"I can't give {mention_role(role.id)} to members because it belongs to an app: "
            "choose another role."
        )
        return
    steps: list[Markdown] = []
    if not me.guild_permissions.manage_roles:
        steps.append(f"give me {get_permission_name('manage_roles')}")
    if role >= me.top_role:
        steps.append("drag my role above it")
    if steps:
        yield (
            f"I can't give {mention_role(role.id)} to members: in Server Settings, Roles, "
            f"{' and '.join(steps)}."
        )
