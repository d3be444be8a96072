"""Questions made from the canon: what the entries prove, and wrong answers they disprove.

The same canon gives the same questions with the same keys, so that a server is not asked again
what it has been asked, and plays can be counted. Entries that sources dispute are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cogs.trivia.questions import generated_dates, generated_people
from cogs.trivia.rules.question import Question
from seeds.pack import Manifest
from seeds.schema import Event, Fact, Quote


@dataclass(frozen=True, slots=True)
class Material:
    """What questions are made from: a pack, or the part of it that counts now."""

    manifest: Manifest
    events: Sequence[Event]
    facts: Sequence[Fact]
    quotes: Sequence[Quote]


def generate(material: Material) -> Iterator[Question]:
    """Every question the material gives, each with one right answer and at least one wrong."""
    cast = generated_people.Cast(material.manifest, material.facts)
    yield from generated_people.who_said(material.manifest, material.quotes)
    yield from generated_people.who_played(cast)
    dated = generated_dates.datable(material.events)
    yield from generated_dates.when(dated)
    yield from generated_dates.which_first(dated)
    yield from generated_dates.in_order(dated)
