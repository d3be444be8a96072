"""Writes settings into an `.env` file and leaves everything else in it as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from bot.errors import StartError
from bot.hosting.folders import PROGRAM_FOLDER

_EXAMPLE = PROGRAM_FOLDER / ".env.example"


def write_env_file(path: Path, values: Mapping[str, str]) -> None:
    """Set `values` by name in the file at `path`, made from `.env.example` when it is missing.

    The file is replaced as a whole, and only its owner can read it. Raises StartError when it
    cannot be written.
    """
    try:
        text = (path if path.exists() else _EXAMPLE).read_text("utf-8")
        for name, value in values.items():
            text = _set_value(text, name, value)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace_file(path, text)
    except UnicodeDecodeError:
        raise StartError(f"I can't read the file {path}: save it as UTF-8 text.") from None
    except OSError as error:
        raise StartError(
            f"I can't write {error.filename or path}: {error.strerror}. Name another folder with "
            "--folder."
        ) from None


def _set_value(text: str, name: str, value: str) -> str:
    """Replace every line that sets `name`, or else the one that shows how to, or else add one."""
    line = f"{name}={value}"
    for prefix in (r"(?:export\s+)?", r"#\s*"):
        pattern = re.compile(rf"^[ \t]*{prefix}{name}[ \t]*=.*$", re.MULTILINE | re.IGNORECASE)
        changed, count = pattern.subn(lambda _: line, text)
        if count:
            return changed
    end = "" if text.endswith("\n") or not text else "\n"
    return f"{text}{end}{line}\n"


def _replace_file(path: Path, text: str) -> None:
    written = path.with_name(f"{path.name}.new")
    written.unlink(missing_ok=True)
    # Never readable by others, not even for a moment.
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)
