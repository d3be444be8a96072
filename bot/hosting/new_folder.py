"""Makes a folder, and removes it with all that was made for it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def make_folder(folder: Path) -> Path | None:
    """Make a folder with its parents; return the outermost that was made, None for none.

    Raises OSError, and then leaves none of them behind.
    """
    missing = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    outermost = missing[-1] if missing else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        remove_folder(outermost)
        raise
    return outermost


def remove_folder(made: Path | None) -> None:
    """Remove what `make_folder` made, and all that is in it."""
    if made is not None:
        shutil.rmtree(made, ignore_errors=True)
