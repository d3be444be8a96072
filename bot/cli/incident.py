"""The command `incident`: what is behind the code that a member was given."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.cli.exit_codes import OK
from bot.errors import StartError
from bot.hosting.folders import get_program_name
from bot.logs.incidents import (
    CODE,
    Incident,
    build_lookup_command,
    find_incident,
    format_incident,
)
from bot.logs.redaction import Redactor
from bot.logs.rotated_file import list_rotated_files
from bot.settings import SettingsError, read_settings

STANDARD_INPUT = Path("-")


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `incident`."""
    incident = add_parser("incident", help="find the error behind a code that a member saw")
    incident.add_argument("code", type=_parse_code, metavar="CODE", help="such as 1a2b3c")
    incident.add_argument(
        "log",
        type=Path,
        nargs="?",
        metavar="LOG",
        help="a file to look in, or - for standard input (default: the bot's log)",
    )
    incident.set_defaults(command=_show)


def _parse_code(text: str) -> str:
    code = text.strip().lower().removeprefix("incident").strip(" #.:")
    if not CODE.fullmatch(code):
        raise argparse.ArgumentTypeError("write the code as the member saw it, such as 1a2b3c")
    return code


def _show(options: argparse.Namespace) -> int:
    """Print the incident. Raises StartError when it is not found."""
    if options.log is None:
        incident, place = _search_files(options.code, *_find_own_log(options.code))
    elif options.log == STANDARD_INPUT:
        incident, place = find_incident(options.code, _read_input()), "what I was given"
    else:
        incident, place = _search_files(options.code, options.log, [options.log])
    if incident is None:
        raise StartError(
            f"I found no incident {options.code} in {place}: check the code, or give me an older "
            f"log with `{get_program_name()} incident {options.code} FILE`."
        )
    print(Redactor(_get_secrets()).redact(format_incident(options.code, incident)))
    return OK


def _find_own_log(code: str) -> tuple[Path, list[Path]]:
    """Return where the log is kept, and the files of it. Raises StartError when there is none."""
    path = read_settings().log_path
    if path is None:
        raise StartError(
            "BOT_LOG_FILE is off, so I have no log to look in: give it to me with "
            f"`{build_lookup_command(code, None)}`."
        )
    files = list_rotated_files(path)
    if not files:
        raise StartError(
            f"There is no log at {path}: name the bot's folder with --folder, or a file with "
            f"`{get_program_name()} incident {code} FILE`."
        )
    return path, files


def _search_files(code: str, path: Path, files: list[Path]) -> tuple[Incident | None, str]:
    """Search files, the newest first; return the incident, and where it was looked for."""
    for file in files:
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                found = find_incident(code, lines)
        except OSError as error:
            raise StartError(f"I can't read {file}: {error.strerror}.") from None
        if found is not None:
            return found, str(file)
    older = f" and {len(files) - 1} older" if len(files) > 1 else ""
    return None, f"{path}{older}"


def _read_input() -> Iterator[str]:
    """Yield the lines of standard input as UTF-8, whatever the console's code page is."""
    lines: Iterable[bytes] = sys.stdin.buffer
    return (line.decode(errors="replace") for line in lines)


def _get_secrets() -> dict[str, str]:
    try:
        return read_settings().secrets
    except SettingsError:
        # A log can be read on another computer, without the bot's settings.
        return {}
