"""The error behind a code is found, with what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.logs.incidents import build_lookup_command, find_incident, format_incident

CHAINED = """\
2026-11-28 23:15:02,456 ERROR   bot.ui.error_replies: incident 1a2b3c in {source}
Traceback (most recent call last):
  File "bot/lamps.py", line 3, in light
    burn()
ValueError: no oil

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "bot/lamps.py", line 9, in send
    await post()
{error}
2026-11-28 23:15:03,000 INFO    bot: on
"""


def build_log(source: str, error: str) -> list[str]:
    return CHAINED.format(source=source, error=error).splitlines()


def test_a_person_reads_when_where_what_and_what_to_do() -> None:
    error = "discord.errors.DiscordServerError: 503 Service Unavailable (error code: 0): no"
    incident = find_incident("1a2b3c", build_log("/trivia play (server 42)", error))
    assert incident is not None
    told = format_incident("1a2b3c", incident)
    assert told.startswith(
        "incident    1a2b3c\n"
        "time        2026-11-28 23:15:02\n"
        "command     /trivia play\n"
        "server      42\n"
        f"error       {error}\n"
        "what to do  Discord had an outage of its own."
    )
    assert told.endswith(error)
    assert "ValueError: no oil" in told


def test_the_log_of_an_older_version_names_no_server() -> None:
    incident = find_incident("1a2b3c", build_log("component 'status:history:0'", "ValueError: a"))
    assert incident is not None
    assert (incident.source, incident.server) == ("component 'status:history:0'", "")


def test_an_error_of_several_lines_is_named_by_its_first() -> None:
    error = (
        "discord.errors.HTTPException: 400 Bad Request (error code: 50035): Invalid Form Body\n"
        "components: too long"
    )
    incident = find_incident("1a2b3c", build_log("/status", error))
    assert incident is not None
    assert incident.error == error.splitlines()[0]


def test_an_error_that_groups_others_is_named() -> None:
    lines = [
        "2026-11-28 23:15:02,456 ERROR   bot: incident 1a2b3c in /status",
        "  + Exception Group Traceback (most recent call last):",
        '  |   File "bot/lamps.py", line 3, in light',
        "  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
        "  +-+---------------- 1 ----------------",
        "    | ValueError: no oil",
        "    +------------------------------------",
    ]
    incident = find_incident("1a2b3c", lines)
    assert incident is not None
    assert incident.error == "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)"


def test_another_code_is_not_found() -> None:
    assert find_incident("ffffff", build_log("/status", "ValueError: a")) is None


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("discord.errors.Forbidden: 403 Forbidden (error code: 50001): Missing Access", "doctor`"),
        ("discord.errors.HTTPException: 502 Bad Gateway (error code: 0)", "outage of its own"),
        ("discord.errors.RateLimited: Too many requests. Retry in 3.00 seconds.", "limited me"),
        ("aiohttp.client_exceptions.ClientConnectorError: Cannot connect", "network"),
        ("TimeoutError", "network"),
        ("storage.errors.IntegrityError: UNIQUE constraint failed: entry.id", "mistake in my code"),
        ("storage.errors.DatabaseError: no such table: entry", "`python -m bot restore FILE`"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("storage.errors.DatabaseError: database or disk is full", "disk is full"),
        ("MemoryError", "memory"),
        ("ModuleNotFoundError: No module named 'lamps'", "isn't installed"),
        ("KeyError: 'lamp'", "mistake in my code"),
        ("", "mistake in my code"),
    ],
)
def test_each_kind_of_error_has_its_next_step(error: str, advice: str) -> None:
    incident = find_incident("1a2b3c", build_log("/status", error))
    assert incident is not None
    told = format_incident("1a2b3c", incident)
    row = re.search(r"^what to do  (.*)$", told, re.MULTILINE)
    assert row is not None
    assert advice in row[1]


def test_the_command_that_shows_it_is_that_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_lookup_command("1a2b3c", Path("bot.log")) == "python -m bot incident 1a2b3c"
    assert build_lookup_command("1a2b3c", None) == (
        "journalctl -u fan-bot | python -m bot incident 1a2b3c -"
    )
    monkeypatch.setenv("BOT_VOLUME", "/data")
    assert build_lookup_command("1a2b3c", None) == (
        "docker logs fan-bot 2>&1 | docker exec -i fan-bot fan-bot incident 1a2b3c -"
    )
    assert build_lookup_command("1a2b3c", Path("bot.log")) == (
        "docker exec fan-bot fan-bot incident 1a2b3c"
    )
