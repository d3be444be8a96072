"""The commands `seeds check`, `list`, `new`, `reload` and `draft`."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shlex
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bot.cli.exit_codes import OK, PROBLEMS_FOUND
from bot.cli.output import write_output
from bot.errors import StartError
from bot.hosting.folders import ENV_FILE, find_bot_folder, get_program_name
from bot.hosting.missing_extras import build_missing_extra_error
from bot.packs.new_pack import write_new_pack
from bot.settings import Settings, read_settings
from bot.ui.text import pluralize
from seeds.loader import load_pack
from seeds.pack import PackError
from seeds.schema import ENTRY_TYPES, AnyEntry, Event, Fact, Question, Quote, Source, Status


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `seeds` with its actions."""
    seeds = add_parser("seeds", help="start, check, list, reload or draft a pack")
    actions = seeds.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="find everything that is wrong with a pack")
    check.add_argument(
        "directory", nargs="?", type=Path, metavar="PATH", help="a folder, or one file"
    )
    check.add_argument(
        "--documents", type=Path, help=("folder of articles to check quotes against")
    )
    check.set_defaults(command=_check)
    listing = actions.add_parser("list", help="print all entries of one kind")
    listing.add_argument(
        "kind", choices=sorted(ENTRY_TYPES), metavar="KIND", help=", ".join(ENTRY_TYPES)
    )
    listing.add_argument("--json", action="store_true", help="one JSON array with every field")
    _add_output(listing)
    listing.set_defaults(command=_list)
    new = actions.add_parser("new", help="write a small pack to start from")
    new.add_argument("name", metavar="NAME", help="the work it is about, such as 'River Courier'")
    new.set_defaults(command=_new)
    reloading = actions.add_parser(
        "reload", help="have the running bot take over packs that changed, without a restart"
    )
    reloading.set_defaults(command=_reload)
    drafting = actions.add_parser("draft", help="draft entries from plain-text articles")
    drafting.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_output(drafting)
    drafting.set_defaults(command=_draft)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="new file to write (default: the screen)"
    )


def _check(options: argparse.Namespace) -> int:
    today = datetime.now().astimezone().date()
    folders = [options.directory] if options.directory else read_settings().seeds
    for folder in folders:
        check_seeds(folder, options.documents, today)
    return OK


def _list(options: argparse.Namespace) -> int:
    return list_seeds(read_settings().seeds[0], options.kind, options.output, as_json=options.json)


def _new(options: argparse.Namespace) -> int:
    folder = write_new_pack(options.name, Path())
    print(
        f"{folder} has one entry of each kind: change them, and run `{get_program_name()} seeds "
        f"check {folder}`. Add BOT_SEEDS={folder.absolute()} to "
        f"{find_bot_folder().absolute() / ENV_FILE}."
    )
    return OK


def _reload(_options: argparse.Namespace) -> int:
    settings = read_settings()
    if isinstance(settings.database, Path) and not settings.database.exists():
        raise StartError(
            f"There's no database at {settings.database} yet: start the bot, which loads its packs."
        )
    print(asyncio.run(_reload_stored_packs(settings)))
    return OK


async def _reload_stored_packs(settings: Settings) -> str:
    """Store the packs that changed; a running bot sees that within a minute."""
    # Imported late: checking a pack needs no database.
    from bot.packs.loading import reload_packs
    from storage.store import Store

    store = await Store.open(settings.database, random.Random())
    try:
        with store.database.explain_errors():
            return await reload_packs(store, settings.seeds, lambda: datetime.now(UTC))
    finally:
        await store.close()


def _draft(options: argparse.Namespace) -> int:
    # Imported late: dateparser is installed only with the extra `drafting`.
    try:
        from bot.cli.drafting import draft_seeds
    except ModuleNotFoundError as error:
        raise build_missing_extra_error("Drafting", "drafting", error) from None
    return draft_seeds(options.files, options.output)


def check_seeds(path: Path, documents: Path | None, today: date) -> None:
    """Print how many entries of each kind the pack at `path` has, a folder or one file.

    With `documents`, every quote must be in a document of that folder. No status may be dated after
    `today`. Raises PackError.
    """
    if not os.path.isfile(path):
        _require_folder(path)
    if documents is not None:
        _require_folder(documents)
    pack = load_pack(path, documents, is_strict=True, today=today)
    for kind in ENTRY_TYPES:
        print(f"{kind:<9}{len(pack.list_by_kind(kind)):>5}")


def list_seeds(directory: Path, kind: str, output: Path | None, *, as_json: bool) -> int:
    """Write the entries of `kind`, one per line, or as one JSON array with every field.

    JSON is written as `write_output` says; lines on the screen are in the encoding of the console.
    """
    _require_folder(directory)
    entries = load_pack(directory).list_by_kind(kind)
    if as_json:
        rows = [entry.model_dump(mode="json") for entry in entries]
        lines = [json.dumps(rows, ensure_ascii=False, indent=2)]
    else:
        lines = [f"{one.id}  {_collapse_whitespace(_format_entry(one))}" for one in entries]
    text = "".join(f"{line}\n" for line in lines)
    if as_json or output is not None:
        write_output(text, output)
    else:
        print(text, end="")
    return OK


def print_problems(error: PackError) -> int:
    """Print each problem on a line, `file:line: message`, and return the exit code."""
    for line in _list_problems(error):
        print(line)
    print(_count_problems(error), file=sys.stderr)
    return PROBLEMS_FOUND


def describe_pack_refusal(error: PackError) -> str:
    """Return why the bot does not start: each problem on a line, and then what to do."""
    correct = "Correct that" if len(error.problems) == 1 else "Correct them"
    check = f"`{get_program_name()} seeds check {shlex.quote(str(error.path))}`"
    remedy = f"{correct}, check it with {check}, then start me again."
    return "\n".join([*_list_problems(error), f"{_count_problems(error)}. {remedy}"])


def _list_problems(error: PackError) -> list[str]:
    return [_collapse_whitespace(str(problem)) for problem in error.problems]


def _count_problems(error: PackError) -> str:
    return f"{error.path}: {pluralize(len(error.problems), 'problem')}"


def _require_folder(path: Path) -> None:
    # Unlike Path.is_dir, this returns False when a parent folder may not be read.
    if not os.path.isdir(path):
        raise StartError(f"{path} isn't a folder: give the path to one.")


def _collapse_whitespace(text: str) -> str:
    return " ".join(text.split())


def _format_entry(entry: AnyEntry) -> str:
    match entry:
        case Source():
            published = entry.published.format_american() if entry.published else "undated"
            return f"{entry.publisher or 'unknown publisher'}, {published}: {entry.title}"
        case Event():
            return f"{entry.date.format_american()}: {entry.title}"
        case Fact():
            return entry.text
        case Quote():
            return f"{entry.speaker}, {entry.said.format_american()}: “{' … '.join(entry.runs)}”"
        case Status():
            return f"{entry.as_of.format_american()}, {entry.stage}: {entry.headline}"
        case Question():
            return f"{entry.text} → {entry.answers[0]}"
