"""Finds what is wrong with `.env`: lines that cannot be read, misspelt settings, a folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from dotenv.parser import Binding, parse_stream

from bot.hosting.data_place import advise_on_owner


class FileProblem(NamedTuple):
    """What is wrong with the file or with one of its lines."""

    sentence: str
    hides_setting: bool = False
    """Whether any setting may stand in what cannot be read."""


def find_file_problems(env_file: Path, settings: Collection[str]) -> Iterator[FileProblem]:
    """Yield each line that is none of `settings`; other programs' names are fine.

    Only of the file: the environment may have other programs' names that begin with BOT_.
    Raises OSError and UnicodeDecodeError for a file that cannot be read.
    """
    # The library warns of the same lines, in its own words and each time it reads the file.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    if env_file.is_dir():
        yield FileProblem(
            f"{env_file} is a folder, as Docker makes one for a file that it can't find: delete it "
            "and put the file there.",
            hides_setting=True,
        )
    if not env_file.is_file():
        return
    with env_file.open(encoding="utf-8") as file:
        bindings = list(parse_stream(file))
    for binding in bindings:
        yield from _find_line_problems(binding, env_file, settings)


def _find_line_problems(
    binding: Binding, env_file: Path, settings: Collection[str]
) -> Iterator[FileProblem]:
    line, name = binding.original.line, (binding.key or "").upper()
    nearest = get_close_matches(name, settings, n=1, cutoff=0.8)
    if binding.error:
        yield FileProblem(
            f"I can't read line {line} of {env_file}: write it as NAME=value.", hides_setting=True
        )
    elif name in settings and binding.value is None:
        yield FileProblem(
            f"Line {line} of {env_file} gives {name} no value: write it as {name}=value."
        )
    elif name and name not in settings and (nearest or name.startswith(("BOT_", "DISCORD_"))):
        meant = f"did you mean {nearest[0]}?" if nearest else "see .env.example for them all."
        yield FileProblem(f"{name} in {env_file} isn't a setting: {meant}")


def explain_unreadable_file(path: Path, error: OSError) -> str:
    """Return why a file cannot be read and what to do, as a sentence or two."""
    if isinstance(error, PermissionError) and hasattr(os, "geteuid") and os.path.exists(path):
        owner, me = path.stat().st_uid, os.geteuid()
        if owner == me:
            return f"I can't read {path}: its owner may not. Run `chmod u+rw {path}`."
        return (
            f"I can't read {path}: it belongs to user {owner}, and I run as user {me}. "
            f"{advise_on_owner(path)}"
        )
    return f"I can't read the file {path}: {error.strerror}."
