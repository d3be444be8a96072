"""An address of a server shows no password, whatever the password is and wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engines.location import PostgresUrl, parse_location


@pytest.mark.parametrize(
    "text", ["data/bot.sqlite3", "/srv/postgres/bot.db", "postgres.db", "C:/a"]
)
def test_what_does_not_begin_as_an_address_is_a_path(text: str) -> None:
    assert parse_location(text) == Path(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://bot@db/lamps", "postgresql://bot@db/lamps"),
        ("postgres://bot:hunter2@db:5433/lamps", "postgresql://bot@db:5433/lamps"),
        ("postgresql://bot:a%2Fb@c,d:1/lamps?x=1", "postgresql://bot@c,d:1/lamps?x=1"),
        ("postgresql:///lamps?host=/run/pg", "postgresql:///lamps?host=/run/pg"),
        ("postgresql://db/lamps?password=hunter2&a=b", "postgresql://db/lamps?password=***&a=b"),
        (
            "postgresql://[::1]/lamps?sslpassword=hunter2",
            "postgresql://[::1]/lamps?sslpassword=***",
        ),
    ],
)
def test_an_address_is_shown_without_its_password(text: str, shown: str) -> None:
    location = parse_location(text)
    assert isinstance(location, PostgresUrl)
    assert str(location) == shown
    assert location.secret_text == text
    assert "hunter2" not in f"{location!r} {location}"


@pytest.mark.parametrize("text", ["postgresql://", "postgresql://bot@db", "postgres:lamps"])
def test_an_address_without_a_database_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no database"):
        parse_location(text)


def test_an_error_of_the_server_is_shown_without_the_password_in_any_spelling() -> None:
    location = PostgresUrl("postgresql://bot:p%40ss%20word@db/lamps")
    told = f"invalid: {location.secret_text} (p@ss word, p%40ss%20word)"
    assert location.redact(told) == "invalid: postgresql://bot@db/lamps (***, ***)"


def test_a_password_that_is_a_part_of_any_word_is_hidden_in_the_address_alone() -> None:
    location = PostgresUrl("postgresql://bot:a@db/lamps")
    assert location.redact(f"a lamp at {location.secret_text}") == (
        "a lamp at postgresql://bot@db/lamps"
    )
