"""Generates questions about performers, their parts and the productions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from cogs.trivia.questions.question_building import (
    WRONG_OPTION_COUNT,
    build_question,
    join_names,
)
from cogs.trivia.questions.role_index import CastRole, Prominence, RoleIndex
from seeds.cleaning import capitalize_first
from seeds.pack import Production
from seeds.schema import Difficulty
from seeds.trivia_question import QuestionKind, TriviaQuestion

_MAX_SCANNED = 24
"""The roles that are looked at for wrong options, so that a long cast list takes no longer."""
_MAX_NAMED_OTHERS = 2
"""The other performers of a part that an explanation names."""
_MIN_CAST = 3
"""The known roles of a cast, the one asked for included: of two it is a matter of luck."""
_MIN_KNOWN_CAST = 2
"""The members of a cast that must be known where it is asked who was not in it."""
SampledT = TypeVar("SampledT")


def generate_role_questions(index: RoleIndex, prominence: Prominence) -> Iterator[TriviaQuestion]:
    """Yield, for each role, questions about its performer, character and production.

    A performer whom the canon hardly knows is asked for in the main production only. Of a leading
    one there, whose part all fans know, one question is enough.
    """
    for one in index.roles:
        difficulty = _judge_difficulty(one, index, prominence)
        if difficulty is None:
            continue
        built = [_build_performer_question(one, index, prominence)]
        if difficulty is not Difficulty.EASY and prominence.is_known(one.role.performer):
            built.append(_build_part_question(one, index, prominence))
            built.append(_build_place_question(one, index, prominence))
        for question in filter(None, built):
            yield question.model_copy(update={"difficulty": difficulty})


def _judge_difficulty(one: CastRole, index: RoleIndex, prominence: Prominence) -> Difficulty | None:
    """Return how hard a role is to know, None when fans can only guess."""
    is_main = index.is_main_production(one.role.production)
    if not prominence.is_known(one.role.performer):
        return Difficulty.HARD if is_main else None
    if not prominence.tells_people_apart:
        return Difficulty.MEDIUM
    if prominence.is_leading(one.role.performer):
        return Difficulty.EASY if is_main else Difficulty.MEDIUM
    return Difficulty.MEDIUM if is_main else Difficulty.HARD


def _build_place_question(
    one: CastRole, index: RoleIndex, prominence: Prominence
) -> TriviaQuestion | None:
    """Build one of two questions that ask for the same knowledge; None when neither is fair."""
    where = [
        _build_production_question(one, index),
        _build_outsider_question(one, index, prominence),
    ]
    random.Random(one.fact.id).shuffle(where)
    return next(filter(None, where), None)


def _build_performer_question(
    one: CastRole, index: RoleIndex, prominence: Prominence
) -> TriviaQuestion | None:
    key = f"who-played.{_strip_id_prefix(one)}"
    rng = random.Random(key)
    played = {
        other.role.performer
        for other in index.by_character[one.character_key]
        if other.role.production == one.role.production
    }
    tiers = (index.list_castmates(one), list(index.list_others_in_part(one)), index.roles)
    likeliest = [other for tier in tiers for other in _take_sample(tier, rng)]
    names = [
        other.performer_name
        for other in _put_leading_last(likeliest, one, prominence)
        if other.is_alike(one.gender) and other.role.performer not in played
    ]
    wrong = _take_first([names])
    if len(wrong) < WRONG_OPTION_COUNT:
        return None
    asks = f"Who played {one.role.character} in {one.role.production}?"
    return _build_role_question(
        key, QuestionKind.WHO_PLAYED, asks, (one.performer_name, *wrong), one, index
    )


def _build_part_question(
    one: CastRole, index: RoleIndex, prominence: Prominence
) -> TriviaQuestion | None:
    key = f"played-whom.{_strip_id_prefix(one)}"
    rng = random.Random(key)
    own = {other.character_key for other in index.by_performer[one.role.performer]}
    castmates = [
        other.role.character
        for other in _put_leading_last(
            _take_sample(index.list_castmates(one), rng), one, prominence
        )
        if other.is_alike(one.gender)
    ]
    if len(castmates) < _MIN_CAST:
        return None
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


def _put_leading_last(
    roles: Sequence[CastRole], one: CastRole, prominence: Prominence
) -> list[CastRole]:
    """Return roles in their order, but after a smaller part those of leading performers last.

    All fans know the parts of leading performers, and so rule them out.
    """
    if prominence.is_leading(one.role.performer):
        return list(roles)
    return sorted(roles, key=lambda other: prominence.is_leading(other.role.performer))


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
    production = index.get_production(one)
    listed = [f"{other.performer_name} ({other.role.production})" for other in others]
    are_all = len(listed) == len(named)
    introduced = "Others in the part:" if are_all else "Others in the part include"
    more = f" {introduced} {join_names(listed)}." if listed else ""
    return build_question(
        key,
        kind,
        text,
        options,
        f"{one.fact.text}{more}",
        [one.fact],
        explained_by=[other.fact for other in others],
        more_topics=[production.topic] if production else [],
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
    having = {other.role.production for other in index.list_others_in_part(one)}
    likeliest = sorted(
        _take_sample(wrong, random.Random(key)),
        key=lambda other: (other.name not in having, other.topic != own.topic),
    )
    chosen = [other.name for other in likeliest[:WRONG_OPTION_COUNT]]
    # A production without the part is too easy to rule out.
    if len(having.intersection(chosen)) < WRONG_OPTION_COUNT:
        return None
    asks = f"In which of these did {one.performer_name} play {one.role.character}?"
    options = [capitalize_first(name) for name in (one.role.production, *chosen)]
    return _build_role_question(key, QuestionKind.PRODUCTION, asks, options, one, index)


def _build_outsider_question(
    one: CastRole, index: RoleIndex, prominence: Prominence
) -> TriviaQuestion | None:
    """Build the question who was not in a cast, with the performer of a role as the answer."""
    key = f"not-in-cast.{_strip_id_prefix(one)}"
    rng = random.Random(key)
    for production in _list_similar_productions(one, index):
        if index.was_surely_not_in(one, production):
            cast = _take_sample(index.by_production[production.name], rng)
            alike = {other.performer_name: other for other in cast if other.is_alike(one.gender)}
            known = [it for it in alike.values() if prominence.is_known(it.role.performer)]
            others = [it for it in alike.values() if it not in known]
            chosen = [*known, *others][:WRONG_OPTION_COUNT]
            if len(chosen) == WRONG_OPTION_COUNT and len(known) >= _MIN_KNOWN_CAST:
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
