"""Reads and checks the settings of the environment and of `.env`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import StartError
from bot.hosting.env_file_problems import explain_unreadable_file, find_file_problems
from bot.hosting.folders import (
    DEFAULT_DATABASE,
    ENV_FILE,
    find_bot_folder,
)
from bot.hosting.setting_hints import HINTS
from bot.hosting.start_commands import advise_on_missing_token
from bot.packs.pack_folders import (
    PackFolderError,
    find_folders,
    list_default_folders,
    resolve_folders,
)
from storage.engines.location import DatabaseLocation, PostgresUrl, parse_location

NO_FILE = Path("off")
"""The value of BOT_LOG_FILE for no file."""
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`"}
"""Closing quotation marks by their opening ones."""
_MARKS = frozenset(_QUOTES) | frozenset(_QUOTES.values())
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DSN = re.compile(r"https?://\w+(:\w+)?@[\w.:-]+(/[\w.-]+)*/\w+", re.ASCII)
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class SettingsError(StartError):
    """Settings are missing or invalid; the message names each in a sentence on its own line."""


class MissingTokenError(SettingsError):
    """No token is set."""


def looks_like_token(text: str) -> bool:
    """Return whether a text can be a token."""
    return _TOKEN.fullmatch(text) is not None


class _TokenSettings(BaseSettings):
    """The token alone, so that it can be checked when other settings are invalid."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        validate_default=False,
    )

    token: SecretStr | None = Field(default=None, alias="DISCORD_TOKEN")

    @field_validator("*", mode="before")
    @classmethod
    def _unquote(cls, value: Any, info: ValidationInfo) -> Any:
        # Docker and some hosts keep the quotation marks around a value, and pasted text often ends
        # in a space.
        if not isinstance(value, str):
            return value
        text = value.strip()
        if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
            text = text[1:-1].strip()
        if _CONTROL.search(text):
            raise ValueError("it has control characters")
        if text and (text[0] in _MARKS or text[-1] in _MARKS):
            raise ValueError("a quotation mark is left over")
        field = cls.model_fields[str(info.field_name)]
        return text or field.get_default(call_default_factory=True)

    def require_token(self) -> str:
        """Return the token, for the commands that connect to Discord.

        Raises SettingsError when it is missing or malformed.
        """
        token = self.token.get_secret_value() if self.token else ""
        if not token:
            raise MissingTokenError(f"DISCORD_TOKEN isn't set: {advise_on_missing_token()}.")
        if not looks_like_token(token):
            raise SettingsError(
                f"DISCORD_TOKEN doesn't look like a bot token: {HINTS['DISCORD_TOKEN']}."
            )
        return token


def _parse_folders(value: Any) -> Any:
    return find_folders(value) if isinstance(value, str) else value


def _parse_location(value: Any) -> Any:
    return parse_location(value) if isinstance(value, str) else value


