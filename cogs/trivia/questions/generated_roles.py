"""Generates questions about performers, their parts and the productions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from cogs.trivia.questions.question_building import (
    WRONG_OPTION_COUNT,
    build_question,
    capitalize_first,
    join_names,
)
from cogs.trivia.questions.role_index import CastRole, RoleIndex
from seeds.pack import Production
from seeds.trivia_question import QuestionKind, TriviaQuestion

_MAX_SCANNED = 24
"""The roles that are looked at for wrong options, so that a long cast list takes no longer."""
_MAX_NAMED_OTHERS = 2
"""The other performers of a part that an explanation names."""
SampledT = TypeVar("SampledT")


def generate_role_questions(index: RoleIndex) -> Iterator[TriviaQuestion]:
    """Yield, for each role, questions about its performer, character and production."""
    for one in index.roles:
        performer, part = _build_performer_question(one, index), _build_part_question(one, index)
        # These two ask for the same knowledge, so one of them is enough.
        where = [_build_production_question(one, index), _build_outsider_question(one, index)]
        random.Random(one.fact.id).shuffle(where)
        place = next(filter(None, where), None)
        yield from filter(None, (performer, part, place))


def _build_performer_question(one: CastRole, index: RoleIndex) -> TriviaQuestion | None:
    key = f"who-played.{_strip_id_prefix(one)}"
    rng = random.Random(key)
    played = {
        other.role.performer
        for other in index.by_character[one.character_key]
        if other.role.production == one.role.production
    }
    tiers = (index.list_castmates(one), list(index.list_others_in_part(one)), index.roles)
    names = [
        [
            other.performer_name
            for other in _take_sample(tier, rng)
            if other.is_alike(one.gender) and other.role.performer not in played
        ]
        for tier in tiers
    ]
    wrong = _take_first(names)
    if len(wrong) < WRONG_OPTION_COUNT:
        return None
    asks = f"Who played {one.role.character} in {one.role.production}?"
    return _build_role_question(
        key, QuestionKind.WHO_PLAYED, asks, (one.performer_name, *wrong), one, index
    )


def _build_part_question(one: CastRole, index: RoleIndex) -> TriviaQuestion | None:
    key = f"played-whom.{_strip_id_prefix(one)}"
    rng = random.Random(key)
    own = {other.character_key for other in index.by_performer[one.role.performer]}
    castmates = [
        other.role.character
        for other in _take_sample(index.list_castmates(one), rng)
        if other.is_alike(one.gender)
    ]
    tiers = (castmates, _take_sample(index.list_listed_characters(one.gender), rng))
    names = [[name for name in tier if index.get_character_key(name) not in own] for tier in tiers]
    wrong = _take_first(names, index)
    if len(wrong) < WRONG_OPTION_COUNT:
        return None
    asks = f"Which part did {one.performer_name} play in {one.role.production}?"
    return _build_role_question(
        key, QuestionKind.WHO_PLAYED, asks, (one.role.character, *wrong), one, index
    )


def _take_sample(options: Sequence[SampledT], rng: random.Random) -> list[SampledT]:
    """Return the options in random order, a part of them when there are many."""
    return rng.sample(options, min(len(options), _MAX_SCANNED))


def _take_first(tiers: Iterable[Iterable[str]], index: RoleIndex | None = None) -> list[str]:
    """Return the first different names; with `index`, names of one character are the same."""
    named: dict[str, str] = {}
    for name in (name for tier in tiers for name in tier):
        named.setdefault(index.get_character_key(name) if index else name, name)
    return list(named.values())[:WRONG_OPTION_COUNT]


def _build_role_question(
    key: str,
    kind: QuestionKind,
    text: str,
    options: Sequence[str],
    one: CastRole,
    index: RoleIndex,
) -> TriviaQuestion:
    """Build a question whose explanation also names others who played the part."""
    named: dict[str, CastRole] = {}
    for other in index.list_others_in_part(one):
        named.setdefault(other.performer_name, other)
    others = list(named.values())[:_MAX_NAMED_OTHERS]
    listed = [f"{other.performer_name} ({other.role.production})" for other in others]
    more = f" Also in the part: {join_names(listed)}." if listed else ""
    return build_question(
        key,
        kind,
        text,
        options,
        f"{one.fact.text}{more}",
        [one.fact],
        explained_by=[other.fact for other in others],
    )


def _build_production_question(one: CastRole, index: RoleIndex) -> TriviaQuestion | None:
    """Build the question in which production it was; None when too few are surely wrong.

    The cast of the main production is too well known to be asked where it played.
    """
    key = f"production.{_strip_id_prefix(one)}"
    own = index.get_production(one)
    if own is None or own is index.productions[0]:
        return None
    wrong = [other for other in index.productions if index.was_surely_not_in(one, other)]
    if len(wrong) < WRONG_OPTION_COUNT:
        return None
    likeliest = sorted(
        _take_sample(wrong, random.Random(key)), key=lambda other: other.topic != own.topic
    )
    chosen = [other.name for other in likeliest[:WRONG_OPTION_COUNT]]
    asks = f"In which of these did {one.performer_name} play {one.role.character}?"
    options = [capitalize_first(name) for name in (one.role.production, *chosen)]
    return _build_role_question(key, QuestionKind.PRODUCTION, asks, options, one, index)


def _build_outsider_question(one: CastRole, index: RoleIndex) -> TriviaQuestion | None:
    """Build the question who was not in a cast, with the performer of a role as the answer."""
    key = f"not-in-cast.{_strip_id_prefix(one)}"
    rng = random.Random(key)
    for production in _list_similar_productions(one, index):
        if index.was_surely_not_in(one, production):
            cast = _take_sample(index.by_production[production.name], rng)
            alike = {other.performer_name: other for other in cast if other.is_alike(one.gender)}
            if len(alike) >= WRONG_OPTION_COUNT:
                chosen = list(alike.values())[:WRONG_OPTION_COUNT]
                return _build_cast_question(key, one, production, chosen)
    return None


def _list_similar_productions(one: CastRole, index: RoleIndex) -> list[Production]:
    """Return the productions to confuse that of a role with: those of its topic, and the main one.

    Return an empty list when the manifest does not list its production.
    """
    own = index.get_production(one)
    if own is None:
        return []
    alike = [item for item in index.productions if item.topic == own.topic]
    return [item for item in (*alike, index.productions[0]) if item.name != own.name]


def _build_cast_question(
    key: str, one: CastRole, production: Production, cast: Sequence[CastRole]
) -> TriviaQuestion:
    parts = [f"{other.performer_name} ({other.role.character})" for other in cast]
    return build_question(
        key,
        QuestionKind.NOT_IN_CAST,
        f"Who was not in the cast of {production.name}?",
        [one.performer_name, *(other.performer_name for other in cast)],
        f"{one.performer_name} played {one.role.character} in {one.role.production}. "
        f"In {production.name}: {join_names(parts)}.",
        [one.fact, *(other.fact for other in cast)],
    )


def _strip_id_prefix(one: CastRole) -> str:
    return one.fact.id.removeprefix("fact.")
