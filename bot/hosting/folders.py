"""Finds the folder of the bot: the one with its `.env` and its `data`."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
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
    named = _find_named_folder()
    if named is not None:
        return named
    if is_run_from_source() or os.path.isfile(ENV_FILE) or os.path.isfile(DEFAULT_DATABASE):
        return Path()
    return _get_system_folder()


def describe_default_folder() -> str:
    """Return which folder `find_bot_folder` returns when the command line names none."""
    named = _find_named_folder()
    if named is not None:
        return str(named)
    if is_run_from_source():
        return "this folder"
    return f"this folder if it has them, else {_get_system_folder()}"


def _get_system_folder() -> Path:
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def _find_named_folder() -> Path | None:
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    return Path(os.path.expanduser(named)) if named else None


def is_run_from_source() -> bool:
    """Return whether the program is run from a checkout, and is not installed."""
    return (PROGRAM_FOLDER / "pyproject.toml").is_file()


def get_program_name() -> str:
    """Return what to type in a terminal in the current folder to start the program."""
    return f"{get_python()} -m bot" if is_run_from_source() else APP_NAME


def get_python() -> str:
    """Return what to type for the Python that runs this: other ones may lack what it needs.

    Its path counts from the current folder if it is below that.
    """
    running = Path(sys.executable)
    if running.is_relative_to(Path.cwd()):
        return quote_path(running.relative_to(Path.cwd()))
    # In an environment that is activated, its name is enough.
    found = shutil.which("python")
    if found is not None and Path(found).parent == running.parent:
        return "python"
    return quote_path(running)


def quote_path(path: Path) -> str:
    """Return a path as one word of a command."""
    text = str(path)
    if os.name != "nt":
        return shlex.quote(text)
    return f'"{text}"' if " " in text else text
