"""Prints speed and memory, compared with a command that does nothing."""

from __future__ import annotations

import asyncio
import platform

from tests.bench import anniversaries, commands, drafting, feeds, health, postgres, startup, trivia


async def main() -> None:
    """Run every measurement and print one line each."""
    print(f"Python {platform.python_version()} on {platform.platform()}")
    for part in (commands, startup, health, trivia, postgres, anniversaries, feeds, drafting):
        for name, value in await part.measure():
            print(f"{name:<66} {value}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
