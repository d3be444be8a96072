"""Describes logged errors as Sentry takes them, from our own code's words only.

What members wrote, names, ids, values of variables, paths and the name of this computer may stand
in a formatted message, in the text of an error or in a frame. None of these is read here.
"""

from __future__ import annotations

import linecache
import logging
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

import discord

from bot import __version__

OWN_PACKAGES = frozenset({"bot", "cogs", "seeds", "storage"})
MAX_FRAMES = 60
MAX_CHAIN = 8
"""How many errors that led to each other are described."""
_SPEAKING_OF_CODE = (
    AttributeError,
    ImportError,
    NameError,
    NotImplementedError,
    RecursionError,
    TypeError,
)
"""Errors of Python whose text names attributes, types and modules, but no values."""
REMOVED = "[removed]"


def build_event(record: logging.LogRecord) -> dict[str, Any]:
    """Return the event of a record: https://develop.sentry.dev/sdk/data-model/event-payloads/."""
    event: dict[str, Any] = {
        "timestamp": record.created,
        "level": record.levelname.lower(),
        "platform": "python",
        "logger": record.name,
        "release": f"fan-community-bot@{__version__}",
        "logentry": {"message": _get_template(record)},
        "tags": {
            name: vars(record)[name] for name in ("incident", "command") if name in vars(record)
        },
    }
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        # Sentry wants the error that was logged last.
        chain = list(_iter_chain(error))
        event["exception"] = {"values": [_describe(one) for one in reversed(chain)]}
    return event


def _get_template(record: logging.LogRecord) -> str:
    """Return a message without what is filled in; other programs' may be filled in already."""
    if record.name.partition(".")[0] in OWN_PACKAGES and isinstance(record.msg, str):
        return record.msg
    return f"an error of {record.name}"


def _iter_chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that led to it, the newest first."""
    one: BaseException | None = error
    for _ in range(MAX_CHAIN):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _describe(error: BaseException) -> dict[str, Any]:
    frames = [_describe_frame(*step) for step in traceback.walk_tb(error.__traceback__)]
    return {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "value": _describe_text(error),
        "stacktrace": {"frames": frames[-MAX_FRAMES:]},
    }


def _describe_text(error: BaseException) -> str:
    """Return the text of an error, if that can be of code only."""
    if isinstance(error, discord.HTTPException):
        return f"{error.status} (error code: {error.code})"
    if isinstance(error, OSError) and error.errno is not None:
        return f"[Errno {error.errno}] {error.strerror}"
    return str(error) if isinstance(error, _SPEAKING_OF_CODE) else REMOVED


def _describe_frame(frame: FrameType, line_number: int) -> dict[str, Any]:
    module = str(frame.f_globals.get("__name__", ""))
    source = linecache.getline(frame.f_code.co_filename, line_number, frame.f_globals)
    return {
        # Not the path, which has the name of who installed the program.
        "filename": f"{module.replace('.', '/')}.py",
        "module": module,
        "function": frame.f_code.co_name,
        "lineno": line_number,
        "context_line": source.rstrip(),
        "in_app": module.partition(".")[0] in OWN_PACKAGES,
    }
