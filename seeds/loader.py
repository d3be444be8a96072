"""Reads one folder of TOML into a validated `Pack`, or says everything that is wrong with it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import ValidationError

from seeds.checks import Located, find_problems
from seeds.documents import check_against_documents
from seeds.problems import PackError, Problem
from seeds.schema import KINDS, Manifest, Pack

BUNDLED_PACK = Path(__file__).parent / "romy_and_michele"
MANIFEST = "pack.toml"
FORMAT = 1
"""Part of every digest: raise it when the schema or the checks change what a pack means."""


def load_pack(directory: Path, documents: Path | None = None) -> Pack:
    """Read and check every `*.toml` in `directory`, its quotes too where `documents` is given.

    Raises PackError carrying every problem, sorted by file, when there is one.
    """
    if not (directory / MANIFEST).is_file():
        missing = Problem(MANIFEST, "-", f"is missing, so {directory} is not a pack")
        raise PackError(directory, [missing])
    problems: list[Problem] = []
    tables = dict(_read_tables(directory, problems))
    manifest = _read_manifest(tables.pop(MANIFEST, None), problems)
    found = [item for file, table in tables.items() for item in _read_file(file, table, problems)]
    problems += find_problems(found, manifest, {problem.entry for problem in problems})
    if documents is not None:
        problems += check_against_documents(found, documents)
    if problems or manifest is None:
        raise PackError(directory, sorted(problems))
    return Pack(
        manifest=manifest,
        entries={item.entry.id: item.entry for item in found},
        files={item.entry.id: item.file for item in found},
    )


def pack_digest(directory: Path) -> str:
    """A fingerprint of the folder's bytes that changes whenever loading could give another pack."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for path in _toml_files(directory):
        content = path.read_bytes()
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _toml_files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.glob("*.toml") if path.is_file())


def _read_tables(directory: Path, problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in _toml_files(directory):
        file = path.name
        try:
            yield file, tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            problems.append(Problem(file, "-", f"cannot be read as TOML: {error}"))


def _read_manifest(table: dict[str, Any] | None, problems: list[Problem]) -> Manifest | None:
    if table is None:
        return None
    try:
        return Manifest.model_validate(table)
    except ValidationError as error:
        problems.extend(_explain(error, MANIFEST, "-"))
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
