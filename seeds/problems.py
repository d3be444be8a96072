"""How what is wrong with a pack is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with one entry; `entry` is "-" when the whole file is meant."""

    file: str
    entry: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.what}"


class PackError(Exception):
    """A pack that may not be loaded, with every reason why."""

    def __init__(self, directory: Path, problems: Sequence[Problem]) -> None:
        self.directory = directory
        self.problems = tuple(problems)
        super().__init__(f"{directory} has {len(self.problems)} problem(s)")
