"""Sets up logging as text or JSON, without the token or a password in either."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"

_HTML_PAGE = re.compile(r"<(?:!doctype\s+)?html\b.*?</html>", re.IGNORECASE | re.DOTALL)


def remove_html_pages(text: str) -> str:
    """Replace each HTML page in `text`: a proxy sends one in place of Discord's answer."""
    return _HTML_PAGE.sub("[HTML page]", text)


def set_up_logs(
    level: str,
    style: str,
    secrets: Mapping[str, str] | None = None,
    stream: TextIO | None = None,
) -> None:
    """Send every log line to `stream`, standard error by default, in `style` "text" or "json".

    Each of the `secrets` is replaced by its value in every line, those of libraries too.
    """
    inner = _JsonFormatter() if style == "json" else logging.Formatter(_TEXT)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_RedactingFormatter(inner, secrets or {}))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # At INFO these two repeat lines that the bot logs itself.
    for chatty in ("discord.client", "discord.gateway"):
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

    def __init__(self, inner: logging.Formatter, secrets: Mapping[str, str]) -> None:
        super().__init__()
        self._inner = inner
        # In JSON, quotation marks and backslashes of a password are escaped.
        escaped = {json.dumps(one, ensure_ascii=False)[1:-1]: secrets[one] for one in secrets}
        self._secrets = {**secrets, **escaped}

    def format(self, record: logging.LogRecord) -> str:
        line = remove_html_pages(self._inner.format(record))
        for secret, shown in self._secrets.items():
            line = line.replace(secret, shown)
        return line
