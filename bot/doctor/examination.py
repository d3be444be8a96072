"""Carries out all checks, each as far as those before it allow."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime

from bot.connection.login_errors import translate_login_errors
from bot.doctor.application_checks import (
    check_application,
    check_commands,
    check_known_data,
    check_session_starts,
)
from bot.doctor.check_results import CheckResult, Verdict, broken, warning
from bot.doctor.computer_checks import check_release, check_zone_data, judge_clock
from bot.doctor.content_checks import check_feeds, check_pack
from bot.doctor.database_checks import check_database, is_database_missing
from bot.doctor.examined_bot import ExaminedBot, open_examined_bot
from bot.doctor.log_checks import check_log
from bot.doctor.server_checks import check_servers
from bot.errors import StartError
from bot.settings import Settings, SettingsError
from storage.errors import StorageError

_SEE_DATABASE = "See what is said of the database."
DATABASE_CHECKS = frozenset({"database", "database version"})


async def examine(settings: Settings, max_servers: int) -> list[CheckResult]:
    """Return a row for each check; the platform is asked, and nothing is changed."""
    now = datetime.now(UTC)
    results = list(check_local(settings, now))
    is_readable = all(
        result.verdict is Verdict.GOOD for result in results if result.check in DATABASE_CHECKS
    )
    try:
        token = settings.require_token()
    except SettingsError as error:
        return [broken("token", str(error)), *results]
    async with open_examined_bot(settings, is_database_readable=is_readable) as bot:
        server_limit = max_servers if is_readable else 0
        may_be_lost = is_readable or is_database_missing(settings.database)
        asked = [result async for result in _ask_platform(bot, token, server_limit, may_be_lost)]
        if is_readable:
            asked += [result async for result in check_feeds(bot.store)]
    if not is_readable:
        asked.append(warning("servers", "I can't tell what their settings need.", _SEE_DATABASE))
    return [*asked, *results]


def check_local(settings: Settings, now: datetime) -> Iterator[CheckResult]:
    """Yield the rows for which the platform is not asked; `now` is aware."""
    yield from check_database(settings.database, now, settings.backups)
    yield check_log(settings)
    yield from map(check_pack, settings.seeds)
    yield check_zone_data(now.date())
    yield check_release()


async def _ask_platform(
    bot: ExaminedBot, token: str, server_limit: int, may_be_lost: bool
) -> AsyncGenerator[CheckResult]:
    """Yield the rows about the application and the servers, until the platform refuses."""
    try:
        with translate_login_errors(bot.store.database):
            await bot.login(token)
            assert bot.application is not None, "the bot is logged in"
            reads_messages = bot.settings.message_content
            for result in check_application(bot.application, reads_messages=reads_messages):
                yield result
            if may_be_lost:
                async for result in check_known_data(bot):
                    yield result
            yield await check_session_starts(bot)
            yield await check_commands(bot)
            yield judge_clock(bot.clock_watch.offset)
            if server_limit:
                async for result in check_servers(bot, server_limit):
                    yield result
    except (StartError, StorageError) as error:
        yield broken("Discord", str(error))
