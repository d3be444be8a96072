"""Opens where the log goes beside standard error, as the settings say."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bot.errors import StartError
from bot.logs.file_handler import FileHandler
from bot.settings import Settings


def open_handlers(settings: Settings) -> Iterator[logging.Handler]:
    """Yield a handler for each place.

    Raises StartError for one that the owner has chosen and that cannot be used. Where the database
    cannot be written either, its owner is told of that.
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
