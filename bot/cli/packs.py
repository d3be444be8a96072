"""`seeds check` and `seeds list`: look into a pack without starting the bot."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bot.cli.exit_codes import OK, PROBLEMS_FOUND
from bot.errors import StartError
from seeds.loader import load_pack
from seeds.problems import PackError
from seeds.schema import ENTRY_TYPES, AnyEntry, Event, Fact, Question, Quote, Source, Status


def check_seeds(path: Path, documents: Path | None) -> int:
    """Print every problem of the pack, or how many entries of each kind it has."""
    if not os.path.isfile(path):
        _require_folder(path)
    if documents is not None:
        _require_folder(documents)
    pack = load_pack(path, documents)
    for kind in ENTRY_TYPES:
        print(f"{kind:<9}{len(pack.list_by_kind(kind)):>5}")
    return OK


def list_seeds(directory: Path, kind: str, *, as_json: bool) -> int:
    """Print the entries of `kind`: a line each, or one JSON array with every field."""
    _require_folder(directory)
    entries = load_pack(directory).list_by_kind(kind)
    if as_json:
        rows = [entry.model_dump(mode="json") for entry in entries]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for entry in entries:
            print(f"{entry.id}  {_collapse_whitespace(_format_entry(entry))}")
    return OK


def print_problems(error: PackError) -> int:
    """Print each problem as `file: entry: what is wrong` and return the exit code."""
    for problem in error.problems:
        print(_collapse_whitespace(str(problem)))
    count = len(error.problems)
    print(f"{error.path}: {count} problem{'s' if count > 1 else ''}", file=sys.stderr)
    return PROBLEMS_FOUND


def _require_folder(path: Path) -> None:
    # Unlike Path.is_dir, this is false where the way to the folder is closed.
    if not os.path.isdir(path):
        raise StartError(f"{path} is not a folder: give the path of one.")


def _collapse_whitespace(text: str) -> str:
    return " ".join(text.split())


def _format_entry(entry: AnyEntry) -> str:
    match entry:
        case Source():
            published = entry.published.format_english() if entry.published else "undated"
            return f"{entry.publisher or 'unknown publisher'}, {published}: {entry.title}"
        case Event():
            return f"{entry.date.format_english()}: {entry.title}"
        case Fact():
            return entry.text
        case Quote():
            return f"{entry.speaker}, {entry.said.format_english()}: “{' … '.join(entry.runs)}”"
        case Status():
            return f"{entry.as_of.format_english()}, {entry.stage}: {entry.headline}"
        case Question():
            return f"{entry.text} → {entry.answers[0]}"
