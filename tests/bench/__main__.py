"""Prints speed and memory, compared with a command that does nothing."""

from __future__ import annotations

import asyncio
import platform
import sys

from tests.bench import (
    anniversaries,
    clicks,
    commands,
    drafting,
    feeds,
    health,
    postgres,
    startup,
    trivia,
)

PARTS = (commands, startup, health, clicks, trivia, postgres, anniversaries, feeds, drafting)


async def main(names: list[str]) -> None:
    """Run every measurement, or those that are named, and print one line each."""
    print(f"Python {platform.python_version()} on {platform.platform()}")
    for part in PARTS:
        if names and part.__name__.rpartition(".")[2] not in names:
            continue
        for name, value in await part.measure():
            print(f"{name:<66} {value}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
