"""The parser of commands: each takes `--folder`, and its help begins with what it does."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from bot.hosting.folders import describe_default_folder


class CommandParser(argparse.ArgumentParser):
    """A parser that makes the parsers of its commands, and of theirs, like itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        folder = describe_default_folder().replace("%", "%%")
        self.add_argument(
            "--folder",
            type=Path,
            # One that is not given must not replace one that a command before it was given.
            default=argparse.SUPPRESS,
            help=f"the folder with its .env and its data (default: {folder})",
        )

    def add_subparsers(self, **options: Any) -> Any:
        """Return what adds the parsers of commands, with their help as a sentence on top."""
        adder: Any = super().add_subparsers(**options)
        adder.add_parser = partial(_add_described_parser, adder.add_parser)
        return adder


def _add_described_parser(add_parser: Any, name: str, **options: Any) -> argparse.ArgumentParser:
    text: str = options["help"]
    return add_parser(name, description=f"{text[0].upper()}{text[1:]}.", **options)
