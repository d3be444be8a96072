"""The commands `trivia import`, `lists`, `remove`, `export` and `reports`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bot.settings import read_settings

# `lists` is imported late: other commands do not need YAML and the database.


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `trivia` with its actions."""
    trivia = add_parser("trivia", help="import and export questions, see what was reported")
    actions = trivia.add_subparsers(metavar="ACTION", required=True)
    import_ = actions.add_parser("import", help="import a list of questions for all servers")
    import_.add_argument("file", type=Path, metavar="FILE", help=("YAML, or JSON from opentdb.com"))
    import_.add_argument("--topic", help="what it is about (default: the file's name)")
    import_.set_defaults(command=_import_list)
    lists = actions.add_parser("lists", help="print the imported lists")
    lists.set_defaults(command=_show_lists)
    remove = actions.add_parser("remove", help="remove a list")
    remove.add_argument("name", metavar="NAME", help="the name that `trivia lists` prints")
    remove.add_argument("--server", type=int, help="ID of the server the list belongs to")
    remove.set_defaults(command=_remove_list)
    export = actions.add_parser("export", help="write all questions as one YAML list")
    export.add_argument("--topic", help="only questions on this topic")
    export.add_argument("--list", metavar="NAME", help="only questions from this list")
    export.add_argument("--output", type=Path, help="new file to write (default: the screen)")
    export.set_defaults(command=_export_list)
    reports = actions.add_parser("reports", help="print what members reported")
    reports.set_defaults(command=_list_reports)


def _import_list(options: argparse.Namespace) -> int:
    from bot.cli.trivia.lists import import_list

    return import_list(read_settings(), options.file, options.topic)


def _show_lists(_options: argparse.Namespace) -> int:
    from bot.cli.trivia.lists import show_lists

    return show_lists(read_settings())


def _remove_list(options: argparse.Namespace) -> int:
    from bot.cli.trivia.lists import remove_list

    return remove_list(read_settings(), options.name, options.server)


def _export_list(options: argparse.Namespace) -> int:
    from bot.cli.trivia.lists import export_list

    return export_list(
        read_settings(), topic=options.topic, list_name=options.list, output=options.output
    )


def _list_reports(_options: argparse.Namespace) -> int:
    from bot.cli.trivia.lists import list_reports

    return list_reports(read_settings())
