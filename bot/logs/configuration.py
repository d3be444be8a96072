"""Sets up logging as text or JSON, without the token or a password in either."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TextIO

from bot.logs.redaction import Redactor

_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def set_up_logs(
    level: str,
    style: str,
    secrets: Mapping[str, str] | None = None,
    stream: TextIO | None = None,
    more_handlers: Iterable[logging.Handler] = (),
) -> None:
    """Send every log line to `stream`, standard error by default, in `style` "text" or "json".

    Each of the `secrets` is replaced by its value in every line, those of libraries too. The lines
    go to `more_handlers` as well.
    """
    inner = _JsonFormatter() if style == "json" else logging.Formatter(_TEXT)
    formatter = _RedactingFormatter(inner, Redactor(secrets or {}))
    handlers = [logging.StreamHandler(stream or sys.stderr), *more_handlers]
    for handler in handlers:
        handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = handlers
    root.setLevel(level)
    # At INFO the first two repeat lines that the bot logs itself, the third has two each minute.
    for chatty in ("discord.client", "discord.gateway", "apscheduler"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))


class _JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object: time (UTC, ISO 8601), level, logger, message, error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return json.dumps(line, ensure_ascii=False)


class _RedactingFormatter(logging.Formatter):
    """Wraps another formatter and replaces secrets, and whole HTML pages, in its lines."""

    def __init__(self, inner: logging.Formatter, redactor: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.redact(self._inner.format(record))
