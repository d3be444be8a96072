"""The commands `trivia import`, `trivia export` and `trivia reports`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bot.settings import read_settings

# `trivia_lists` is imported late: other commands do not need YAML and the database.


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `trivia` with its actions."""
    trivia = add_parser("trivia", help="questions in and out, what was reported")
    actions = trivia.add_subparsers(metavar="ACTION", required=True)
    import_ = actions.add_parser("import", help="take in a YAML list of questions")
    import_.add_argument("file", type=Path, metavar="FILE")
    import_.add_argument("--topic", help="what they are about (default: the file's name)")
    import_.set_defaults(command=_import_list)
    export = actions.add_parser("export", help="print all questions as one YAML list")
    export.add_argument("--topic", help="only those about this")
    export.set_defaults(command=_export_list)
    reports = actions.add_parser("reports", help="print what members reported")
    reports.set_defaults(command=_list_reports)


def _import_list(options: argparse.Namespace) -> int:
    from bot.cli.trivia_lists import import_list

    return import_list(read_settings(), options.file, options.topic)


def _export_list(options: argparse.Namespace) -> int:
    from bot.cli.trivia_lists import export_list

    return export_list(read_settings(), options.topic)


def _list_reports(_options: argparse.Namespace) -> int:
    from bot.cli.trivia_lists import list_reports

    return list_reports(read_settings())
