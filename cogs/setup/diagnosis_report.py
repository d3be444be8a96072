"""What every page's settings need, tested in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.setup.diagnosis import find_channel_problems, find_role_problems
from bot.setup.registry import ChannelRequirement, SettingsPage


@dataclass(slots=True)
class DiagnosisReport:
    """What stands in the way, what comes next, and what is silent for which reason."""

    findings: list[str] = field(default_factory=list[str])
    upcoming: list[tuple[str, datetime]] = field(default_factory=list[tuple[str, datetime]])
    inactive: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    has_channels: bool = False
    """Whether the settings name any channel at all."""


async def run_diagnosis(pages: Iterable[SettingsPage], guild: discord.Guild) -> DiagnosisReport:
    """Test, at this moment, everything that the settings of a server need."""
    report = DiagnosisReport()
    needs: list[ChannelRequirement] = []
    roles: list[str] = []
    for page in pages:
        checkup = await page.get_requirements(guild)
        needs += checkup.channels
        roles += [one for need in checkup.roles for one in find_role_problems(guild, need)]
        if checkup.next_due_at is not None:
            report.upcoming.append((page.title, checkup.next_due_at))
        if checkup.inactive_reason:
            report.inactive.append((page.title, checkup.inactive_reason))
    report.has_channels = bool(needs)
    report.findings = [*await find_channel_problems(guild, needs), *roles]
    return report
