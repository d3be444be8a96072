"""Generates questions from a canon; its entries prove the right answer and disprove the others.

The same canon gives the same questions with the same keys, so that a guild is not asked a question
again, and answers can be counted. Disputed entries are not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cogs.trivia.questions import generated_dates, generated_people
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
    """Yield every question of the material, each with one right and at least one wrong option."""
    role_index = generated_people.RoleIndex(material.manifest, material.facts)
    yield from generated_people.generate_speaker_questions(material.manifest, material.quotes)
    yield from generated_people.generate_role_questions(role_index)
    dated_events = generated_dates.with_certain_dates(material.events)
    yield from generated_dates.generate_year_questions(dated_events)
    yield from generated_dates.generate_first_event_questions(dated_events)
    yield from generated_dates.generate_order_questions(dated_events)
