"""Makes the installed packages of an image small: run once with its Python, where they are built.

It leaves out what never runs there, and compiles only the modules that a start imports: an image is
read-only, so what is not compiled now would be compiled at every start.
"""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import sys
import sysconfig
from pathlib import Path

SITE_PACKAGES = Path(sysconfig.get_path("purelib"))


def compile_program() -> None:
    """Import every module of the program, which compiles it and what it imports."""
    sys.path.insert(0, str(SITE_PACKAGES / "fan_community_bot"))
    for name in ("bot", "cogs", "seeds", "storage"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:
                # An extra that is not in the image.
                print(f"left out {module.name}: {error}")


def remove_other_languages() -> None:
    """Delete the data of the languages in which the program writes no dates: 30 MB."""
    from babel import Locale

    from bot.ui.dates import LANGUAGES

    kept = {"root", "en"}
    for tag in LANGUAGES:
        if tag != "iso":
            parts = str(Locale.parse(tag, sep="-")).split("_")
            kept.update("_".join(parts[:count]) for count in range(1, len(parts) + 1))
    for file in (SITE_PACKAGES / "babel" / "locale-data").glob("*.dat"):
        if file.stem not in kept:
            file.unlink()


def remove_tests() -> None:
    """Delete the tests that packages bring along."""
    for folder in list(SITE_PACKAGES.glob("*/tests")):
        shutil.rmtree(folder)


if __name__ == "__main__":
    remove_tests()
    compile_program()
    remove_other_languages()
