"""Reads and checks the settings of the environment and of `.env`."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from bot.errors import StartError
from seeds.loader import BUNDLED_PACK

_HINTS = {
    "DISCORD_TOKEN": "put your bot's token behind it in .env, or run the demo, which needs none",
    "BOT_DEV_GUILD": "give a server's id, digits only",
    "BOT_LOG_LEVEL": "give DEBUG, INFO, WARNING or ERROR",
    "BOT_LOG_FORMAT": "give text or json",
    "BOT_MESSAGE_CONTENT": "give true or false",
    "BOT_POSTS_PER_SECOND": "give a number from 1 to 45",
    "BOT_TRIVIA_GRACE": "give seconds from 0 to 5",
    "BOT_SEEDS": "give the folder of a pack",
    "BOT_DATABASE": "give the path of a file",
}


class SettingsError(StartError):
    """A setting is missing or invalid; the message is one sentence that names it."""


class Settings(BaseSettings):
    """The settings; each alias is the name of the environment variable."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        validate_default=False,
    )

    token: SecretStr | None = Field(default=None, alias="DISCORD_TOKEN")
    database: Path = Field(default=Path("data/bot.sqlite3"), alias="BOT_DATABASE")
    seeds: Path = Field(default=BUNDLED_PACK, alias="BOT_SEEDS")
    dev_guild: int | None = Field(default=None, alias="BOT_DEV_GUILD", gt=0, lt=2**63)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", alias="BOT_LOG_LEVEL"
    )
    log_format: Literal["text", "json"] = Field(default="text", alias="BOT_LOG_FORMAT")
    message_content: bool = Field(default=False, alias="BOT_MESSAGE_CONTENT")
    trivia_grace: float = Field(default=0.5, alias="BOT_TRIVIA_GRACE", ge=0, le=5)
    posts_per_second: int = Field(default=30, alias="BOT_POSTS_PER_SECOND", ge=1, le=45)

    @field_validator("token", mode="before")
    @classmethod
    def _strip(cls, value: Any) -> Any:
        # A pasted token often ends in a space, and the log replaces exactly this text.
        return value.strip() if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("database", "seeds")
    @classmethod
    def _expand_user(cls, value: Path) -> Path:
        # No shell expands `~` in `.env`.
        return Path(os.path.expanduser(value))

    @field_validator("seeds")
    @classmethod
    def _require_folder(cls, value: Path) -> Path:
        # Unlike Path.is_dir, this returns False when a parent folder may not be read.
        if not os.path.isdir(value):
            raise ValueError("there is no such folder")
        return value

    def require_token(self) -> str:
        """Return the token, for the commands that connect to Discord.

        Raises SettingsError when it is missing or malformed.
        """
        token = self.token.get_secret_value() if self.token else ""
        if not token:
            raise SettingsError(f"DISCORD_TOKEN is not set: {_HINTS['DISCORD_TOKEN']}.")
        if token.count(".") != 2 or any(char.isspace() for char in token):
            raise SettingsError(
                "DISCORD_TOKEN does not look like a bot token: copy it again from the Bot page of "
                "your application in the Developer Portal."
            )
        return token


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment, then `env_file`.

    Raises SettingsError for the first invalid value, and for a name in the file that looks like a
    misspelt setting.
    """
    try:
        settings = Settings(_env_file=env_file)  # pyright: ignore[reportCallIssue] - pydantic-settings takes it
        if env_file is not None:
            _reject_unknown_names(env_file)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise SettingsError(f"{name} has a value that does not work: {_HINTS[name]}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"The file {env_file} cannot be read: save it as UTF-8 text.") from None
    except OSError as error:
        raise SettingsError(f"The file {env_file} cannot be read: {error}.") from error
    return settings


def _reject_unknown_names(env_file: Path) -> None:
    # Only in the file: the environment may have other programs' names that begin with BOT_.
    for name in map(str.upper, DotEnvSettingsSource(Settings, env_file=env_file).env_vars):
        nearest = get_close_matches(name, _HINTS, n=1, cutoff=0.8)
        if name not in _HINTS and (nearest or name.startswith(("BOT_", "DISCORD_"))):
            meant = f"did you mean {nearest[0]}?" if nearest else "see .env.example for all."
            raise SettingsError(f"{name} in {env_file} is no setting: {meant}")
