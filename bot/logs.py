"""Log lines as text or JSON, with the token kept out of both."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def set_up_logs(
    level: str, style: str, secret: str | None = None, stream: TextIO | None = None
) -> None:
    """Send every log line to `stream` (standard error), as `style` "text" or "json".

    `secret` never appears, whichever library tries to log it.
    """
    inner = _JsonFormatter() if style == "json" else logging.Formatter(_TEXT)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_RedactingFormatter(inner, secret))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # At INFO these two repeat what our own lines already say.
    for chatty in ("discord.client", "discord.gateway"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))


class _JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, message, error, stack."""

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
    """Another formatter's lines with a secret blotted out."""

    def __init__(self, inner: logging.Formatter, secret: str | None) -> None:
        super().__init__()
        self._inner = inner
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record)
        return line.replace(self._secret, "[token]") if self._secret else line
