"""Generates questions from a canon; its entries prove the right answer and disprove the others.

The same canon gives the same questions with the same keys, so that a guild is not asked a question
again, and answers can be counted. Disputed entries are not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cogs.trivia.questions.dated_events import YearBounds, select_dated_events
from cogs.trivia.questions.generated_dates import generate_date_questions
from cogs.trivia.questions.generated_quotes import generate_quote_questions
from cogs.trivia.questions.generated_roles import generate_role_questions
from cogs.trivia.questions.question_building import is_fair
from cogs.trivia.questions.role_index import Prominence, RoleIndex
from seeds.pack import Manifest
from seeds.schema import Event, Fact, Quote
from seeds.trivia_question import TriviaQuestion


@dataclass(frozen=True, slots=True)
class CanonMaterial:
    """The entries of a canon that questions are generated from."""

    manifest: Manifest
    events: Sequence[Event]
    facts: Sequence[Fact]
    quotes: Sequence[Quote]


def generate_questions(material: CanonMaterial) -> Iterator[TriviaQuestion]:
    """Yield every question of the material, each with four options or typed."""
    return filter(is_fair, _generate_all(material))


def _generate_all(material: CanonMaterial) -> Iterator[TriviaQuestion]:
    manifest, events = material.manifest, material.events
    prominence = Prominence((*material.facts, *events))
    yield from generate_quote_questions(manifest, material.quotes, events)
    yield from generate_role_questions(RoleIndex(manifest, material.facts, events), prominence)
    names = {person.slug: person.name for person in manifest.people}
    bounds = YearBounds(manifest, events, material.quotes)
    yield from generate_date_questions(select_dated_events(events, names), prominence, bounds)
