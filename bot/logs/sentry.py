"""Sends logged errors to Sentry, or to a server of your own that takes the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.hosting.missing_extras import build_missing_extra_error
from bot.logs.error_events import build_event
from bot.logs.redaction import Redactor

if TYPE_CHECKING:
    from sentry_sdk import Client

PAUSE_S = 60.0
"""How long after one error others of the same kind are not sent."""
CLOSE_TIMEOUT_S = 2.0
_SENT = frozenset(
    {"event_id", "timestamp", "level", "platform", "logger", "logentry", "tags", "exception"}
    | {"release"}
)
"""The parts of an event that are sent; the library would add the computer's name and others."""


def build_sentry_handler(dsn: str, secrets: Mapping[str, str]) -> logging.Handler:
    """Return a handler that sends errors. Raises StartError when the library is not installed."""
    try:
        import sentry_sdk
    except ModuleNotFoundError as error:
        raise build_missing_extra_error("BOT_SENTRY_DSN", "sentry", error) from None
    redactor = Redactor(secrets)
    client = sentry_sdk.Client(
        dsn=dsn,
        default_integrations=False,
        auto_session_tracking=False,
        send_client_reports=False,
        max_breadcrumbs=0,
        before_send=lambda event, _hint: _keep_known(event, redactor),
    )
    return SentryHandler(client)


class SentryHandler(logging.Handler):
    """Sends each error from a thread of the library; one of a kind a minute."""

    def __init__(self, client: Client) -> None:
        super().__init__(logging.ERROR)
        self._client = client
        self._sent_at: dict[tuple[str, str], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = str(record.msg), type(error).__name__
        sent_at, now = self._sent_at.get(kind), time.monotonic()
        if sent_at is None or now - sent_at >= PAUSE_S:
            self._sent_at[kind] = now
            event: Any = build_event(record)
            self._client.capture_event(event)

    def close(self) -> None:
        self._client.close(timeout=CLOSE_TIMEOUT_S)
        super().close()


def _keep_known(event: Any, redactor: Redactor) -> Any:
    return {name: _redact(event[name], redactor) for name in event if name in _SENT}


def _redact(value: Any, redactor: Redactor) -> Any:
    match value:
        case str():
            return redactor.redact(value)
        case {**items}:
            return {name: _redact(one, redactor) for name, one in items.items()}
        case [*items]:
            return [_redact(one, redactor) for one in items]
        case _:
            return value
