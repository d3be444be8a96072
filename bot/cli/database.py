"""The commands `backup`, `restore`, `database copy` and `database check`."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.exit_codes import OK
from bot.hosting.data_place import check_data_place, check_writable
from bot.settings import read_settings
from storage.backups.copying import back_up
from storage.backups.restoring import restore
from storage.engines.location import DatabaseLocation, PostgresUrl, parse_location
from storage.engines.process_lock import lock_database
from storage.errors import StorageError
from storage.transfer import copy_database


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `backup`, `restore`, and `database` with its actions."""
    backup = add_parser("backup", help="back up everything the bot remembers, even while it runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="new file to write")
    backup.set_defaults(command=_back_up)

    restoring = add_parser("restore", help="put a backup back in place; stop the bot first")
    restoring.add_argument("file", type=Path, metavar="FILE", help="a backup")
    restoring.set_defaults(command=_restore)

    database = add_parser("database", help="check the database, or move it to a server and back")
    actions = database.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="say whether the database is fit for this bot")
    check.set_defaults(command=_check)
    copy = actions.add_parser(
        "copy", help="copy everything into an empty database; stop the bot first"
    )
    for name, text in (("source", "FROM"), ("target", "TO")):
        copy.add_argument(
            name,
            type=_parse_location,
            metavar=text,
            help="the path of a file, or an address: postgresql://user@host/name",
        )
    copy.set_defaults(command=_copy)


def _parse_location(text: str) -> DatabaseLocation:
    try:
        return parse_location(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _back_up(options: argparse.Namespace) -> int:
    location = read_settings().database
    if isinstance(location, PostgresUrl):
        raise StorageError(
            "Everything is kept on a PostgreSQL server, which has its own backup: run "
            f'`pg_dump -Fc --file={options.file} "{location}"`.'
        )
    back_up(location, options.file)
    print(f"Everything the bot remembers is backed up in {options.file}.")
    return OK


def _restore(options: argparse.Namespace) -> int:
    location = read_settings().database
    if isinstance(location, PostgresUrl):
        raise StorageError(
            "Everything is kept on a PostgreSQL server: stop the bot, then run "
            f'`pg_restore --clean --if-exists --dbname="{location}" {options.file}`.'
        )
    check_data_place(location)
    with lock_database(location):
        restored = restore(options.file, location, datetime.now().astimezone())
    print(f"{location} is now what {options.file} holds. Start the bot as usual.")
    if restored.kept_path is not None:
        print(f"What was there before is in {restored.kept_path}: delete it when all is well.")
    return OK


def _check(_options: argparse.Namespace) -> int:
    """Print a row for each check; return 0 when all are good, 1 with warnings, 2 otherwise."""
    # Imported late, as in `doctor`.
    from bot.doctor.check_results import format_table, get_exit_code
    from bot.doctor.database_checks import check_database

    settings = read_settings()
    now = datetime.now(UTC)
    results = list(check_database(settings.database, now, settings.backups))
    print(format_table(results))
    return get_exit_code(results)


def _copy(options: argparse.Namespace) -> int:
    """Copy every row, and print how many there are now on both sides."""
    began = time.monotonic()
    for location in (options.source, options.target):
        if isinstance(location, Path):
            check_writable(location)
    with lock_database(options.source), lock_database(options.target):
        counts = asyncio.run(copy_database(options.source, options.target))
    print(
        f"{sum(counts.values()):,} rows of {len(counts)} tables are in {options.target} now, as "
        f"many as in {options.source} ({time.monotonic() - began:.0f} s). Set BOT_DATABASE to it, "
        "then start the bot."
    )
    return OK
