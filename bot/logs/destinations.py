"""Opens where the log goes beside standard error, as the settings say."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator

from bot.errors import StartError
from bot.hosting.data_place import find_obstacle
from bot.logs.file_handler import FileHandler
from bot.settings import Settings
from storage.engines.location import PostgresUrl

log = logging.getLogger(__name__)


def open_handlers(settings: Settings) -> Iterator[logging.Handler]:
    """Yield a handler for each place.

    Raises StartError for one that the owner has chosen and that cannot be used; `find_log_problem`
    tells of the file beside the database.
    """
    path = settings.log_path
    if path is not None:
        try:
            yield FileHandler(path)
        except OSError as error:
            if settings.log_file is not None:
                raise StartError(
                    f"I can't write the log to {path}: {error.strerror}. Choose another file with "
                    "BOT_LOG_FILE, or BOT_LOG_FILE=off."
                ) from None
    if settings.sentry_dsn is not None:
        # Imported late: the library may not be installed.
        from bot.logs.sentry import build_sentry_handler

        yield build_sentry_handler(settings.sentry_dsn.get_secret_value(), settings.secrets)


def find_log_problem(settings: Settings) -> str | None:
    """Return why the log cannot be written to its file, with what to do; None when it can be.

    Where the folder of a database cannot be written either, its owner is told of that.
    """
    path = settings.log_path
    if path is None:
        return None
    if os.path.isdir(path):
        return f"I can't write the log to {path}, which is a folder: remove it."
    if os.path.isfile(path):
        return find_obstacle(path, path.parent)
    if isinstance(settings.database, PostgresUrl) and path.parent.is_dir():
        return find_obstacle(path.parent, path.parent)
    return None


def write_reason(handlers: Iterable[logging.Handler], reason: str) -> None:
    """Write why the bot ends to the files among `handlers`; it is printed by the command line."""
    record = log.makeRecord(log.name, logging.ERROR, "", 0, "%s", (reason,), None)
    for handler in handlers:
        if isinstance(handler, FileHandler):
            handler.handle(record)
