"""Reads TOML into a validated `Pack`, or says everything that is wrong with it.

A pack is a folder with a `pack.toml` that describes it, or one file that holds all of it: the
description's keys at the top, the entries below.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import ValidationError

from seeds.checks import Located, find_problems
from seeds.pack import Manifest, Pack
from seeds.problems import PackError, Problem
from seeds.quote_verification import check_against_documents
from seeds.schema import KINDS

BUNDLED_PACK = Path(__file__).parent / "romy_and_michele"
MANIFEST = "pack.toml"
FORMAT = 1
"""Part of every digest: raise it when the schema or the checks change what a pack means."""
_ID = re.compile(r'^id *= *"([^"\n]+)', re.MULTILINE)


def load_pack(path: Path, documents: Path | None = None) -> Pack:
    """Read and check the pack at `path`, its quotes too where `documents` is given.

    `path` is one file, or a folder whose `*.toml` are read. Raises PackError carrying every
    problem, sorted by file, when there is one.
    """
    files = _toml_files(path)
    describing = path.name if files == [path] else MANIFEST
    if describing not in (file.name for file in files):
        missing = Problem(MANIFEST, "-", f"is missing, so {path} is not a pack")
        raise PackError(path, [missing])
    problems: list[Problem] = []
    lost: set[str] = set()
    tables = dict(_read_tables(files, problems, lost))
    return _check(path, tables, describing, problems, documents, lost)


def parse_pack(name: str, content: bytes) -> Pack:
    """Check a pack of one file that is not on this machine; `name` is what problems call it.

    Raises PackError carrying every problem when there is one.
    """
    problems: list[Problem] = []
    table = _parse(name, content, problems)
    return _check(Path(name), {} if table is None else {name: table}, name, problems, None)


def _check(
    path: Path,
    tables: dict[str, dict[str, Any]],
    describing: str,
    problems: list[Problem],
    documents: Path | None,
    lost: Collection[str] = (),
) -> Pack:
    """The pack that `tables` hold by file; the one called `describing` begins with its manifest.

    `lost` are ids in files that are no TOML: whoever refers to them is not at fault.
    """
    manifest = _take_manifest(tables.get(describing), describing, problems)
    found = [item for file, table in tables.items() for item in _read_file(file, table, problems)]
    faulty = {problem.entry for problem in problems}.union(lost)
    problems += find_problems(found, manifest, faulty, describing=describing)
    if documents is not None:
        problems += check_against_documents(found, documents)
    if problems or manifest is None:
        raise PackError(path, sorted(problems))
    return Pack(
        manifest=manifest,
        entries={item.entry.id: item.entry for item in found},
        files={item.entry.id: item.file for item in found},
    )


def pack_digest(path: Path) -> str:
    """A fingerprint of the pack's bytes that changes whenever loading could give another pack.

    Raises PackError when a file cannot be read.
    """
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for file in _toml_files(path):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise PackError(path, [_unreadable(file, error)]) from None
        digest.update(f"\0{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _toml_files(path: Path) -> list[Path]:
    """The files of the pack, by name. Raises PackError for a folder that cannot be read."""
    try:
        if path.is_file():
            return [path]
        return sorted(file for file in path.iterdir() if file.match("*.toml") and file.is_file())
    except OSError as error:
        raise PackError(path, [_unreadable(path, error)]) from None


def _unreadable(file: Path, error: OSError) -> Problem:
    return Problem(file.name, "-", f"cannot be read: {error.strerror}")


def _read_tables(
    files: Iterable[Path], problems: list[Problem], lost: set[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            problems.append(_unreadable(file, error))
            continue
        table = _parse(file.name, content, problems)
        if table is None:
            lost.update(_ID.findall(content.decode("utf-8", "replace")))
        else:
            yield file.name, table


def _parse(name: str, content: bytes, problems: list[Problem]) -> dict[str, Any] | None:
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


def _take_manifest(
    table: dict[str, Any] | None, file: str, problems: list[Problem]
) -> Manifest | None:
    """Read what describes the pack, and leave only entries in `table`."""
    if table is None:
        return None
    described = {key: table.pop(key) for key in list(table) if key not in KINDS}
    if not described:
        needed = ", ".join(Manifest.model_fields)
        problems.append(Problem(file, "-", f"does not say what the pack is: begin with {needed}"))
        return None
    try:
        return Manifest.model_validate(described)
    except ValidationError as error:
        problems.extend(_explain(error, file, "-"))
        return None


def _read_file(file: str, table: dict[str, Any], problems: list[Problem]) -> Iterator[Located]:
    for kind, rows in table.items():
        if kind not in KINDS:
            known = ", ".join(KINDS)
            problems.append(Problem(file, kind, f"is not a kind of entry; the kinds are {known}"))
        elif _is_tables(rows):
            yield from _read_rows(file, kind, rows, problems)
        else:
            problems.append(Problem(file, kind, f"write each entry under [[{kind}]]"))


def _is_tables(rows: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)  # pyright: ignore[reportUnknownVariableType] - that is the question


def _read_rows(
    file: str, kind: str, rows: list[dict[str, Any]], problems: list[Problem]
) -> Iterator[Located]:
    for number, row in enumerate(rows, start=1):
        name = row.get("id")
        label = name if isinstance(name, str) else f"{kind} number {number}"
        try:
            yield Located(file, KINDS[kind].model_validate(row))
        except ValidationError as error:
            problems.extend(_explain(error, file, label))


def _explain(error: ValidationError, file: str, label: str) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"])
        message = detail["msg"].removeprefix("Value error, ")
        yield Problem(file, label, f"{field}: {message}" if field else message)
