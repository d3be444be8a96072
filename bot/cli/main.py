"""The command line: `run` (the default), `init`, `demo`, `doctor` and others."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn

from bot import __version__
from bot.cli import database, emoji, health, incident, news, packs, run
from bot.cli.exit_codes import CANNOT_START, OK, PROBLEMS_FOUND, TRY_LATER
from bot.cli.installation import command as installation
from bot.cli.parser import CommandParser
from bot.cli.trivia import command as trivia
from bot.errors import HungError, StartError, UnreachableError
from bot.hosting.folders import FOLDER_VARIABLE, get_program_name
from bot.hosting.restore_advice import describe_refusal
from bot.time_zones import use_newest_zone_data
from seeds.pack import PackError
from storage.errors import BusyError, StorageError

DESCRIPTION = (
    "A Discord bot for the fans of a film or another work. Without a command, it runs on Discord. "
    "Write --help after a command for what it takes."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those of the process by default.

    The codes are in `bot.cli.exit_codes`.
    """
    _escape_unencodable_output()
    options = _build_parser().parse_args(arguments)
    if "folder" in options:
        # In the environment, so that every reader of settings finds it.
        os.environ[FOLDER_VARIABLE] = str(options.folder)
    try:
        return options.command(options)
    except PackError as error:
        return packs.print_problems(error)
    except (StartError, StorageError) as error:
        # In one piece: a thread of the log may write in between.
        sys.stderr.write(f"{describe_refusal(error)}\n")
        is_temporary = isinstance(error, UnreachableError | HungError | BusyError)
        return TRY_LATER if is_temporary else CANNOT_START
    except KeyboardInterrupt:
        return OK
    except BrokenPipeError:
        # The reading program has ended, as in `seeds list quote | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def run_process() -> NoReturn:
    """Run the command of this process, and end the process, whatever threads still run."""
    code = PROBLEMS_FOUND
    try:
        use_newest_zone_data()
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else OK
    except KeyboardInterrupt:
        code = OK
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            logging.shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
        # An ordinary end waits for every thread, also for one that hangs on the disk.
        os._exit(code)


def _escape_unencodable_output() -> None:
    # Old Windows code pages lack our arrows and some names; escaped, JSON is still valid.
    stdout: Any = sys.stdout
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(errors="backslashreplace")


def _build_parser() -> argparse.ArgumentParser:
    parser = CommandParser(prog=get_program_name(), description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"fan-community-bot {__version__}")
    parser.set_defaults(command=run.run_bot, fresh=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for module in (run, installation, health, incident, database, emoji, news, packs, trivia):
        module.add_commands(commands.add_parser)
    return parser
