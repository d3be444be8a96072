"""What the owner sets, under the names of the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings
from seeds.loader import BUNDLED_PACK
from storage.engines.location import PostgresUrl
from tests.bot.setting_reading import TOKEN, read, refusal
from tests.world import TINY_PACK

ROOT = Path(__file__).parents[2]


def test_without_a_word_everything_has_its_default() -> None:
    settings = read_settings()

    assert settings.token is None
    assert settings.database == Path("data/bot.sqlite3")
    assert settings.seeds == (BUNDLED_PACK,)
    assert settings.dev_guild is None
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert settings.message_content is False
    assert settings.posts_per_second == 30


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("BOT_SEED=lamps", "BOT_SEED in .env isn't a setting: did you mean BOT_SEEDS?"),
        ("discord_tokn=x", "DISCORD_TOKN in .env isn't a setting: did you mean DISCORD_TOKEN?"),
        ("BOT_PREFIX=!", "BOT_PREFIX in .env isn't a setting: see .env.example for them all."),
    ],
)
def test_a_name_in_the_file_that_means_nothing_is_refused(line: str, told: str) -> None:
    Path(".env").write_text(f"bot_log_level=info\n{line}\n", "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value) == told


def test_several_processes_need_a_server_and_a_shard_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, BOT_PARTS="3") == (
        "BOT_PARTS is 3, and only one process may use a file: set BOT_DATABASE to the address of a "
        "PostgreSQL server, or BOT_PARTS to 1."
    )
    server = "postgresql://bot@db/fans"
    assert refusal(monkeypatch, BOT_PARTS="3", BOT_SHARDS="2", BOT_DATABASE=server) == (
        "BOT_SHARDS is 2: use at least as many as BOT_PARTS, which is 3."
    )
    settings = read(monkeypatch, BOT_SHARDS="6")
    assert (settings.parts, settings.shards) == (3, 6)


def test_every_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        DISCORD_TOKEN=TOKEN,
        BOT_DATABASE="lamps/lamps.sqlite3",
        BOT_SEEDS=str(TINY_PACK),
        BOT_DEV_GUILD="81384788765712384",
        BOT_LOG_LEVEL="debug",
        BOT_LOG_FORMAT="json",
        BOT_MESSAGE_CONTENT="true",
        BOT_POSTS_PER_SECOND="5",
    )

    assert settings.require_token() == TOKEN
    assert settings.database == Path("lamps/lamps.sqlite3")
    assert settings.seeds == (TINY_PACK,)
    assert settings.dev_guild == 81384788765712384
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert settings.message_content is True
    assert settings.posts_per_second == 5


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(
        "BOT_LOG_LEVEL=ERROR\nBOT_LOG_FORMAT=json\nEDITOR=vi\n", encoding="utf-8"
    )

    settings = read(monkeypatch, BOT_LOG_LEVEL="WARNING")

    assert (settings.log_level, settings.log_format) == ("WARNING", "json")


def test_the_example_file_works_as_it_is_and_gives_the_defaults() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    Path(".env").write_text(example, "utf-8")
    assert read_settings().model_fields_set == set()

    filled_in = example.replace("DISCORD_TOKEN=", f"DISCORD_TOKEN={TOKEN}")
    Path(".env").write_text(filled_in.replace("#BOT_", "BOT_"), "utf-8")
    settings = read_settings()
    assert settings.require_token() == TOKEN
    defaults = read_settings(None)
    # Nothing named is a file beside the database, wherever that is.
    assert settings.log_path == defaults.log_path
    assert settings.model_copy(update={"token": None, "log_file": None}) == defaults


def test_the_example_file_and_the_documents_name_every_setting() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    documents = (ROOT / "docs" / "settings.md").read_text("utf-8")

    names = {str(field.alias) for field in Settings.model_fields.values()}
    assert {name for name in names if f"{name}=" not in example} == set()
    assert {name for name in names if f"| `{name}` |" not in documents} == set()


@pytest.mark.parametrize("empty", ["", " ", "\t\n", '""', "''"])
def test_an_empty_token_counts_as_missing(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    assert refusal(monkeypatch, DISCORD_TOKEN=empty) == (
        "DISCORD_TOKEN isn't set: run `python -m bot init`, which asks for it; `make demo` doesn't "
        "need one."
    )


def test_a_file_that_is_there_is_to_be_filled_in_and_not_copied_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("DISCORD_TOKEN=\n", "utf-8")

    assert refusal(monkeypatch) == (
        "DISCORD_TOKEN isn't set: put your bot's token after it in .env, or run `python -m bot "
        "init`, which asks for it; `make demo` doesn't need one."
    )


@pytest.mark.parametrize("quoted", ['"{}"', "'{}'", "“{}”", "‘{}’", ' "{} "', "`{}`"])
def test_quotes_around_a_value_are_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch, quoted: str
) -> None:
    """`docker run --env-file` passes them on; a shell and systemd take them off."""
    settings = read(
        monkeypatch,
        DISCORD_TOKEN=quoted.format(TOKEN),
        BOT_DATABASE=quoted.format("lamps/lamps.sqlite3"),
        BOT_LOG_LEVEL=quoted.format("debug"),
        BOT_MESSAGE_CONTENT=quoted.format("true"),
        BOT_SEEDS=quoted.format(""),
    )

    assert settings.require_token() == TOKEN
    assert settings.database == Path("lamps/lamps.sqlite3")
    assert (settings.log_level, settings.message_content) == ("DEBUG", True)
    assert settings.seeds == (BUNDLED_PACK,)


@pytest.mark.parametrize("line", ['BOT_DATABASE="lamps', "BOT_DATABASE=lamps'", "BOT_DATABASE=“a"])
def test_a_quote_without_its_other_half_is_refused(line: str) -> None:
    Path(".env").write_text(f"{line}\n", "utf-8")

    with pytest.raises(SettingsError, match=r"BOT_DATABASE has a value|line 1 of \.env"):
        read_settings()


@pytest.mark.parametrize("token", ["nonsense", "a.b", "a.b.c.d", "Bot a.b.c", "a.b .c", "<a.b.c>"])
def test_what_cannot_be_a_token_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    sentence = refusal(monkeypatch, DISCORD_TOKEN=token)

    assert sentence.startswith("DISCORD_TOKEN doesn't look like a bot token: ")
    assert token not in sentence


def test_blanks_around_a_token_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, DISCORD_TOKEN=f"  {TOKEN}\n")

    assert settings.token is not None
    assert settings.token.get_secret_value() == settings.require_token() == TOKEN


def test_a_tilde_is_the_owners_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    settings = read(monkeypatch, BOT_DATABASE="~/lamps.sqlite3", BOT_SEEDS="~/pack")

    assert (settings.database, settings.seeds) == (tmp_path / "lamps.sqlite3", (tmp_path / "pack",))


def test_settings_can_be_printed_without_giving_the_token_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read(monkeypatch, DISCORD_TOKEN=TOKEN)

    assert TOKEN not in f"{settings} {settings!r} {settings.model_dump_json()}"


def test_no_file_and_no_environment_is_no_error() -> None:
    assert not Path(".env").exists()
    assert not any(name.startswith("BOT_") for name in os.environ)
    assert read_settings() == read_settings(None)


def test_the_address_for_health_is_a_host_and_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().http_address is None
    assert read(monkeypatch, BOT_HTTP="127.0.0.1:8080").http_address == ("127.0.0.1", 8080)
    assert read(monkeypatch, BOT_HTTP="[::1]:9090").http_address == ("::1", 9090)


def test_the_address_of_a_server_is_taken_and_never_shown_with_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = "postgresql://bot:p%40ssword@db1,db2:5433/lamps?sslmode=require"
    settings = read(monkeypatch, BOT_DATABASE=f' "{address}" ')

    assert isinstance(settings.database, PostgresUrl)
    assert settings.database.secret_text == address
    assert "ssword" not in f"{settings!r} {settings} {settings.database}"
    assert set(settings.secrets) >= {address, "p%40ssword", "p@ssword"}
