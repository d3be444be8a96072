"""Packs and small canons that questions are generated from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

from cogs.trivia.questions.generated import CanonMaterial, generate_questions
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import Manifest, Pack
from seeds.schema import Event, Fact, Quote
from seeds.trivia_question import QuestionKind, TriviaQuestion
from tests.world import TINY_PACK

FOLDERS = {"bundled": BUNDLED_PACK, "tiny": TINY_PACK}


@cache
def read_pack(folder: Path) -> Pack:
    """The pack of a folder, read once."""
    return load_pack(folder)


def material_of(pack: Pack) -> CanonMaterial:
    """The entries of a pack that questions are generated from."""
    return CanonMaterial(
        pack.manifest,
        cast(list[Event], pack.list_by_kind("event")),
        cast(list[Fact], pack.list_by_kind("fact")),
        cast(list[Quote], pack.list_by_kind("quote")),
    )


@cache
def generate_from(folder: Path) -> list[TriviaQuestion]:
    """All questions generated from the pack of a folder."""
    return list(generate_questions(material_of(read_pack(folder))))


def generate(
    *,
    events: list[Event] | None = None,
    facts: list[Fact] | None = None,
    quotes: list[Quote] | None = None,
    people: str = "",
    **manifest: Any,
) -> dict[str, TriviaQuestion]:
    """The questions of a small canon by key; `people` are first names, and slugs in lower case."""
    known = [{"slug": name.lower(), "name": name} for name in people.split()]
    base = read_pack(TINY_PACK).manifest.model_dump() | {"people": known} | manifest
    material = CanonMaterial(Manifest.model_validate(base), events or [], facts or [], quotes or [])
    return {question.key: question for question in generate_questions(material)}


def event(name: str, date: str, **fields: Any) -> Event:
    """An event called `name`."""
    values: dict[str, Any] = {
        "id": f"event.{name.lower().replace(' ', '-')}",
        "date": date,
        "title": f"{name} happens",
        "text": f"All of {name} was seen.",
        "category": "release",
        "topics": ("cast",),
        "sources": ("source.lamp-post",),
    }
    return Event.model_validate(values | fields)


def role(character: str, performer: str, production: str, **fields: Any) -> Fact:
    """A fact about a part."""
    name = f"{performer} {character} {production}".lower().replace(" ", "-")
    values: dict[str, Any] = {
        "id": f"fact.{name}",
        "text": f"{performer} plays {character}.",
        "topics": ("cast",),
        "people": (performer.lower(),),
        "role": {
            "character": character,
            "performer": performer.lower(),
            "production": production,
        },
        "sources": ("source.lamp-post",),
    }
    return Fact.model_validate(values | fields)


def quote(name: str, speaker: str, words: str, **fields: Any) -> Quote:
    """Words that were said in 2020."""
    values: dict[str, Any] = {
        "id": f"quote.{name}",
        "speaker": speaker.lower(),
        "words": words,
        "said": "2020-05-04",
        "occasion": "to The Lamp Post",
        "topics": ("cast",),
        "sources": ("source.lamp-post",),
    }
    return Quote.model_validate(values | fields)


def of_kind(questions: list[TriviaQuestion], kind: QuestionKind) -> list[TriviaQuestion]:
    """The questions of a kind."""
    return [question for question in questions if question.kind is kind]


def wrong_options(question: TriviaQuestion) -> list[str]:
    """The options that must not be right."""
    return [option for n, option in enumerate(question.options) if n != question.right]


PEOPLE = "Ann Bea Cid Dee Eve Fay Gus Hal Ian Jon"
CHARACTERS: list[dict[str, Any]] = [
    {"name": "Vera", "gender": "female"},
    {"name": "Wilma", "gender": "female", "aliases": ["Wil"]},
    {"name": "Xenia", "gender": "female"},
    {"name": "Yola", "gender": "female"},
    {"name": "Zeno", "gender": "male"},
    {"name": "Yuri", "gender": "male"},
]
PRODUCTIONS = [
    {"name": "the 1990 film", "topic": "cast"},
    {"name": "the 2000 play", "topic": "season-two"},
    {"name": "the 2010 play", "topic": "season-two"},
    {"name": "the 2020 series", "topic": "radio"},
]
TOPICS = [{"slug": one, "name": one} for one in ("cast", "season-two", "radio")]
LISTED: dict[str, Any] = {"topics": TOPICS, "characters": CHARACTERS, "productions": PRODUCTIONS}
FILM = [
    role("Vera", "Ann", "the 1990 film"),
    role("Wilma", "Bea", "the 1990 film"),
    role("Xenia", "Cid", "the 1990 film"),
    role("Yola", "Dee", "the 1990 film"),
    role("Zeno", "Gus", "the 1990 film"),
    role("Yuri", "Hal", "the 1990 film"),
]
VERA_ON_STAGE = role("Vera", "Eve", "the 2000 play", topics=("season-two",))


def told_about(performer: str, times: int, topic: str = "cast") -> list[Fact]:
    """Facts about a performer that name no role."""
    return [
        Fact.model_validate(
            {
                "id": f"fact.{performer.lower()}-{n}",
                "text": f"{performer} has made lamp number {n}.",
                "topics": (topic,),
                "people": (performer.lower(),),
                "sources": ("source.lamp-post",),
            }
        )
        for n in range(times)
    ]
