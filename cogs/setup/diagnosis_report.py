"""What every page's settings need, tested in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.setup.diagnosis import channel_findings, role_findings
from bot.setup.registry import Need, Page


@dataclass(slots=True)
class Examination:
    """What stands in the way, what comes next, and what is silent for which reason."""

    findings: list[str] = field(default_factory=list[str])
    coming: list[tuple[str, datetime]] = field(default_factory=list[tuple[str, datetime]])
    silent: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    is_anything_chosen: bool = False
    """Whether the settings name any channel at all."""


async def examine(pages: Iterable[Page], guild: discord.Guild) -> Examination:
    """Test, at this moment, everything that the settings of a server need."""
    result = Examination()
    needs: list[Need] = []
    roles: list[str] = []
    for page in pages:
        checkup = await page.checkup(guild)
        needs += checkup.needs
        roles += [one for need in checkup.roles for one in role_findings(guild, need)]
        if checkup.next_at is not None:
            result.coming.append((page.title, checkup.next_at))
        if checkup.silence:
            result.silent.append((page.title, checkup.silence))
    result.is_anything_chosen = bool(needs)
    result.findings = [*await channel_findings(guild, needs), *roles]
    return result
