"""The command line: `run` (the default), `demo`, `backup`, `seeds …` and `trivia …`."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.cli.exit_codes import CANNOT_START, OK, TRY_LATER
from bot.cli.packs import check_seeds, list_seeds, print_problems
from bot.errors import StartError, UnreachableError
from bot.logs import set_up_logs
from bot.settings import Settings, read_settings
from seeds.problems import PackError
from seeds.schema import ENTRY_TYPES
from storage.backup import back_up
from storage.errors import BusyError, StorageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0, 1 for a faulty pack, 2 for a user's error, 75 for what may be over in a while.
    """
    _escape_unencodable_output()
    options = _build_parser().parse_args(arguments)
    try:
        return options.command(options)
    except PackError as error:
        return print_problems(error)
    except (StartError, StorageError) as error:
        print(error, file=sys.stderr)
        is_temporary = isinstance(error, UnreachableError | BusyError)
        return TRY_LATER if is_temporary else CANNOT_START
    except KeyboardInterrupt:
        return OK
    except BrokenPipeError:
        # Whoever read has had enough, as in `seeds list quote | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _escape_unencodable_output() -> None:
    # Old Windows code pages know neither our arrows nor every name; JSON stays JSON this way.
    stdout: Any = sys.stdout
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(errors="backslashreplace")


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.set_defaults(command=_run_bot)
    commands = parser.add_subparsers(metavar="COMMAND")

    run = commands.add_parser("run", help="run on Discord; needs DISCORD_TOKEN")
    run.set_defaults(command=_run_bot)

    demo = commands.add_parser("demo", help="try everything in a browser, without a token")
    demo.add_argument(
        "--port", type=_parse_port, default=0, help="port to serve on (default: a free one)"
    )
    demo.set_defaults(command=_run_demo)

    backup = commands.add_parser("backup", help="copy all that the bot remembers, while it runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="new file to write")
    backup.set_defaults(command=_back_up)

    seeds = commands.add_parser("seeds", help="check, list or draft a pack")
    actions = seeds.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="say everything that is wrong with a pack")
    check.add_argument(
        "directory", nargs="?", type=Path, metavar="PATH", help="a folder, or one file"
    )
    check.add_argument("--documents", type=Path, help="folder the quotes must stand in")
    check.set_defaults(command=_check_seeds)
    listing = actions.add_parser("list", help="print the entries of a kind")
    listing.add_argument(
        "kind", choices=sorted(ENTRY_TYPES), metavar="KIND", help=", ".join(ENTRY_TYPES)
    )
    listing.add_argument("--json", action="store_true", help="one JSON array with every field")
    listing.set_defaults(command=_list_seeds)
    drafting = actions.add_parser("draft", help="draft entries from raw articles")
    drafting.add_argument("files", nargs="+", type=Path, metavar="FILE")
    drafting.add_argument("--output", type=Path, help="new file to write (default: the screen)")
    drafting.set_defaults(command=_draft_seeds)
    _add_trivia_commands(
        commands.add_parser("trivia", help="questions in and out, what was reported")
    )
    return parser


def _add_trivia_commands(trivia: argparse.ArgumentParser) -> None:
    actions = trivia.add_subparsers(metavar="ACTION", required=True)
    import_parser = actions.add_parser("import", help="take in a YAML list of questions")
    import_parser.add_argument("file", type=Path, metavar="FILE")
    import_parser.add_argument("--topic", help="what they are about (default: the file's name)")
    import_parser.set_defaults(command=_import_trivia)
    export_parser = actions.add_parser("export", help="print all questions as one YAML list")
    export_parser.add_argument("--topic", help="only those about this")
    export_parser.set_defaults(command=_export_trivia)
    reports = actions.add_parser("reports", help="print what members reported")
    reports.set_defaults(command=_list_reports)


def _parse_port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _back_up(options: argparse.Namespace) -> int:
    back_up(read_settings().database, options.file)
    print(f"{options.file} holds all that was on record just now.")
    return OK


def _check_seeds(options: argparse.Namespace) -> int:
    return check_seeds(options.directory or read_settings().seeds, options.documents)


def _list_seeds(options: argparse.Namespace) -> int:
    return list_seeds(read_settings().seeds, options.kind, as_json=options.json)


def _draft_seeds(options: argparse.Namespace) -> int:
    # Imported late: dateparser is installed only with the extra `drafting`.
    try:
        from bot.cli.drafting import draft_seeds
    except ModuleNotFoundError as error:
        raise StartError(
            f"Drafting needs {error.name}: run `pip install '.[drafting]'` in the bot's folder, or "
            "install everything that requirements.lock lists."
        ) from None
    return draft_seeds(options.files, options.output)


def _import_trivia(options: argparse.Namespace) -> int:
    # Imported late, here and below: only whoever exchanges lists needs to read YAML.
    from bot.cli.trivia_lists import import_list

    return import_list(read_settings(), options.file, options.topic)


def _export_trivia(options: argparse.Namespace) -> int:
    from bot.cli.trivia_lists import export_list

    return export_list(read_settings(), options.topic)


def _list_reports(_options: argparse.Namespace) -> int:
    from bot.cli.trivia_lists import list_reports

    return list_reports(read_settings())


def _run_bot(_options: argparse.Namespace) -> int:
    settings = read_settings()
    settings.require_token()
    # Imported late: neither checking a pack nor refusing a setting needs the Discord library.
    from bot.app import run_on_discord

    return _run_until_stopped(run_on_discord(settings), settings)


def _run_demo(options: argparse.Namespace) -> int:
    try:
        from bot.demo.server import run_demo
    except ModuleNotFoundError as error:
        raise StartError(
            f"The demo needs {error.name}: run `make demo`, or install everything that "
            "requirements.lock lists."
        ) from None
    settings = read_settings()
    if "log_level" not in settings.model_fields_set:
        settings = settings.model_copy(update={"log_level": "WARNING"})
    return _run_until_stopped(run_demo(settings, options.port), settings)


def _run_until_stopped(program: Coroutine[Any, Any, None], settings: Settings) -> int:
    """Run `program` until it ends, or until Ctrl-C or a service manager's SIGTERM."""
    secret = settings.token.get_secret_value() if settings.token else None
    set_up_logs(settings.log_level, settings.log_format, secret)
    with suppress(asyncio.CancelledError):
        asyncio.run(_cancel_on_sigterm(program))
    return OK


async def _cancel_on_sigterm(program: Coroutine[Any, Any, None]) -> None:
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError):  # Windows has no such signal handlers
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await program
