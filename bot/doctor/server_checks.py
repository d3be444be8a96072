"""Whether each server lets the bot do what its settings need, and what its posts met last."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator

import discord

from bot.doctor.check_results import CheckResult, good, warning
from bot.doctor.examined_bot import ExaminedBot
from bot.messaging.sending import REQUEST_ERRORS
from bot.setup.diagnosis import run_diagnosis
from bot.setup.own_problems import find_refused_posts
from bot.setup.registry import SETUP_REGISTRY
from bot.ui.text import pluralize

log = logging.getLogger(__name__)

ASK_ADMINS = "Its admins see the same under Diagnosis in /setup."


async def check_servers(bot: ExaminedBot, limit: int) -> AsyncGenerator[CheckResult]:
    """Yield a row for each server with a problem, and one about all others.

    Only the first `limit` servers are asked about; each takes three requests.
    """
    checked = fine = left_out = 0
    async for partial in bot.fetch_guilds(limit=None):
        if checked >= limit:
            left_out += 1
            continue
        checked += 1
        result = await _check_server(bot, partial)
        if result is None:
            fine += 1
        else:
            yield result
    if fine:
        text = f"I may do everything that the settings of {pluralize(fine, 'server')} need."
        yield good("servers", text)
    elif not checked:
        yield warning("servers", "I am in none.", "Add me with the install link.")
    if left_out:
        remedy = "Name a higher number with --servers."
        were = "was" if left_out == 1 else "were"
        yield warning("servers", f"{left_out:,} more {were} not looked at.", remedy)


async def _check_server(bot: ExaminedBot, partial: discord.Guild) -> CheckResult | None:
    check = f"server {partial.id}"
    try:
        guild = await bot.fetch_whole_guild(partial.id)
        pages = bot.resources[SETUP_REGISTRY].settings_pages
        found = await run_diagnosis(pages, guild, has_pictures=bot.settings.pictures)
    except REQUEST_ERRORS as error:
        return warning(check, f"{partial.name}: I couldn't look at it: {error}.", "Try again.")
    problems = [*found.findings, *await find_refused_posts(bot, guild.id)]
    if not problems:
        return None
    return warning(check, f"{partial.name}: {' '.join(problems)}", ASK_ADMINS)
