"""What was logged is read back, also as other programs show it."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.logs.entries import LogEntry, read_entries

LINES = (
    "2026-11-28 23:15:01,123 INFO    bot.app: ready",
    "2026-11-28 23:15:02,456 ERROR   bot.ui.error_replies: incident 1a2b3c in /trivia play",
    "Traceback (most recent call last):",
    '  File "bot/lamps.py", line 3, in light',
    "    burn(oil | wick)",
    "ValueError: no oil",
    "2026-11-28 23:15:03,789 WARNING discord.http: limited",
)
ENTRIES = [
    LogEntry("2026-11-28 23:15:01", "INFO", "ready", ""),
    LogEntry(
        "2026-11-28 23:15:02",
        "ERROR",
        "incident 1a2b3c in /trivia play",
        "\n".join(LINES[2:6]),
    ),
    LogEntry("2026-11-28 23:15:03", "WARNING", "limited", ""),
]


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "bot-1  | ",
        "\x1b[36mbot-1  | \x1b[0m",
        "Nov 28 23:15:01 lamps python[4711]: ",
        "2026-11-28T22:15:01.123456789Z ",
        "2026-11-28T23:15:01+0100 lamps fan-bot[4711]: ",
    ],
)
def test_lines_are_read_as_docker_compose_and_journalctl_show_them(prefix: str) -> None:
    assert list(read_entries(f"{prefix}{line}\r\n" for line in LINES)) == ENTRIES


def test_lines_of_other_services_between_are_left_out() -> None:
    mixed = [
        text for line in LINES for text in (f"bot-1       | {line}", "database-1  | checkpoint")
    ]
    assert list(read_entries(mixed)) == ENTRIES


def test_lines_of_json_are_read_with_their_time_here() -> None:
    line = (
        '{"time": "2026-11-28T22:15:02.456+00:00", "level": "ERROR", "logger": "bot", '
        '"message": "incident 1a2b3c in /status", "error": "Traceback\\nValueError: no oil"}'
    )
    instant = datetime.fromisoformat("2026-11-28T22:15:02+00:00").astimezone()
    expected = LogEntry(
        f"{instant:%Y-%m-%d %H:%M:%S}",
        "ERROR",
        "incident 1a2b3c in /status",
        "Traceback\nValueError: no oil",
    )
    assert list(read_entries([line, f"bot-1  | {line}"])) == [expected] * 2


def test_what_is_no_log_gives_nothing() -> None:
    assert list(read_entries(["", "hello", '{"a": 1}', '{"time": 3}', "{"])) == []
