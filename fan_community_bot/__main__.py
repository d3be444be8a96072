"""Starts the installed program: the command `fan-bot`, and `python -m fan_community_bot`."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run the command line and return its exit code."""
    # Before every other folder: another distribution may have a package named `bot` as well. In a
    # checkout the four packages are beside this folder, which is on the path already.
    sys.path.insert(0, str(Path(__file__).parent))
    from bot.__main__ import main as run_bot

    return run_bot()


if __name__ == "__main__":
    sys.exit(main())
