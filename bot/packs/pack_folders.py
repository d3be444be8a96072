"""Finds the folders of the packs: those that the owner names, and those of installed packages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from bot.errors import StartError
from seeds.loader import BUNDLED_PACK, MANIFEST_FILE

ENTRY_POINT_GROUP = "fan_bot.packs"
"""The group of entry points whose value is the package with the files of a pack."""


class PackFolderError(ValueError):
    """A folder of BOT_SEEDS that is not there; the message is a sentence that names it."""


def list_default_folders() -> tuple[Path, ...]:
    """Return the folders of the packs when the owner names none: the bundled one comes first."""
    return (BUNDLED_PACK, *find_installed_packs().values())


def _split(text: str) -> list[str]:
    # A path may have such a character itself.
    if os.path.isdir(os.path.expanduser(text)):
        return [text]
    return [part for one in re.split(f"[,{os.pathsep}]", text) if (part := one.strip())]


def resolve_folders(base: Path, text: str) -> str:
    """Return the list with its relative paths counted from `base`; names of packs stay.

    A word is the name of an installed pack, then a folder in `base`, then the bundled pack.
    """
    installed = find_installed_packs()
    return os.pathsep.join(
        one if one in installed else str(_resolve(base, one)) for one in _split(text)
    )


def find_folders(text: str) -> tuple[Path, ...]:
    """Return the folders of a list, then those of installed packs that are not among them.

    The list has paths, or names of entry points of installed packs or of the bundled one, with
    commas or with what separates paths on this system between them. Raises PackFolderError for what
    is none of these.
    """
    installed = find_installed_packs()
    found = [_find_folder(one, installed) for one in _split(text)]
    return tuple(dict.fromkeys([*found, *installed.values()]))


def _find_folder(text: str, installed: Mapping[str, Path]) -> Path:
    if text in installed:
        return installed[text]
    folder = _resolve(Path(), text)
    # Unlike Path.is_dir, this returns False when a parent folder may not be read.
    if not os.path.isdir(folder):
        raise PackFolderError(f"BOT_SEEDS names {folder.absolute()}, and there is no such folder.")
    return folder


def _resolve(base: Path, text: str) -> Path:
    folder = base / os.path.expanduser(text)
    return BUNDLED_PACK if text == BUNDLED_PACK.name and not os.path.isdir(folder) else folder


def find_installed_packs() -> dict[str, Path]:
    """Return the folders of installed packs by the names of their entry points, sorted.

    Nothing of them is run, unless they are inside of another package. Raises StartError, with a
    sentence, for one without its files.
    """
    found = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda one: one.name)
    return {one.name: _find_package_folder(one) for one in found}


def _find_package_folder(entry_point: EntryPoint) -> Path:
    try:
        spec = find_spec(entry_point.module)
    except ImportError:
        spec = None
    for location in (spec.submodule_search_locations or ()) if spec else ():
        if Path(location, MANIFEST_FILE).is_file():
            return Path(location)
    raise StartError(
        f"The installed pack {entry_point.name} has no {MANIFEST_FILE} in its package "
        f"{entry_point.module}: install it again, or uninstall it."
    )
