"""The pack: its manifest, people, topics and entries, and the problems that one can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

from pydantic import StringConstraints, field_validator

from seeds.schema import AnyEntry, Line, Model, Slug, Text


class Person(Model):
    """A person in entries: the slug that entries refer to, and the names shown and searched."""

    slug: Slug
    name: Line
    aliases: tuple[Line, ...] = ()


class Topic(Model):
    """A subject of entries."""

    slug: Slug
    name: Line


NamedT = TypeVar("NamedT", Person, Topic)


class Manifest(Model):
    """The content of `pack.toml`: names, texts and the colour of cards, topics and people."""

    slug: Slug
    title: Line
    work: Line
    """The title of the work, as cards write it."""
    awaited: Line
    """The production that `/status` is about, such as "the sequel"."""
    description: Text
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
    motto: Line
    """A line at the foot of `/about`."""
    topics: tuple[Topic, ...]
    people: tuple[Person, ...]

    @field_validator("topics", "people")
    @classmethod
    def _reject_duplicate_slugs(cls, named: tuple[NamedT, ...]) -> tuple[NamedT, ...]:
        for slug, times in Counter(one.slug for one in named).items():
            if times > 1:
                raise ValueError(f"{slug} stands here {times} times")
        return named


class Pack(Model):
    """The validated content of one folder of TOML files."""

    manifest: Manifest
    entries: dict[str, AnyEntry]
    """By id, in the order of the files."""
    files: dict[str, str]
    """File name of each entry, relative to the pack's folder."""

    def list_by_kind(self, kind: str) -> list[AnyEntry]:
        """Return the entries of `kind`, such as "quote", in file order."""
        return [entry for entry in self.entries.values() if entry.kind == kind]


class Problem(NamedTuple):
    """One problem of an entry; `entry` is its id, or "-" for a problem of the whole file."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.message}"


class PackError(Exception):
    """A pack cannot be loaded; `problems` are all reasons."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__(f"{path} has {len(self.problems)} problem(s)")
