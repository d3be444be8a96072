"""Finds the folder of the bot: the one with its `.env` and its `data`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import platformdirs

APP_NAME = "fan-bot"
FOLDER_VARIABLE = "BOT_FOLDER"
"""The environment variable that names the folder; it cannot be in `.env`, which is there."""
ENV_FILE = ".env"
DEFAULT_DATABASE = Path("data", "bot.sqlite3")
DEFAULT_DEMO_FOLDER = Path("data", "demo")
PROGRAM_FOLDER = Path(__file__).parents[2]
"""The folder with the packages of the program: a checkout, or `fan_community_bot`."""


def find_bot_folder() -> Path:
    """Return the folder that holds `.env` and `data`; the empty path for the current folder.

    It is the one that the environment names, or the current one if it holds either of the two or
    the program runs from its source, or else the one that the system has for data of programs.
    """
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    if named:
        return Path(os.path.expanduser(named))
    if is_run_from_source() or os.path.isfile(ENV_FILE) or os.path.isfile(DEFAULT_DATABASE):
        return Path()
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def is_run_from_source() -> bool:
    """Return whether the program is run from a checkout, and is not installed."""
    return (PROGRAM_FOLDER / "pyproject.toml").is_file()


def get_program_name() -> str:
    """Return how the program is started."""
    return "python -m bot" if is_run_from_source() else APP_NAME


def build_command(folder: Path, *, is_named: bool) -> str:
    """Return what to type in this terminal to run the bot with everything in `folder`.

    The folder is part of it if `is_named`, or if it is not the one that would be found.
    """
    program = get_program_name()
    if is_named or folder.absolute() != find_bot_folder().absolute():
        program += f" --folder {shlex.quote(str(folder))}"
    return f"{program} run"


def advise_on_missing_token() -> str:
    """Return where the token belongs, as a clause."""
    folder = find_bot_folder()
    if (folder / ENV_FILE).exists():
        return (
            f"put your bot's token after it in {folder / ENV_FILE}, or run the demo, which doesn't "
            "need one"
        )
    if not is_run_from_source():
        return "run `fan-bot init`, which asks for it, or run the demo, which doesn't need one"
    return (
        f"copy .env.example to .env in {folder.absolute()} and put your bot's token after "
        "DISCORD_TOKEN= there, or run the demo, which doesn't need one"
    )
