"""What a pack is: a manifest with its people and topics, and the entries it holds."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, TypeVar

from pydantic import StringConstraints, field_validator

from seeds.schema import AnyEntry, Line, Model, Slug, Text


class Person(Model):
    """Somebody the canon names: the slug entries use, the name cards show."""

    slug: Slug
    name: Line
    aliases: tuple[Line, ...] = ()


class Topic(Model):
    """A subject that entries are filed under."""

    slug: Slug
    name: Line


NamedT = TypeVar("NamedT", Person, Topic)


class Manifest(Model):
    """`pack.toml`: what this fandom is called and how its cards speak."""

    slug: Slug
    title: Line
    work: Line
    """The work this fandom loves, as cards name it."""
    awaited: Line
    """What `/status` reports on, as in "the sequel"."""
    description: Text
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
    motto: Line
    """One line with a wink, at the foot of `/about`."""
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
    """One validated folder of TOML."""

    manifest: Manifest
    entries: dict[str, AnyEntry]
    """By id, in the order of the files."""
    files: dict[str, str]
    """File name of each entry, relative to the pack's folder."""

    def list_by_kind(self, kind: str) -> list[AnyEntry]:
        """Every entry of `kind`, in file order."""
        return [entry for entry in self.entries.values() if entry.kind == kind]
