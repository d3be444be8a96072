"""What is told of an error elsewhere has no words of members, no names, no values and no paths."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot import __version__
from bot.logs.error_events import build_event

WORDS = "Alice's lamp"


def fail(words: str) -> None:
    path = {"lamp": words}
    raise KeyError(path["lamp"])


def fail_again(words: str) -> None:
    try:
        fail(words)
    except KeyError as error:
        raise AttributeError("'NoneType' object has no attribute 'name'") from error


def catch(function: Callable[[str], None]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it raises
        function(WORDS)
    return caught.value


def build(error: BaseException | None, name: str = "bot.ui.error_replies", **extra: str) -> Any:
    """Return the event of an error that was raised and logged with words of a member."""
    record = logging.LogRecord(
        name, logging.ERROR, __file__, 1, "incident %s in %s", ("1a2b3c", WORDS), None
    )
    vars(record).update(extra)
    if error is not None:
        try:
            raise error
        except BaseException:
            record.exc_info = sys.exc_info()
    return build_event(record)


def test_it_says_where_the_error_is_and_no_more() -> None:
    event = build(catch(fail), incident="1a2b3c", command="/quote")

    assert event["release"] == f"fan-community-bot@{__version__}"
    assert event["level"] == "error"
    assert event["logentry"] == {"message": "incident %s in %s"}
    assert event["tags"] == {"incident": "1a2b3c", "command": "/quote"}
    [found] = event["exception"]["values"]
    assert (found["type"], found["module"], found["value"]) == ("KeyError", "builtins", "[removed]")
    frame = found["stacktrace"]["frames"][-1]
    assert frame["function"] == "fail"
    assert frame["context_line"] == '    raise KeyError(path["lamp"])'
    assert frame["filename"] == "tests/bot/logs/test_error_events.py"
    text = json.dumps(event)
    assert WORDS not in text
    assert "vars" not in frame
    assert str(sys.prefix) not in text


def test_errors_that_led_to_it_come_first() -> None:
    event = build(catch(fail_again))

    values = event["exception"]["values"]
    assert [one["type"] for one in values] == ["KeyError", "AttributeError"]
    assert values[1]["value"] == "'NoneType' object has no attribute 'name'"


def test_of_a_refusal_the_status_and_the_code_are_told_but_not_its_text() -> None:
    response: Any = SimpleNamespace(status=400, reason="Bad Request")
    refusal = {"code": 50035, "message": WORDS}
    event = build(discord.HTTPException(response, refusal))

    assert event["exception"]["values"][0]["value"] == "400 (error code: 50035)"
    assert WORDS not in json.dumps(event)


def test_of_an_error_of_the_system_the_number_is_told_but_no_path() -> None:
    event = build(FileNotFoundError(2, "No such file or directory", "/home/alice/lamp"))

    assert event["exception"]["values"][0]["value"] == "[Errno 2] No such file or directory"
    assert "alice" not in json.dumps(event)


def test_of_other_programs_messages_only_the_source_is_told() -> None:
    event = build(None, "asyncio")

    assert event["logentry"] == {"message": "an error of asyncio"}
    assert "exception" not in event


def test_errors_that_caused_each_other_end_somewhere() -> None:
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first

    assert len(build(first)["exception"]["values"]) == 8
