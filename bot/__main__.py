"""`python -m bot`."""

from __future__ import annotations

import signal
import sys
from types import FrameType


def main() -> int:
    """Run the command line and end the process; return 0 when SIGTERM ends the start."""
    # Before the imports, which take a second: as process 1 of a container, where a signal has no
    # default action, SIGTERM would be lost.
    signal.signal(signal.SIGTERM, _interrupt_once)
    try:
        from bot.cli.main import run_process

        run_process()
    except KeyboardInterrupt:
        return 0


def _interrupt_once(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
