"""Whether the application in the Developer Portal is set up as the bot needs it."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress

import discord

from bot.connection.command_sync import CommandDifferences, compare_commands
from bot.doctor.check_results import CheckResult, broken, good, warning
from bot.doctor.examined_bot import ExaminedBot
from bot.hosting.lost_data import describe_loss, find_lost_data
from bot.permissions import get_permission_name, list_invite_permissions
from bot.ui.text import pluralize

log = logging.getLogger(__name__)

INSTALL_SCOPES = ("applications.commands", "bot")
INSTALL_PERMISSIONS = list_invite_permissions(has_pictures=True, pins_card=False, gives_roles=False)
"""The permissions that the README has owners choose for the install link."""
MIN_STARTS_SHARE = 0.1
"""The share of the session starts of a day below which a bot that restarts often runs out."""
MAX_NAMES = 5
RESEND = (
    "Start the bot once with BOT_DEV_GUILD set to one of your servers and once without: it then "
    "sends all of them again."
)


def check_application(
    application: discord.AppInfo, *, reads_messages: bool
) -> Iterator[CheckResult]:
    """Yield a row for each setting of the application that matters."""
    yield good("application", f"{application.name}, {application.id}")
    if application.interactions_endpoint_url:
        yield broken(
            "application",
            "Discord sends commands to its Interactions Endpoint URL instead of to me.",
            "Clear that field on the General Information page of the Developer Portal.",
        )
    if application.bot_require_code_grant:
        yield broken(
            "application",
            "It requires an OAuth2 code grant, so nobody can add me to a server.",
            "Turn Requires OAuth2 Code Grant off on the Bot page.",
        )
    yield _check_intents(application.flags, reads_messages=reads_messages)
    yield _check_install_link(application)


def _check_intents(flags: discord.ApplicationFlags, *, reads_messages: bool) -> CheckResult:
    is_allowed = flags.gateway_message_content or flags.gateway_message_content_limited
    if reads_messages and not is_allowed:
        return broken(
            "intents",
            "BOT_MESSAGE_CONTENT is on, but the application may not read messages.",
            "Turn on Message Content Intent on its Bot page, or set BOT_MESSAGE_CONTENT=false.",
        )
    return good("intents", "I ask for no more than the application may have.")


def _check_install_link(application: discord.AppInfo) -> CheckResult:
    remedy = "Set the install link on the Installation page as step 3 in the README says."
    config = application.guild_integration_config
    if config is None:
        return warning("install link", "Nobody can add me to a server with it.", remedy)
    params = config.oauth2_install_params
    if params is None:
        return warning("install link", "It has no scopes and permissions for servers.", remedy)
    missing = [scope for scope in INSTALL_SCOPES if scope not in params.scopes]
    missing += [
        get_permission_name(flag)
        for flag in INSTALL_PERMISSIONS
        if not (getattr(params.permissions, flag) or params.permissions.administrator)
    ]
    if missing:
        return warning("install link", f"It lacks {', '.join(missing)}.", remedy)
    return good("install link", "It asks for what I need.")


async def check_session_starts(bot: ExaminedBot) -> CheckResult:
    """Return whether the platform lets the bot connect as often as it may have to today."""
    shards, _, limit = await bot.http.get_bot_gateway()
    left = f"{limit['remaining']} of {limit['total']} starts are left"
    text = f"{left} for {pluralize(shards, 'shard')}."
    hours = limit["reset_after"] / 3_600_000
    if limit["remaining"] < shards:
        return broken("gateway", text, f"Wait {hours:.1f} hours before you start me.")
    if limit["remaining"] < limit["total"] * MIN_STARTS_SHARE:
        return warning(
            "gateway", text, f"Restart me less often for {hours:.1f} hours, and read why in my log."
        )
    return good("gateway", text)


async def check_known_data(bot: ExaminedBot) -> AsyncGenerator[CheckResult]:
    """Yield a row if the database is blank or not there, and a bot ran before."""
    assert bot.application_id is not None, "the bot is logged in"
    dev_guild = bot.settings.dev_guild
    with suppress(discord.Forbidden):
        if await find_lost_data(bot.store, bot.http, bot.application_id, dev_guild):
            yield broken("database", *describe_loss(str(bot.settings.database)))


async def check_commands(bot: ExaminedBot) -> CheckResult:
    """Return whether the platform has the commands as this version defines them."""
    assert bot.application_id is not None, "the bot is logged in"
    dev_guild = bot.settings.dev_guild
    try:
        found = await compare_commands(
            bot.tree, bot.store.command_syncs, bot.application_id, dev_guild
        )
    except discord.Forbidden:
        return broken(
            "commands",
            "BOT_DEV_GUILD names a server that has not added me.",
            "Add me to it, or remove the setting.",
        )
    return judge_commands(found)


def judge_commands(found: CommandDifferences) -> CheckResult:
    """Return whether the commands are as defined, or will be after the next start."""
    parts = [
        f"{word} {', '.join(names[:MAX_NAMES])}{' …' if len(names) > MAX_NAMES else ''}"
        for word, names in (
            ("it lacks", found.missing),
            ("it has other versions of", found.changed),
            ("I don't have", found.unknown),
        )
        if names
    ]
    if not parts:
        return good("commands", "Discord has all of them as this version defines them.")
    text = f"Discord's differ from mine: {'; '.join(parts)}."
    if found.is_sent_at_start:
        return warning("commands", text, "Start the bot: it sends them.")
    return broken("commands", text, RESEND)
