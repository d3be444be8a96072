"""Writes what a command produces: as UTF-8, to the screen or to a new file."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from bot.errors import StartError


def write_output(text: str, output: Path | None) -> None:
    """Write `text` as UTF-8 to `output`, a file that must not exist yet, or to standard output.

    A console's code page may lack letters of the text, and other programs expect UTF-8. Raises
    StartError when the file cannot be created.
    """
    if output is None:
        stdout: Any = sys.stdout
        if isinstance(stdout, io.TextIOWrapper):
            stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
        print(text, end="")
        return
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise StartError(f"{output} already exists: pick another name, or move it.") from None
    except OSError as error:
        raise StartError(f"I can't write {output}: {error.strerror}.") from None
