"""Prints speed and memory from one run, as ratios to a do-nothing command measured beside it."""

from __future__ import annotations

import asyncio
import platform
import sys

from tests.bench import commands, startup


async def main() -> None:
    """Run every measurement and print one line each."""
    print(f"Python {platform.python_version()} on {platform.platform()}")
    for name, value in [*await commands.measure(), *await startup.measure()]:
        print(f"{name:<58} {value}")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
