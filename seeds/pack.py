"""The pack: its manifest, people, topics, stages and entries, and the problems of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from operator import not_
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self, TypeAlias, TypeVar

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from seeds.cleaning import capitalize_first
from seeds.folding import fold
from seeds.schema import COLOUR_PATTERN, AnyEntry, Line, Model, Slug, Text

MAX_STAGES = 24
"""A select of the platform has 25 options, and one of them is "no stage"."""
NO_STAGE = "none"
"""The value of forms for news without a stage, so no stage has this slug."""
DATED_STAGE = "dated"
"""The slug of the stage at which a release date is announced."""


class Person(Model):
    """A person in entries: the slug that entries refer to, and the names shown and searched."""

    slug: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    # Not stored when False, so that manifests of before there was this field stay equal.
    character: bool = Field(default=False, exclude_if=not_)
    """Whether it is a character of the work, whose lines are quoted."""


class Topic(Model):
    """A subject of entries."""

    slug: Slug
    name: Line
    within: Slug | None = None
    """The wider topic whose games ask its questions, too few for games of their own; else None."""
    core: bool = False
    """Whether it is about the work itself, so that those who know only that can answer."""


class Stage(Model):
    """A stage of the awaited production."""

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
    """The name as it reads within a sentence, such as "post-production"."""
    on_track: bool = True
    """Whether it is a step towards the release; the steps are in the order of the manifest."""

    @property
    def label(self) -> str:
        """The name as it reads at the beginning of a line."""
        return capitalize_first(self.name)


FILM_STAGES = (
    Stage(slug="rumoured", name="rumored"),
    Stage(slug="writing", name="writing"),
    Stage(slug="deals", name="deals"),
    Stage(slug="greenlit", name="greenlit"),
    Stage(slug="filming", name="filming"),
    Stage(slug="post-production", name="post-production"),
    Stage(slug=DATED_STAGE, name="dated"),
    Stage(slug="released", name="released"),
    Stage(slug="stalled", name="stalled", on_track=False),
    Stage(slug="cancelled", name="canceled", on_track=False),
)
"""The stages of a film, which a pack has that names none."""


class Character(Model):
    """A character that `role` of facts names."""

    name: Line
    aliases: tuple[Line, ...] = ()
    """Other names for the same character, such as one without the surname."""
    gender: Literal["female", "male"] | None = None
    """Of the character, not of performers: wrong options of a question are of the same one."""


class Production(Model):
    """A film, play or other production that `role` of facts names."""

    name: Line
    """As it reads in a sentence: "the 1997 film"."""
    topic: Slug
    """The topic of entries about it; productions of the same kind may share one."""


class FeedSuggestion(Model):
    """A news feed that the pack's author suggests to watch."""

    title: Line
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$", max_length=500)]
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z-]{0,20}$")] = ""
    """A language tag; "" for English."""


KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead to a place in a TOML file: ("event", 2, "topics", 0)."""
NamedT = TypeVar("NamedT", Person, Topic, Stage)


class Manifest(Model):
    """The content of `pack.toml`: names, texts and the colour of cards, topics and people."""

    slug: Slug
    title: Line
    work: Line
    """The title of the work, as cards write it."""
    awaited: Line
    """The production that `/status` is about, such as "the sequel"."""
    description: Text
    colour: Annotated[str, StringConstraints(pattern=COLOUR_PATTERN)]
    motto: Line
    """A line at the foot of `/about`."""
    topics: tuple[Topic, ...]
    people: tuple[Person, ...]
    stages: tuple[Stage, ...] = Field(default=FILM_STAGES, min_length=1, max_length=MAX_STAGES)
    characters: tuple[Character, ...] = ()
    """Every character of a role, or none at all."""
    productions: tuple[Production, ...] = ()
    """Every production of a role, the main one first, or none at all."""
    feed: tuple[FeedSuggestion, ...] = ()

    @property
    def real_people(self) -> tuple[Person, ...]:
        """The people who are not characters: those of the news, and of questions who said what."""
        return tuple(person for person in self.people if not person.character)

    @field_validator("characters")
    @classmethod
    def _reject_duplicate_characters(cls, listed: tuple[Character, ...]) -> tuple[Character, ...]:
        _reject_repeated(name for one in listed for name in (one.name, *one.aliases))
        return listed

    @field_validator("productions")
    @classmethod
    def _reject_duplicate_productions(
        cls, listed: tuple[Production, ...], info: ValidationInfo
    ) -> tuple[Production, ...]:
        _reject_repeated(one.name for one in listed)
        topics = {topic.slug for topic in info.data.get("topics", ())}
        for one in listed:
            if topics and one.topic not in topics:
                raise ValueError(f"topic {one.topic} is not in topics")
        return listed

    @field_validator("topics")
    @classmethod
    def _check_wider_topics(cls, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
        wide = {topic.slug for topic in topics if topic.within is None}
        for topic in topics:
            if topic.within is not None and topic.within not in wide:
                raise ValueError(f"{topic.within} is not a topic that is within no other")
        return topics

    @field_validator("topics", "people", "stages")
    @classmethod
    def _reject_duplicate_slugs(cls, named: tuple[NamedT, ...]) -> tuple[NamedT, ...]:
        _reject_repeated(one.slug for one in named)
        return named

    @field_validator("stages")
    @classmethod
    def _check_stages(cls, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        if not any(stage.on_track for stage in stages):
            raise ValueError("at least one stage must be on the track to the release")
        if any(stage.slug == NO_STAGE for stage in stages):
            raise ValueError(
                f"no stage can have the slug {NO_STAGE}, which means that there is none"
            )
        return stages

    def get_wider_topic(self, slug: str) -> str | None:
        """Return the slug of the topic that a topic is within, None when it is within none."""
        return next((topic.within for topic in self.topics if topic.slug == slug), None)

    def find_topic(self, name: str) -> Topic | None:
        """Return the topic with this slug or name in any spelling of it, None without one."""
        wanted = fold(name)
        found = (one for one in self.topics if wanted in (fold(one.slug), fold(one.name)))
        return next(found, None)

    def get_stage(self, slug: str) -> Stage:
        """Return the stage with this slug.

        Entries of guilds may have a stage that a later pack does not name: it is off the track, and
        its slug is its name.
        """
        unknown = Stage(slug=slug, name=slug.replace("-", " "), on_track=False)
        return next((stage for stage in self.stages if stage.slug == slug), unknown)


class KnownSlugs(NamedTuple):
    """The slugs and names that entries may refer to; None for those that are not known."""

    topics: Collection[str] | None
    people: Collection[str] | None
    stages: Collection[str] | None
    characters: Collection[str] | None = None
    productions: Collection[str] | None = None

    @classmethod
    def from_manifest(cls, manifest: Manifest) -> Self:
        """Return the slugs of a valid manifest."""
        return cls(
            frozenset(topic.slug for topic in manifest.topics),
            frozenset(person.slug for person in manifest.people),
            frozenset(stage.slug for stage in manifest.stages),
            # A pack that lists none of them may name any.
            frozenset(name for one in manifest.characters for name in (one.name, *one.aliases))
            or None,
            frozenset(one.name for one in manifest.productions) or None,
        )


def _reject_repeated(names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f"{name} is here {times} times")


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


class LocatedEntry(NamedTuple):
    """An entry and its place."""

    file: str
    """The name of the file, relative to the pack."""
    entry: AnyEntry
    position: int = 0
    """Its index among the entries of its kind in the file, from 0 on."""


class Problem(NamedTuple):
    """One problem of a pack."""

    file: str
    message: str
    entry: str = ""
    """The id of the entry, "" for none."""
    path: KeyPath = ()
    """The keys that lead to the place in the file; () for the whole file."""
    line: int | None = None
    """The line in the file, from 1 on; None when there is none, or before it was looked up."""
    names_key: bool = False
    """Whether the message names a key of the file, so that its line says enough."""

    @property
    def sentence(self) -> str:
        """The message after the id of the entry, for places where lines are not at hand."""
        return f"{self.entry}: {self.message}" if self.entry else self.message

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message if self.names_key else self.sentence}"


class PackError(Exception):
    """A pack cannot be loaded; `problems` are all reasons."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__(f"{path} has {len(self.problems)} problem(s)")
