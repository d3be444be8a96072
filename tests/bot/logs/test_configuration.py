"""Log lines are readable by people or by machines, and never hold the token."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Generator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs.configuration import set_up_logs
from storage.engines.location import PostgresUrl

TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"
LOGGERS = ("", "discord.client", "discord.gateway", "discord.http", "bot")
log = logging.getLogger("bot.lamps")


@pytest.fixture(autouse=True)
def _logging_as_before() -> Generator[None]:
    """Logging is one for the whole process: what a test sets up is taken down."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def logs(style: str, level: str = "DEBUG", secret: str | None = TOKEN) -> io.StringIO:
    """Set logging up; everything goes to what is returned."""
    stream = io.StringIO()
    set_up_logs(level, style, {secret: "[token]"} if secret else {}, stream)
    return stream


def entries(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail_with(text: str) -> None:
    raise ValueError(text)


def log_a_failure(text: str) -> None:
    try:
        fail_with(text)
    except ValueError:
        log.exception("incident %s", "a1b2c3")


def test_a_text_line_says_when_how_bad_where_and_what() -> None:
    stream = logs("text")

    log.warning("%d lamps are out", 3)

    assert stream.getvalue().endswith(" WARNING bot.lamps: 3 lamps are out\n")
    datetime.strptime(stream.getvalue()[:23], "%Y-%m-%d %H:%M:%S,%f").astimezone()


def test_a_json_line_is_one_object_with_the_time_in_utc() -> None:
    stream = logs("json")

    log.warning("%d “lamps”\nare out", 3)

    (entry,) = entries(stream)
    time = datetime.fromisoformat(entry.pop("time"))
    assert time.utcoffset() is not None
    assert not time.utcoffset()
    assert entry == {
        "level": "WARNING",
        "logger": "bot.lamps",
        "message": "3 “lamps”\nare out",
    }


@given(st.text())
def test_every_message_is_one_line_of_valid_json(message: str) -> None:
    stream = logs("json")

    log.info("%s", message)

    (line,) = stream.getvalue().split("\n")[:-1]
    assert json.loads(line)["message"] == message


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_page_of_a_proxy_is_left_out(style: str) -> None:
    stream = logs(style)

    log.warning("no answer: %s", '<!DOCTYPE html>\n<html lang="en">\n<p>No.</p>\n</html>\n.')

    (line,) = stream.getvalue().replace("\n.", ".").splitlines()
    assert "no answer: [HTML page]" in line


def test_a_failure_comes_with_its_traceback() -> None:
    stream = logs("json")

    log_a_failure("no oil")

    (entry,) = entries(stream)
    assert entry["message"] == "incident a1b2c3"
    assert entry["error"].startswith("Traceback (most recent call last):\n")
    assert "fail_with" in entry["error"]
    assert entry["error"].endswith("ValueError: no oil")


def test_where_a_line_was_logged_is_told_when_asked_for() -> None:
    stream = logs("json")

    log.info("here", stack_info=True)

    (entry,) = entries(stream)
    assert "test_where_a_line_was_logged" in entry["stack"]


@pytest.mark.parametrize("style", ["text", "json"])
def test_the_token_never_appears(style: str) -> None:
    stream = logs(style)

    log.info("logging in with %s", TOKEN)
    log.info("headers: %r", {"Authorization": f"Bot {TOKEN}"})
    logging.getLogger("discord.http").debug(f"https://discord.example/?token={TOKEN}&v=10")
    log.info("here", extra={"token": TOKEN}, stack_info=True)

    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("[token]") == 3


@pytest.mark.parametrize("style", ["text", "json"])
def test_the_token_never_appears_in_a_traceback(style: str) -> None:
    stream = logs(style)

    log_a_failure(f"cannot log in with {TOKEN!r}")

    assert "Traceback" in stream.getvalue()
    assert "cannot log in with '[token]'" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_without_a_token_lines_stay_as_they_are() -> None:
    stream = logs("text", secret=None)

    log.info("no token yet")

    assert stream.getvalue().endswith("no token yet\n")


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("DEBUG", ["debug", "info", "warning", "error"]),
        ("INFO", ["info", "warning", "error"]),
        ("WARNING", ["warning", "error"]),
        ("ERROR", ["error"]),
    ],
)
def test_the_level_decides_what_is_shown(level: str, shown: list[str]) -> None:
    stream = logs("json", level)

    for said in ("debug", "info", "warning", "error"):
        getattr(log, said)(said)

    assert [entry["message"] for entry in entries(stream)] == shown


def test_what_the_library_repeats_is_left_out_but_its_warnings_stay() -> None:
    stream = logs("json")

    logging.getLogger("discord.gateway").info("Shard ID None has connected to Gateway")
    logging.getLogger("discord.client").warning("PyNaCl is not installed")

    assert [entry["level"] for entry in entries(stream)] == ["WARNING"]


def test_setting_up_twice_says_nothing_twice() -> None:
    logs("text")
    stream = logs("text")

    log.info("once")

    assert stream.getvalue().count("once") == 1


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_password_is_in_no_line_in_whatever_spelling(style: str) -> None:
    address = PostgresUrl("postgresql://bot:zq%22vx%5Czq@db/lamps")
    stream = io.StringIO()
    set_up_logs("DEBUG", style, dict.fromkeys(address.secrets, "[password]"), stream)

    log.info("connecting to %s", address.secret_text)
    log.info("refused: %s, or %s", 'zq"vx\\zq', "zq%22vx%5Czq")
    log_a_failure(f"no answer of {address.secret_text}")

    assert "zq" not in stream.getvalue()
    assert stream.getvalue().count("[password]") >= 4
