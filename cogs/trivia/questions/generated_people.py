"""Generates questions about speakers of quotes and performers of roles."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seeds.folding import contains_words, fold
from seeds.pack import Manifest, Person
from seeds.schema import Difficulty, Fact, Quote, Role
from seeds.trivia_question import QuestionKind, TriviaQuestion

WRONG_OPTION_COUNT = 3
"""The most wrong options of a question."""
MIN_QUOTE_WORDS = 5
"""The fewest words of a quote that can be attributed to one person."""
MAX_QUOTE_LENGTH = 240
"""The most characters of a quote in a question."""


def generate_speaker_questions(
    manifest: Manifest, quotes: Sequence[Quote]
) -> Iterator[TriviaQuestion]:
    """Yield one question for each quote that is long enough and does not name its speaker."""
    people = {person.slug: person for person in manifest.people}
    quoted = list(dict.fromkeys(quote.speaker for quote in quotes))
    likeliest = [people[slug] for slug in dict.fromkeys((*quoted, *people)) if slug in people]
    for quote in quotes:
        if quote.speaker in people and _is_usable_quote(quote, people[quote.speaker]):
            wrong = [person for person in likeliest if not _may_have_said(person, quote, quotes)]
            if wrong:
                yield _build_speaker_question(
                    quote, people[quote.speaker], wrong[: WRONG_OPTION_COUNT * 2]
                )


def _build_speaker_question(
    quote: Quote, speaker: Person, wrong: Sequence[Person]
) -> TriviaQuestion:
    key = f"who-said.{quote.id.removeprefix('quote.')}"
    chosen = random.Random(key).sample(wrong, min(WRONG_OPTION_COUNT, len(wrong)))
    return TriviaQuestion(
        key=key,
        kind=QuestionKind.WHO_SAID,
        text=f"Who said this {_format_said_date(quote)}?\n“{_clip_quote(quote.words)}”",
        options=(speaker.name, *(person.name for person in chosen)),
        explanation=f"Said {quote.occasion} ({quote.said.format_english()}).",
        topic=quote.topics[0],
        difficulty=Difficulty.MEDIUM,
        about=(quote.id,),
        sources=quote.sources,
    )


def _format_said_date(quote: Quote) -> str:
    """Return the date of a quote: "on 31 January 2024", "in June 2022", "around 2021"."""
    said = quote.said
    lead = "around" if said.circa else "on" if said.day else "in"
    return f"{lead} {replace(said, circa=False).format_english()}"


def _clip_quote(words: str) -> str:
    if len(words) <= MAX_QUOTE_LENGTH:
        return words
    return words[:MAX_QUOTE_LENGTH].rsplit(maxsplit=1)[0].rstrip(" ,;:") + " …"


def _is_usable_quote(quote: Quote, speaker: Person) -> bool:
    words = fold(quote.words)
    is_long = len(words.split()) >= MIN_QUOTE_WORDS
    return is_long and not quote.disputed and not _is_named(speaker, words)


def _may_have_said(person: Person, quote: Quote, quotes: Sequence[Quote]) -> bool:
    """Return whether `person` may be right: the speaker, named in the quote, or quoted alike."""
    around = fold(f"{quote.words} {quote.occasion}")
    if person.slug == quote.speaker or _is_named(person, around):
        return True
    said = fold(quote.words)
    own = (fold(other.words) for other in quotes if other.speaker == person.slug)
    return any(contains_words(words, said) or contains_words(said, words) for words in own)


def _is_named(person: Person, folded: str) -> bool:
    return any(contains_words(folded, fold(name)) for name in (person.name, *person.aliases))


class RoleIndex:
    """The undisputed facts about roles, for queries about performers and characters."""

    def __init__(self, manifest: Manifest, facts: Iterable[Fact]) -> None:
        self._names = {person.slug: person.name for person in manifest.people}
        self.roles = [
            (fact, fact.role)
            for fact in facts
            if fact.role is not None
            and fact.disputed is None
            and fact.role.performer in self._names
        ]

    def get_performer_name(self, role: Role) -> str:
        """Return the name of the performer of a role."""
        return self._names[role.performer]

    def list_other_performers(self, role: Role) -> list[str]:
        """Return the people who did not play the character of a role, most plausible first."""
        played = {other.performer for _, other in self.roles if self._is_same_role(other, role)}
        near = [other.performer for _, other in self.roles if other.production == role.production]
        far = [other.performer for _, other in self.roles]
        slugs = dict.fromkeys((*near, *far, *self._names))
        return [self._names[slug] for slug in slugs if slug not in played]

    def list_other_characters(self, role: Role) -> list[str]:
        """Return the characters of the production that the performer of a role did not play."""
        cast = [other for _, other in self.roles if other.production == role.production]
        own = {fold(other.character) for other in cast if other.performer == role.performer}
        return [other.character for other in cast if fold(other.character) not in own]

    def _is_same_role(self, role: Role, other: Role) -> bool:
        is_same_character = fold(role.character) == fold(other.character)
        return is_same_character and role.production == other.production


def generate_role_questions(role_index: RoleIndex) -> Iterator[TriviaQuestion]:
    """Yield, for each role, questions about its performer and its character, and a claim."""
    for number, (fact, role) in enumerate(role_index.roles):
        stem = fact.id.removeprefix("fact.")
        others = role_index.list_other_performers(role)
        if others:
            asks = f"Who played {role.character} in {role.production}?"
            yield _build_role_question(
                f"who-played.{stem}", asks, role_index.get_performer_name(role), others, fact
            )
            yield _build_true_false_question(
                f"true-part.{stem}", role, role_index, others, fact, is_true=number % 2 == 0
            )
        characters = role_index.list_other_characters(role)
        if characters:
            asks = f"Whom did {role_index.get_performer_name(role)} play in {role.production}?"
            yield _build_role_question(
                f"played-whom.{stem}", asks, role.character, characters, fact
            )


def _build_role_question(
    key: str, text: str, right: str, wrong: Sequence[str], fact: Fact
) -> TriviaQuestion:
    likely = list(dict.fromkeys(wrong))[: WRONG_OPTION_COUNT * 2]
    chosen = random.Random(key).sample(likely, min(WRONG_OPTION_COUNT, len(likely)))
    return TriviaQuestion(
        key=key,
        kind=QuestionKind.WHO_PLAYED,
        text=text,
        options=(right, *chosen),
        explanation=fact.text,
        topic=fact.topics[0],
        difficulty=Difficulty.MEDIUM,
        about=(fact.id,),
        sources=fact.sources,
    )


def _build_true_false_question(
    key: str, role: Role, role_index: RoleIndex, others: Sequence[str], fact: Fact, *, is_true: bool
) -> TriviaQuestion:
    name = (
        role_index.get_performer_name(role)
        if is_true
        else random.Random(key).choice(others[: WRONG_OPTION_COUNT * 2])
    )
    return TriviaQuestion(
        key=key,
        kind=QuestionKind.TRUE_OR_FALSE,
        text=f"True or false: {name} played {role.character} in {role.production}.",
        options=("True", "False"),
        right=0 if is_true else 1,
        explanation=fact.text,
        topic=fact.topics[0],
        difficulty=Difficulty.EASY,
        about=(fact.id,),
        sources=fact.sources,
    )
