"""Finds the lines of `.env` that cannot be read or whose name looks like a misspelt setting."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import parse_stream


def find_file_problems(env_file: Path, settings: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each line that is none of `settings`; other programs' names are fine.

    Only of the file: the environment may have other programs' names that begin with BOT_.
    """
    if not env_file.is_file():
        return
    with env_file.open(encoding="utf-8") as file:
        bindings = list(parse_stream(file))
    for binding in bindings:
        line, name = binding.original.line, (binding.key or "").upper()
        nearest = get_close_matches(name, settings, n=1, cutoff=0.8)
        if binding.error:
            yield f"I can't read line {line} of {env_file}: write it as NAME=value."
        elif name in settings and binding.value is None:
            yield f"Line {line} of {env_file} gives {name} no value: write it as {name}=value."
        elif name and name not in settings and (nearest or name.startswith(("BOT_", "DISCORD_"))):
            meant = f"did you mean {nearest[0]}?" if nearest else "see .env.example for them all."
            yield f"{name} in {env_file} isn't a setting: {meant}"