class Settings(_TokenSettings):
    """The settings; each alias is the name of the environment variable."""

    database: Annotated[DatabaseLocation, BeforeValidator(_parse_location)] = Field(
        default=DEFAULT_DATABASE, alias="BOT_DATABASE"
    )
    seeds: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_parse_folders)] = Field(
        default_factory=list_default_folders, alias="BOT_SEEDS", min_length=1
    )
    dev_guild: int | None = Field(default=None, alias="BOT_DEV_GUILD", gt=0, lt=2**63)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", alias="BOT_LOG_LEVEL"
    )
    log_format: Literal["text", "json"] = Field(default="text", alias="BOT_LOG_FORMAT")
    log_file: Path | None = Field(default=None, alias="BOT_LOG_FILE")
    message_content: bool = Field(default=False, alias="BOT_MESSAGE_CONTENT")
    pictures: bool = Field(default=True, alias="BOT_PICTURES")
    trivia_grace: float = Field(default=0.5, alias="BOT_TRIVIA_GRACE", ge=0, le=5)
    feeds: Literal["off", "pack", "any"] = Field(default="pack", alias="BOT_FEEDS")
    http: str = Field(
        default="", alias="BOT_HTTP", pattern=r"^$|^(\[[0-9a-f:]+\]|[^\s:/]+):\d{1,5}$"
    )
    contact: str = Field(default="", alias="BOT_CONTACT", max_length=100)
    sentry_dsn: SecretStr | None = Field(default=None, alias="BOT_SENTRY_DSN")
    owner_messages: bool = Field(default=True, alias="BOT_OWNER_MESSAGES")
    backups: int = Field(default=7, alias="BOT_BACKUPS", ge=0, le=365)
    parts: int = Field(default=1, alias="BOT_PARTS", ge=1, le=1_000)
    shards: int | None = Field(default=None, alias="BOT_SHARDS", ge=1, le=16_000)
    posts_per_second: int = Field(default=30, alias="BOT_POSTS_PER_SECOND", ge=1, le=45)

    @property
    def http_address(self) -> tuple[str, int] | None:
        """The host and port to serve health and metrics at, None to serve nothing."""
        host, _, port = self.http.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None

    @property
    def log_path(self) -> Path | None:
        """The file that the log goes to as well, None for none; by default beside the database."""
        if self.log_file is not None:
            return None if self.log_file == NO_FILE else self.log_file
        database = self.database
        if isinstance(database, PostgresUrl):
            database = find_bot_folder() / DEFAULT_DATABASE
        beside = database.with_suffix(".log")
        return beside if beside != database else Path(f"{database}.log")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @property
    def secrets(self) -> dict[str, str]:
        """The texts that no log may show, with what is shown in their place."""
        hidden = {self.token.get_secret_value(): "[token]"} if self.token else {}
        if self.sentry_dsn:
            hidden[self.sentry_dsn.get_secret_value()] = "[DSN]"
        if isinstance(self.database, PostgresUrl):
            hidden |= dict.fromkeys(self.database.secrets, "[password]")
        return hidden

    @field_validator("database")
    @classmethod
    def _expand_user(cls, value: DatabaseLocation) -> DatabaseLocation:
        # No shell expands `~` in `.env`.
        return value if isinstance(value, PostgresUrl) else Path(os.path.expanduser(value))

    @field_validator("log_file")
    @classmethod
    def _require_other_file(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        path = None if value is None else Path(os.path.expanduser(value))
        if path is not None and path == info.data.get("database"):
            raise ValueError("the database is there")
        return path

    @field_validator("sentry_dsn")
    @classmethod
    def _require_dsn(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _DSN.fullmatch(value.get_secret_value()):
            raise ValueError("it is no DSN")
        return value

    @field_validator("http")
    @classmethod
    def _require_port(cls, value: str) -> str:
        if value and int(value.rpartition(":")[2]) > 65_535:
            raise ValueError("there is no such port")
        return value


def read_settings(
    env_file: Path | None = Path(ENV_FILE), *, is_token_required: bool = False
) -> Settings:
    """Read the environment, then `env_file`, a path in the bot's folder; None for no file.

    Relative paths in the file, and those that are nowhere set, count from the bot's folder; paths
    in the environment count from the current folder, as those of the command line do.

    Raises SettingsError for all invalid values together with the lines of the file that cannot be
    read or have a name that looks like a misspelt setting; if `is_token_required`, also for a
    missing or malformed token.
    """
    folder = find_bot_folder()
    problems: list[str] = []
    is_whole = True
    try:
        if env_file is not None:
            env_file = folder / env_file
            in_file = list(find_file_problems(env_file, HINTS))
            problems += [one.sentence for one in in_file]
            is_whole = not any(one.hides_setting for one in in_file)
        if is_token_required:
            problems += _find_token_problems(env_file, may_be_missing=not is_whole)
        found: dict[str, Any] = {"_env_file": env_file, **_resolve_paths(folder, env_file)}
        settings = Settings(**found)
        problems += _find_part_problems(settings)
    except ValidationError as error:
        problems += dict.fromkeys(map(_describe_error, error.errors()))
        raise SettingsError("\n".join(problems)) from None
    except UnicodeDecodeError:
        raise SettingsError(f"I can't read the file {env_file}: save it as UTF-8 text.") from None
    except OSError as error:
        path = Path(error.filename or env_file or "")
        raise SettingsError(explain_unreadable_file(path, error)) from error
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _describe_error(error: ErrorDetails) -> str:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, PackFolderError):
        return str(cause)
    name = str(error["loc"][0])
    return f"{name} has a value that doesn't work: {HINTS[name]}."


def _resolve_paths(folder: Path, env_file: Path | None) -> dict[str, str]:
    """Return the paths that count from `folder`, by the names of their settings.

    None need be named while that is the current folder.
    """
    if folder == Path():
        return {}
    in_environment = {name.upper() for name, value in os.environ.items() if value.strip()}
    in_file = dotenv_values(env_file, encoding="utf-8") if env_file else {}
    paths = {"BOT_DATABASE": str(DEFAULT_DATABASE), "BOT_SEEDS": "", "BOT_LOG_FILE": ""}
    paths.update({name.upper(): value for name, value in in_file.items() if value})
    resolved = {
        "BOT_DATABASE": str(folder / os.path.expanduser(paths["BOT_DATABASE"])),
        "BOT_SEEDS": resolve_folders(folder, paths["BOT_SEEDS"]),
        "BOT_LOG_FILE": str(folder / os.path.expanduser(paths["BOT_LOG_FILE"])),
    }
    return {
        name: value
        for name, value in resolved.items()
        if paths[name] not in ("", str(NO_FILE))
        and "://" not in paths[name]
        and name not in in_environment
    }


def _find_part_problems(settings: Settings) -> Iterator[str]:
    parts, shards = settings.parts, settings.shards
    if parts > 1 and not isinstance(settings.database, PostgresUrl):
        yield (
            f"BOT_PARTS is {parts}, and only one process may use a file: set BOT_DATABASE to the "
            "address of a PostgreSQL server, or BOT_PARTS to 1."
        )
    if shards is not None and shards < parts:
        yield f"BOT_SHARDS is {shards}: use at least as many as BOT_PARTS, which is {parts}."


def _find_token_problems(env_file: Path | None, *, may_be_missing: bool) -> Iterator[str]:
    try:
        _TokenSettings(_env_file=env_file).require_token()  # pyright: ignore[reportCallIssue] - as above
    except MissingTokenError as error:
        if not may_be_missing:
            yield str(error)
    except SettingsError as error:
        yield str(error)
    except ValidationError:
        # The other settings are read with it, and report it.
        return
