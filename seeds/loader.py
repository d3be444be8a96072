"""Reads TOML into a validated `Pack`, or raises an error with all of its problems.

A pack is a folder: the manifest in `pack.toml`, the entries in other TOML files there or in folders
named `sources`, `events`, `facts`, `quotes`, `status` and `questions`. Or it is one file with the
manifest's keys at the top and the entries below.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import ValidationError

from seeds.checks import LocatedEntry, find_pack_problems
from seeds.pack import Manifest, Pack, PackError, Problem
from seeds.quote_verification import check_against_documents
from seeds.schema import ENTRY_TYPES

BUNDLED_PACK = Path(__file__).parent / "romy_and_michele"
MANIFEST_FILE = "pack.toml"
ENTRY_FOLDERS = ("sources", "events", "facts", "quotes", "status", "questions")
"""The folders of a pack that are read; a folder with any other name is the author's own."""
FORMAT_VERSION = 2
"""Part of every digest: raise it when a change of schema or checks changes the loaded pack."""
_ID_LINE = re.compile(r'^id *= *"([^"\n]+)', re.MULTILINE)


def load_pack(path: Path, documents: Path | None = None, *, is_strict: bool = False) -> Pack:
    """Read and check the pack at `path`, one file or a folder.

    With `documents`, a folder, quotes are compared with the documents they cite. `is_strict` is
    explained at `find_pack_problems`. Raises PackError with every problem, sorted by file.
    """
    files = _list_toml_files(path)
    manifest_file = path.name if files == [path] else MANIFEST_FILE
    named = {_name_file(file, path): file for file in files}
    if manifest_file not in named:
        missing = Problem(MANIFEST_FILE, "-", f"is missing, so {path} is not a pack")
        raise PackError(path, [missing])
    problems: list[Problem] = []
    unreadable_ids: set[str] = set()
    tables = dict(_read_tables(named, problems, unreadable_ids))
    return _build_pack(
        path, tables, manifest_file, problems, documents, unreadable_ids, is_strict=is_strict
    )


def parse_pack(name: str, content: bytes) -> Pack:
    """Check the content of a pack of one file; `name` is the file name in problems.

    Raises PackError with every problem.
    """
    problems: list[Problem] = []
    table = _parse_toml(name, content, problems)
    return _build_pack(Path(name), {} if table is None else {name: table}, name, problems, None)


def _build_pack(
    path: Path,
    tables: dict[str, dict[str, Any]],
    manifest_file: str,
    problems: list[Problem],
    documents: Path | None,
    unreadable_ids: Collection[str] = (),
    *,
    is_strict: bool = False,
) -> Pack:
    """Build the pack from TOML tables by file name; `manifest_file` is the manifest's file.

    `unreadable_ids` are ids in files that are no TOML: a reference to one is not a problem.
    """
    manifest = _extract_manifest(tables.get(manifest_file), manifest_file, problems)
    found = [
        item for file, table in tables.items() for item in _parse_entries(file, table, problems)
    ]
    invalid_ids = {problem.entry for problem in problems}.union(unreadable_ids)
    problems += find_pack_problems(
        found, manifest, invalid_ids, manifest_file=manifest_file, is_strict=is_strict
    )
    if documents is not None:
        problems += check_against_documents(found, documents)
    if problems or manifest is None:
        raise PackError(path, sorted(problems))
    return Pack(
        manifest=manifest,
        entries={item.entry.id: item.entry for item in found},
        files={item.entry.id: item.file for item in found},
    )


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
    return Problem(name, "-", f"cannot be read: {error.strerror}")


def _read_tables(
    files: Mapping[str, Path], problems: list[Problem], unreadable_ids: set[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, file in files.items():
        try:
            content = file.read_bytes()
        except OSError as error:
            problems.append(_build_read_problem(name, error))
            continue
        table = _parse_toml(name, content, problems)
        if table is None:
            unreadable_ids.update(_ID_LINE.findall(content.decode("utf-8", "replace")))
        else:
            yield name, table


def _parse_toml(name: str, content: bytes, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, "-", f"cannot be read as TOML: {error}"))
    except UnicodeDecodeError:
        what = "cannot be read as TOML: it is not UTF-8 text, so save it as that"
        problems.append(Problem(name, "-", what))
    except RecursionError:
        problems.append(Problem(name, "-", "cannot be read as TOML: it is nested too deeply"))
    return None


def _extract_manifest(
    table: dict[str, Any] | None, file: str, problems: list[Problem]
) -> Manifest | None:
    """Take the manifest's keys out of `table`, which keeps the entries, and validate them."""
    if table is None:
        return None
    described = {key: table.pop(key) for key in list(table) if key not in ENTRY_TYPES}
    if not described:
        needed = ", ".join(Manifest.model_fields)
        problems.append(Problem(file, "-", f"does not say what the pack is: begin with {needed}"))
        return None
    try:
        return Manifest.model_validate(described)
    except ValidationError as error:
        problems.extend(_list_validation_problems(error, file, "-"))
        return None


def _parse_entries(
    file: str, table: dict[str, Any], problems: list[Problem]
) -> Iterator[LocatedEntry]:
    for kind, rows in table.items():
        if kind not in ENTRY_TYPES:
            known = ", ".join(ENTRY_TYPES)
            problems.append(Problem(file, kind, f"is not a kind of entry; the kinds are {known}"))
        elif _is_table_list(rows):
            yield from _parse_rows(file, kind, rows, problems)
        else:
            problems.append(Problem(file, kind, f"write each entry under [[{kind}]]"))


def _is_table_list(rows: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)  # pyright: ignore[reportUnknownVariableType] - that is the question


def _parse_rows(
    file: str, kind: str, rows: list[dict[str, Any]], problems: list[Problem]
) -> Iterator[LocatedEntry]:
    for number, row in enumerate(rows, start=1):
        name = row.get("id")
        label = name if isinstance(name, str) else f"{kind} number {number}"
        try:
            yield LocatedEntry(file, ENTRY_TYPES[kind].model_validate(row))
        except ValidationError as error:
            problems.extend(_list_validation_problems(error, file, label))


def _list_validation_problems(error: ValidationError, file: str, label: str) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"])
        message = detail["msg"].removeprefix("Value error, ")
        yield Problem(file, label, f"{field}: {message}" if field else message)
