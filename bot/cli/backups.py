"""The commands `backup` and `restore`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.cli.exit_codes import OK
from bot.settings import read_settings
from storage.backups.copying import back_up
from storage.backups.restoring import restore
from storage.engines.process_lock import lock_database


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `backup` and `restore`."""
    backup = add_parser("backup", help="back up everything the bot remembers, even while it runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="new file to write")
    backup.set_defaults(command=_back_up)

    restoring = add_parser("restore", help="put a backup back in place; stop the bot first")
    restoring.add_argument("file", type=Path, metavar="FILE", help="a backup")
    restoring.set_defaults(command=_restore)


def _back_up(options: argparse.Namespace) -> int:
    back_up(read_settings().database, options.file)
    print(f"Everything the bot remembers is backed up in {options.file}.")
    return OK


def _restore(options: argparse.Namespace) -> int:
    database_path = read_settings().database
    with lock_database(database_path):
        restored = restore(options.file, database_path, datetime.now().astimezone())
    print(f"{database_path} is now what {options.file} holds. Start the bot as usual.")
    if restored.kept_path is not None:
        print(f"What was there before is in {restored.kept_path}: delete it when all is well.")
    return OK
