"""Says how to put the newest backup back in place of a database."""

from __future__ import annotations

import shlex
from pathlib import Path

from bot.hosting.start_commands import build_program
from storage.backups.rotation import find_newest_backup
from storage.errors import DamagedError


def build_restore_command(database: Path) -> str:
    """Return the command with the newest backup beside a database, as an inline code.

    Without one, the name of a file is left to the owner.
    """
    program = build_program()
    found = find_newest_backup(database)
    if found is None:
        return f"`{program} restore FILE` with a backup of yours"
    return f"`{program} restore {shlex.quote(str(found[0]))}`"


def describe_refusal(error: Exception) -> str:
    """Return the sentence of a StartError or StorageError, for a damaged database with a remedy."""
    if not isinstance(error, DamagedError):
        return str(error)
    command = build_restore_command(error.path)
    return f"{error} Run {command}; if the bot's database is another file, fix BOT_DATABASE."
