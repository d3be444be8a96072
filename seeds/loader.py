"""Reads TOML into a validated `Pack`, or raises an error with all of its problems.

A pack is a folder: the manifest in `pack.toml`, the entries in other TOML files there or in folders
named `sources`, `events`, `facts`, `quotes`, `status` and `questions`. Or it is one file with the
manifest's keys at the top and the entries below.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from seeds.checks import find_pack_problems
from seeds.pack import Pack, PackError, Problem
from seeds.schema import ENTRY_TYPES
from seeds.validation.quote_verification import check_against_documents
from seeds.validation.table_parser import EntryParser, parse_manifest
from seeds.validation.toml_lines import find_key_lines, get_nearest_line
from seeds.validation.toml_syntax import TomlSyntaxError, parse_toml

BUNDLED_PACK = Path(__file__).parent / "romy_and_michele"
MANIFEST_FILE = "pack.toml"
ENTRY_FOLDERS = ("sources", "events", "facts", "quotes", "status", "questions")
"""The folders of a pack that are read; a folder with any other name is the author's own."""
FORMAT_VERSION = 2
"""Part of every digest: raise it when a change of schema or checks changes the loaded pack."""
_ID_LINE = re.compile(r"""^[ \t]*id[ \t]*=[ \t]*["']([^"'\n]+)""", re.MULTILINE)
_NO_ENTRIES = "describes a pack with no entries: start with a [[source]] and what it says"


@dataclass(frozen=True, slots=True)
class _ReadFiles:
    """The files of a pack: their texts and tables by name, without those that cannot be read."""

    path: Path
    manifest_file: str
    texts: dict[str, str]
    tables: dict[str, dict[str, Any]]
    problems: list[Problem]
    unreadable_ids: frozenset[str]
    """Ids in files that are no TOML: a reference to one is not a problem."""


def load_pack(
    path: Path, documents: Path | None = None, *, is_strict: bool = False, today: date | None = None
) -> Pack:
    """Read and check the pack at `path`, one file or a folder.

    With `documents`, a folder, quotes are compared with the documents they cite. `is_strict` and
    `today` are explained at `check_entry`; a pack without entries is refused then too. Raises
    PackError with every problem, sorted by file and line.
    """
    files = _list_toml_files(path)
    manifest_file = path.name if files == [path] else MANIFEST_FILE
    named = {_name_file(file, path): file for file in files}
    if manifest_file not in named:
        missing = Problem(MANIFEST_FILE, f"is missing, so {path} is not a pack")
        raise PackError(path, [missing])
    problems: list[Problem] = []
    contents: dict[str, bytes] = {}
    for name, file in named.items():
        try:
            contents[name] = file.read_bytes()
        except OSError as error:
            problems.append(_build_read_problem(name, error))
    read = _read_files(path, manifest_file, contents, problems)
    return _build_pack(read, documents, is_strict=is_strict, today=today)


def parse_pack(name: str, content: bytes) -> Pack:
    """Check the content of a pack of one file; `name` is the file name in problems.

    Raises PackError with every problem.
    """
    return _build_pack(_read_files(Path(name), name, {name: content}, []))


def _read_files(
    path: Path, manifest_file: str, contents: Mapping[str, bytes], problems: list[Problem]
) -> _ReadFiles:
    texts: dict[str, str] = {}
    tables: dict[str, dict[str, Any]] = {}
    unreadable_ids: set[str] = set()
    for name, content in contents.items():
        try:
            texts[name] = content.decode("utf-8-sig")
            tables[name] = parse_toml(texts[name])
        except UnicodeDecodeError:
            problems.append(Problem(name, "is not UTF-8 text: save it as UTF-8"))
        except TomlSyntaxError as error:
            problems.append(Problem(name, str(error), line=error.line))
        if name not in tables:
            unreadable_ids.update(_ID_LINE.findall(content.decode("utf-8", "replace")))
    return _ReadFiles(path, manifest_file, texts, tables, problems, frozenset(unreadable_ids))


def _build_pack(
    read: _ReadFiles,
    documents: Path | None = None,
    *,
    is_strict: bool = False,
    today: date | None = None,
) -> Pack:
    """Build the pack; raises PackError with every problem."""
    described = _extract_manifest_table(read.tables.get(read.manifest_file))
    found = parse_manifest(read.manifest_file, described)
    entries = EntryParser()
    for file, table in read.tables.items():
        entries.parse(file, table)
    problems = [*read.problems, *found.problems, *entries.problems]
    if is_strict and not problems and not entries.located:
        problems.append(Problem(read.manifest_file, _NO_ENTRIES))
    problems += find_pack_problems(
        entries.located,
        found.slugs,
        other_ids=read.unreadable_ids,
        rejected_ids=entries.rejected_ids,
        manifest_file=read.manifest_file,
        is_strict=is_strict,
        today=today,
    )
    if documents is not None:
        problems += check_against_documents(entries.located, documents)
    if problems or found.manifest is None:
        raise PackError(read.path, _sort_by_line(problems, read.texts))
    return Pack(
        manifest=found.manifest,
        entries={item.entry.id: item.entry for item in entries.located},
        files={item.entry.id: item.file for item in entries.located},
    )


def _sort_by_line(problems: Iterable[Problem], texts: Mapping[str, str]) -> list[Problem]:
    """Return the problems with their lines, sorted by file and line."""
    lines = {
        file: find_key_lines(texts[file])
        for file in {problem.file for problem in problems if problem.path}
    }
    placed = [
        one._replace(line=get_nearest_line(lines[one.file], one.path)) if one.path else one
        for one in problems
    ]
    return sorted(placed, key=lambda one: (one.file, one.line or 0, one.entry, one.message))


def compute_pack_digest(path: Path) -> str:
    """Return a SHA-256 digest of the pack's files and of `FORMAT_VERSION`, in hexadecimal.

    Raises PackError when a file cannot be read.
    """
    digest = hashlib.sha256(f"format {FORMAT_VERSION}".encode())
    for file in _list_toml_files(path):
        try:
            content = file.read_bytes()
        except OSError as error:
            problem = _build_read_problem(_name_file(file, path), error)
            raise PackError(path, [problem]) from None
        digest.update(f"\0{_name_file(file, path)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _list_toml_files(path: Path) -> list[Path]:
    """Return the pack's files, sorted. Raises PackError for a folder that cannot be read."""
    try:
        if path.is_file():
            return [path]
        folders = [path, *filter(Path.is_dir, (path / name for name in ENTRY_FOLDERS))]
        files = (file for folder in folders for file in folder.iterdir())
        return sorted(file for file in files if file.match("*.toml") and file.is_file())
    except OSError as error:
        raise PackError(path, [_build_read_problem(path.name, error)]) from None


def _name_file(file: Path, pack: Path) -> str:
    """Return how problems name `file`: its path inside the pack, with slashes on every system."""
    return file.name if file == pack else file.relative_to(pack).as_posix()


def _build_read_problem(name: str, error: OSError) -> Problem:
    return Problem(name, f"cannot be read: {error.strerror}")


def _extract_manifest_table(table: dict[str, Any] | None) -> dict[str, Any] | None:
    """Take the manifest's keys out of the table of its file, which keeps the entries."""
    if table is None:
        return None
    return {key: table.pop(key) for key in list(table) if key not in ENTRY_TYPES}
