"""`python -m bot`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

_OWN_PACKAGES = frozenset({"bot", "cogs", "seeds", "storage"})
"""Packages whose absence is a fault of the program, not of its installation."""


def main() -> int:
    """Run the command line and end the process; return 0 when SIGTERM ends the start.

    Return 2, after a sentence, when what the program needs is not installed.
    """
    # Before the imports, which take a second: as process 1 of a container, where a signal has no
    # default action, SIGTERM would be lost.
    signal.signal(signal.SIGTERM, _interrupt_once)
    try:
        from bot.cli.main import run_process

        run_process()
    except KeyboardInterrupt:
        return 0
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _OWN_PACKAGES:
            raise
        sys.stderr.write(f"{_explain_missing_module(error)}\n")
        return 2


def _explain_missing_module(error: ModuleNotFoundError) -> str:
    folder = Path(__file__).parents[1]
    if not (folder / "pyproject.toml").is_file():
        return f"{error.name} isn't installed: install the bot again."
    if sys.prefix == sys.base_prefix:
        python = r".venv\Scripts\python" if sys.platform == "win32" else ".venv/bin/python"
        return f"Run me with {python} -m bot, or use make run."
    return (
        f"{error.name} isn't installed: run `{sys.executable} -m pip install --require-hashes -r "
        "requirements.lock`."
    )


def _interrupt_once(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
