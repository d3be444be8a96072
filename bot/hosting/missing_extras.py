"""Says how to install the part of the program that a command or a setting needs."""

from __future__ import annotations

from bot.errors import StartError
from bot.hosting.data_place import is_in_our_image
from bot.hosting.folders import get_python, is_run_from_source

LOCKED = frozenset({"demo", "sentry"})
"""The extras that have a lock file of their own, which the image can be built with."""


def build_missing_extra_error(subject: str, extra: str, error: ModuleNotFoundError) -> StartError:
    """Return the error that says how to install `extra`, which `subject` needs ("The demo")."""
    return StartError(
        f"{subject} needs {error.name}, which isn't installed: {_advise_on_installation(extra)}."
    )


def _advise_on_installation(extra: str) -> str:
    if is_in_our_image() and extra in LOCKED:
        return f"build the image again with `--build-arg LOCK=requirements-{extra}.lock`"
    if not is_run_from_source():
        return f"run `pipx install --force '.[{extra}]'` in the folder with the bot's source"
    if extra == "demo":
        return "run `make demo`"
    if extra in LOCKED:
        return f"run `{get_python()} -m pip install --require-hashes -r requirements-{extra}.lock`"
    return f"run `{get_python()} -m pip install '.[{extra}]'`"
