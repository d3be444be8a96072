"""A copy of the tiny pack that a test may spoil, and the problems that are then found."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from seeds.loader import load_pack
from seeds.pack import PackError
from tests.world import TINY_PACK

ENTRIES = "entries.toml"
TextChange = tuple[str, str, str]
"""An entry, what stands in it, and what is to stand there."""
_ENTRY_START = re.compile(r"^(?=\[\[\w+\]\]$)", re.MULTILINE)


@dataclass(frozen=True)
class PackOnDisk:
    """One folder of TOML. Changes are to text, as an author would make them."""

    folder: Path

    @classmethod
    def copy_tiny(cls, parent: Path) -> PackOnDisk:
        """A fresh copy in `parent`."""
        return cls(Path(shutil.copytree(TINY_PACK, parent / "pack")))

    def change(self, entry: str, old: str, new: str, file: str = ENTRIES) -> None:
        """Replace the first `old` at or after the id or slug `entry`."""
        path = self.folder / file
        before, anchor, rest = path.read_text("utf-8").partition(f' = "{entry}"')
        assert anchor, f"{entry} is not in {file}"
        assert old in rest, f"{old!r} does not follow {entry} in {file}"
        path.write_text(before + anchor + rest.replace(old, new, 1), "utf-8")

    def add(self, toml: str, file: str = ENTRIES) -> None:
        """Write further TOML at the end of `file`."""
        with (self.folder / file).open("a", encoding="utf-8") as opened:
            opened.write(f"\n{toml}\n")

    def remove(self, entry: str) -> None:
        """Take out one whole entry."""
        path = self.folder / ENTRIES
        parts = _ENTRY_START.split(path.read_text("utf-8"))
        kept = [part for part in parts if f'id = "{entry}"' not in part]
        assert len(kept) == len(parts) - 1
        path.write_text("".join(kept), "utf-8")

    def problems_after(self, *changes: TextChange) -> list[str]:
        """The problems after these changes."""
        for change in changes:
            self.change(*change)
        return self.find_problems()

    def find_problems(self, documents: Path | None = None) -> list[str]:
        """Every problem that loading reports, as it is printed; empty for a clean pack."""
        try:
            load_pack(self.folder, documents)
        except PackError as error:
            return [str(problem) for problem in error.problems]
        return []
