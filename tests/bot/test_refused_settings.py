"""Values that do not work: each is one sentence that names its setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings
from tests.bot.setting_reading import TOKEN, read, refusal


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BOT_LOG_LEVEL=LOUD\nBOT_SEED=x\n'\nBOT_DATABASE\n", "utf-8")
    monkeypatch.setenv("BOT_TRIVIA_GRACE", "nan")

    with pytest.raises(SettingsError) as caught:
        read_settings(is_token_required=True)

    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "BOT_SEED in .env isn't a setting",
        "I can't read line 3 of .env",
        "Line 4 of .env gives BOT_DATABASE no value",
        "DISCORD_TOKEN isn't set",
        "BOT_LOG_LEVEL has a value that doesn't work",
        "BOT_TRIVIA_GRACE has a value that doesn't work",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_DEV_GUILD", "my server"),
        ("BOT_DEV_GUILD", "12x"),
        ("BOT_DEV_GUILD", "0"),
        ("BOT_DEV_GUILD", "-5"),
        ("BOT_DEV_GUILD", str(2**63)),
        ("BOT_LOG_LEVEL", "LOUD"),
        ("BOT_LOG_FORMAT", "xml"),
        ("BOT_MESSAGE_CONTENT", "perhaps"),
        ("BOT_POSTS_PER_SECOND", "0"),
        ("BOT_POSTS_PER_SECOND", "46"),
        ("BOT_DATABASE", "lamps\x1b.sqlite3"),
        ("BOT_TRIVIA_GRACE", "nan"),
        ("BOT_DEV_GUILD", "9" * 5_000),
        ("BOT_SEEDS", ","),
    ],
)
def test_a_malformed_value_is_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    sentence = refusal(monkeypatch, DISCORD_TOKEN=TOKEN, **{name: value})

    assert sentence.startswith(f"{name} has a value that doesn't work: use ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize("path", ["no/such/folder", "longer than any system allows " * 200])
def test_a_folder_of_a_pack_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, path: str, tmp_path: Path
) -> None:
    assert refusal(monkeypatch, DISCORD_TOKEN=TOKEN, BOT_SEEDS=path) == (
        f"BOT_SEEDS names {tmp_path / path.strip()}, and there is no such folder."
    )


def test_a_malformed_value_in_the_file_is_named_too() -> None:
    Path(".env").write_text("BOT_LOG_LEVEL=LOUD\n", "utf-8")

    with pytest.raises(SettingsError, match="BOT_LOG_LEVEL has a value that doesn't work"):
        read_settings()


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_text("DISCORD_TOKEN=", "utf-16")

    with pytest.raises(SettingsError, match=r"I can't read the file \.env: save it as UTF-8"):
        read_settings()


@pytest.mark.parametrize("address", ["8080", ":8080", "localhost", "host:70000", "http://a:1"])
def test_another_address_for_health_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert refusal(monkeypatch, BOT_HTTP=address) == (
        "BOT_HTTP has a value that doesn't work: use an address of this computer and a port, such "
        "as 127.0.0.1:8080."
    )


def test_an_address_without_a_database_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError, match="BOT_DATABASE has a value that doesn't work") as caught:
        read(monkeypatch, BOT_DATABASE="postgresql://bot:hunter2@db")
    assert "hunter2" not in str(caught.value)
