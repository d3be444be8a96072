"""Who said it, and who played whom."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cogs.trivia.rules.question import Kind, Question
from seeds.folding import contains_words, fold
from seeds.pack import Manifest, Person
from seeds.schema import Difficulty, Fact, Quote, Role

WRONG = 3
"""Wrong answers beside the right one, where there are as many."""
TELLING_WORDS = 5
"""Fewer words might be anybody's."""
MAX_WORDS = 240
"""Characters of a quote in a question; the rest is on the quote's card."""


def who_said(manifest: Manifest, quotes: Sequence[Quote]) -> Iterator[Question]:
    """One question a quote, unless its words are few or name their speaker."""
    people = {person.slug: person for person in manifest.people}
    quoted = list(dict.fromkeys(quote.speaker for quote in quotes))
    likeliest = [people[slug] for slug in dict.fromkeys((*quoted, *people)) if slug in people]
    for quote in quotes:
        if quote.speaker in people and _is_telling(quote, people[quote.speaker]):
            wrong = [one for one in likeliest if not _may_have_said(one, quote, quotes)]
            if wrong:
                yield _who_said(quote, people[quote.speaker], wrong[: WRONG * 2])


def _who_said(quote: Quote, speaker: Person, wrong: Sequence[Person]) -> Question:
    key = f"who-said.{quote.id.removeprefix('quote.')}"
    chosen = random.Random(key).sample(wrong, min(WRONG, len(wrong)))
    return Question(
        key=key,
        kind=Kind.WHO_SAID,
        text=f"Who said this {_when(quote)}?\n“{_clipped(quote.words)}”",
        options=(speaker.name, *(one.name for one in chosen)),
        explanation=f"Said {quote.occasion} ({quote.said.in_words()}).",
        topic=quote.topics[0],
        difficulty=Difficulty.MEDIUM,
        about=(quote.id,),
        sources=quote.sources,
    )


def _when(quote: Quote) -> str:
    """ "on 31 January 2024", "in June 2022", "around 2021"."""
    said = quote.said
    lead = "around" if said.circa else "on" if said.day else "in"
    return f"{lead} {replace(said, circa=False).in_words()}"


def _clipped(words: str) -> str:
    if len(words) <= MAX_WORDS:
        return words
    return words[:MAX_WORDS].rsplit(maxsplit=1)[0].rstrip(" ,;:") + " …"


def _is_telling(quote: Quote, speaker: Person) -> bool:
    words = fold(quote.words)
    is_long = len(words.split()) >= TELLING_WORDS
    return is_long and not quote.disputed and not _is_named(speaker, words)


def _may_have_said(person: Person, quote: Quote, quotes: Sequence[Quote]) -> bool:
    """Whether `person` is the speaker, is named in the matter, or is on record with such words."""
    around = fold(f"{quote.words} {quote.occasion}")
    if person.slug == quote.speaker or _is_named(person, around):
        return True
    said = fold(quote.words)
    own = (fold(one.words) for one in quotes if one.speaker == person.slug)
    return any(contains_words(words, said) or contains_words(said, words) for words in own)


def _is_named(person: Person, folded: str) -> bool:
    return any(contains_words(folded, fold(name)) for name in (person.name, *person.aliases))


class Cast:
    """Who played whom, as the undisputed facts have it."""

    def __init__(self, manifest: Manifest, facts: Iterable[Fact]) -> None:
        self._names = {person.slug: person.name for person in manifest.people}
        self.roles = [
            (fact, fact.role)
            for fact in facts
            if fact.role is not None
            and fact.disputed is None
            and fact.role.performer in self._names
        ]

    def name(self, role: Role) -> str:
        """The performer's name."""
        return self._names[role.performer]

    def others(self, role: Role) -> list[str]:
        """Names of people who did not play this character there, likeliest first."""
        played = {one.performer for _, one in self.roles if self._is_same_part(one, role)}
        near = [one.performer for _, one in self.roles if one.production == role.production]
        far = [one.performer for _, one in self.roles]
        slugs = dict.fromkeys((*near, *far, *self._names))
        return [self._names[slug] for slug in slugs if slug not in played]

    def other_characters(self, role: Role) -> list[str]:
        """Characters of the same production that this performer did not play."""
        there = [one for _, one in self.roles if one.production == role.production]
        own = {fold(one.character) for one in there if one.performer == role.performer}
        return [one.character for one in there if fold(one.character) not in own]

    def _is_same_part(self, one: Role, other: Role) -> bool:
        is_same_character = fold(one.character) == fold(other.character)
        return is_same_character and one.production == other.production


def who_played(cast: Cast) -> Iterator[Question]:
    """For each part: who played it, whom its performer played, and whether it is true."""
    for number, (fact, role) in enumerate(cast.roles):
        stem = fact.id.removeprefix("fact.")
        others = cast.others(role)
        if others:
            asks = f"Who played {role.character} in {role.production}?"
            yield _part(f"who-played.{stem}", asks, cast.name(role), others, fact)
            yield _claimed(f"true-part.{stem}", role, cast, others, fact, is_true=number % 2 == 0)
        characters = cast.other_characters(role)
        if characters:
            asks = f"Whom did {cast.name(role)} play in {role.production}?"
            yield _part(f"played-whom.{stem}", asks, role.character, characters, fact)


def _part(key: str, text: str, right: str, wrong: Sequence[str], fact: Fact) -> Question:
    likely = list(dict.fromkeys(wrong))[: WRONG * 2]
    chosen = random.Random(key).sample(likely, min(WRONG, len(likely)))
    return Question(
        key=key,
        kind=Kind.WHO_PLAYED,
        text=text,
        options=(right, *chosen),
        explanation=fact.text,
        topic=fact.topics[0],
        difficulty=Difficulty.MEDIUM,
        about=(fact.id,),
        sources=fact.sources,
    )


def _claimed(
    key: str, role: Role, cast: Cast, others: Sequence[str], fact: Fact, *, is_true: bool
) -> Question:
    name = cast.name(role) if is_true else random.Random(key).choice(others[: WRONG * 2])
    return Question(
        key=key,
        kind=Kind.TRUE_OR_FALSE,
        text=f"True or false: {name} played {role.character} in {role.production}.",
        options=("True", "False"),
        right=0 if is_true else 1,
        explanation=fact.text,
        topic=fact.topics[0],
        difficulty=Difficulty.EASY,
        about=(fact.id,),
        sources=fact.sources,
    )
