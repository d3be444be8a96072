"""Parses TOML tables into the manifest and the entries of a pack, and collects all problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeGuard

from pydantic import ValidationError

from seeds.pack import FILM_STAGES, KeyPath, KnownSlugs, LocatedEntry, Manifest, Problem
from seeds.schema import ENTRY_TYPES
from seeds.validation.schema_messages import describe_unknown_name, list_schema_problems


class ParsedManifest(NamedTuple):
    """A manifest, None if it has problems, and the slugs that entries may refer to."""

    manifest: Manifest | None
    slugs: KnownSlugs
    problems: tuple[Problem, ...] = ()


def parse_manifest(file: str, table: dict[str, Any] | None) -> ParsedManifest:
    """Validate the manifest's keys; `table` is None when the file cannot be read.

    The slugs of a manifest with problems are known as far as they can be read, so that the entries
    can be checked against it all the same.
    """
    if table is None:
        return ParsedManifest(None, KnownSlugs(None, None, None))
    if not table:
        needed = ", ".join(name for name, one in Manifest.model_fields.items() if one.is_required())
        problem = Problem(file, f"does not say what the pack is: start with {needed}")
        return ParsedManifest(None, KnownSlugs(None, None, None), (problem,))
    try:
        manifest = Manifest.model_validate(table)
    except ValidationError as error:
        found = list_schema_problems(error, Manifest, ENTRY_TYPES)
        problems = tuple(Problem(file, message, path=path) for path, message in found)
        return ParsedManifest(None, _read_slugs(table), problems)
    return ParsedManifest(manifest, KnownSlugs.from_manifest(manifest))


def _read_slugs(table: dict[str, Any]) -> KnownSlugs:
    stages = {stage.slug for stage in FILM_STAGES} if "stages" not in table else None
    return KnownSlugs(
        _list_slugs(table.get("topics")),
        _list_slugs(table.get("people")),
        stages or _list_slugs(table.get("stages")),
    )


def _list_slugs(rows: Any) -> set[str] | None:
    """Return the slugs in a list of tables; None when one is missing or there is no such list."""
    slugs = [row.get("slug") for row in rows] if _is_table_list(rows) else [None]
    known = {slug for slug in slugs if isinstance(slug, str)}
    return known if all(isinstance(slug, str) for slug in slugs) else None


class EntryParser:
    """Collects the valid entries of all files, the ids of the others, and the problems."""

    def __init__(self) -> None:
        self.located: list[LocatedEntry] = []
        self.rejected_ids: list[str] = []
        self.problems: list[Problem] = []

    def parse(self, file: str, table: dict[str, Any]) -> None:
        """Add the entries of one file, whose table holds nothing else."""
        for kind, rows in table.items():
            if kind not in ENTRY_TYPES:
                self._reject(file, (kind,), _describe_unknown_kind(kind), rows)
            elif _is_table_list(rows):
                self._parse_rows(file, kind, rows)
            else:
                self._reject(file, (kind,), f"write each {kind} under [[{kind}]]", rows)

    def _parse_rows(self, file: str, kind: str, rows: list[dict[str, Any]]) -> None:
        model = ENTRY_TYPES[kind]
        for index, row in enumerate(rows):
            try:
                self.located.append(LocatedEntry(file, model.model_validate(row), index))
            except ValidationError as error:
                self.rejected_ids += _iter_ids(row)
                entry = next(_iter_ids(row), "")
                self.problems += (
                    Problem(file, message, entry, (kind, index, *path), names_key=True)
                    for path, message in list_schema_problems(error, model)
                )

    def _reject(self, file: str, path: KeyPath, message: str, rows: Any) -> None:
        self.rejected_ids += _iter_ids(rows)
        self.problems.append(Problem(file, message, path=path))


def _describe_unknown_kind(kind: str) -> str:
    if kind in Manifest.model_fields:
        return f"{kind} belongs in pack.toml, the file that describes the pack"
    return describe_unknown_name("kind of entry", kind, ENTRY_TYPES)


def _iter_ids(value: Any) -> Iterator[str]:
    """Yield the ids of tables that are no valid entries."""
    match value:
        case list():
            for row in value:  # pyright: ignore[reportUnknownVariableType] - tables as TOML has them
                yield from _iter_ids(row)
        case {"id": str(name)}:
            yield name
        case _:
            pass


def _is_table_list(rows: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)  # pyright: ignore[reportUnknownVariableType] - that is the question
