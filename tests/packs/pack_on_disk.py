"""A copy of the tiny pack that a test may change, and the problems that are found in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from seeds.loader import load_pack
from seeds.pack import PackError
from tests.world import NOW, TINY_PACK

ENTRIES = "entries.toml"
TODAY = NOW.date()
"""The day on which packs are checked."""
TextChange = tuple[str, str, str]
"""An entry, a text in it, and the text to replace it with."""
_LINE = re.compile(r"(?<=\.toml):\d+:")
_ENTRY_START = re.compile(r"^(?=\[\[\w+\]\]$)", re.MULTILINE)


@dataclass(frozen=True)
class PackOnDisk:
    """A folder of TOML whose text is changed as an author would change it."""

    folder: Path

    @classmethod
    def copy_tiny(cls, parent: Path) -> PackOnDisk:
        """Copy the tiny pack into `parent`."""
        return cls(Path(shutil.copytree(TINY_PACK, parent / "pack")))

    def change(self, entry: str, old: str, new: str, file: str = ENTRIES) -> None:
        """Replace the first `old` at or after the id or slug `entry`."""
        path = self.folder / file
        before, anchor, rest = path.read_text("utf-8").partition(f' = "{entry}"')
        assert anchor, f"{entry} is not in {file}"
        assert old in rest, f"{old!r} does not follow {entry} in {file}"
        path.write_text(before + anchor + rest.replace(old, new, 1), "utf-8")

    def add(self, toml: str, file: str = ENTRIES) -> None:
        """Append TOML to `file`."""
        with (self.folder / file).open("a", encoding="utf-8") as opened:
            opened.write(f"\n{toml}\n")

    def remove(self, entry: str) -> None:
        """Remove one entry."""
        path = self.folder / ENTRIES
        parts = _ENTRY_START.split(path.read_text("utf-8"))
        kept = [part for part in parts if f'id = "{entry}"' not in part]
        assert len(kept) == len(parts) - 1
        path.write_text("".join(kept), "utf-8")

    def problems_after(self, *changes: TextChange) -> list[str]:
        """Make these changes and return the problems."""
        for change in changes:
            self.change(*change)
        return self.find_problems()

    def find_problems(self, documents: Path | None = None) -> list[str]:
        """Return the problems as `seeds check` prints them, but without their lines."""
        return [_LINE.sub(":", one) for one in self.find_located_problems(documents)]

    def find_located_problems(self, documents: Path | None = None) -> list[str]:
        """Check the pack as `seeds check` does and return the problems as they are printed."""
        try:
            load_pack(self.folder, documents, is_strict=True, today=TODAY)
        except PackError as error:
            return [str(problem) for problem in error.problems]
        return []
