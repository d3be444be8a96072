"""A text file that is put aside when it has grown large, so that a new one begins.

Several processes may append to one file: each opens the new one when another has put the old aside.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from storage.backups.rotation import FOLDER_MODE

MAX_BYTES = 5_000_000
"""How large a file grows; an error with its traceback takes 2 to 10 KB."""
OLDER_FILES = 5
"""How many older files are kept: their names end in .1, the newest, to .5."""


class RotatedFile:
    """A file that lines are appended to. Raises OSError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: TextIO | None = None
        self._open()

    def write_line(self, text: str) -> None:
        """Append a line. Raises OSError when that fails; then the next one opens the file again."""
        try:
            stream = self._stream
            if stream is None or not self._is_in_place(stream):
                self.close()
                stream = self._open()
            if os.fstat(stream.fileno()).st_size + len(text) > MAX_BYTES:
                self.close()
                self._put_aside()
                stream = self._open()
            stream.write(f"{text}\n")
            stream.flush()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; what the disk has not taken is lost."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()

    def _open(self) -> TextIO:
        self._path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        stream = self._path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n")
        self._stream = stream
        return stream

    def _is_in_place(self, stream: TextIO) -> bool:
        """Return False when the file was deleted, or put aside by another process or program."""
        try:
            return os.path.samestat(os.fstat(stream.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _put_aside(self) -> None:
        names = _list_names(self._path)
        for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
            # Windows renames no file that another process has open; then this one grows on.
            with suppress(FileNotFoundError, PermissionError):
                os.replace(newer, older)


def list_rotated_files(path: Path) -> list[Path]:
    """Return the files that are there, the newest first."""
    return [name for name in _list_names(path) if name.is_file()]


def _list_names(path: Path) -> list[Path]:
    return [path, *(Path(f"{path}.{number}") for number in range(1, OLDER_FILES + 1))]
