"""What fills a bank: questions people wrote, those made from entries, imported lists, mends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cogs.trivia.questions.bank import from_written
from cogs.trivia.questions.generated import Material, generate
from cogs.trivia.rules.question import Kind, Question
from seeds.pack import Manifest
from seeds.schema import Difficulty, Event, Fact, Quote
from seeds.schema import Question as WrittenQuestion
from storage.canon.guild_canon import View
from storage.proposals.question_overrides import Mend
from storage.trivia.questions import Imported


class Stock(NamedTuple):
    """What is in the canon that questions are made of."""

    written: list[WrittenQuestion]
    material: Material


async def read_material(canon: View, manifest: Manifest) -> Stock:
    """Everything a view of the canon offers to ask about."""
    known = manifest.model_copy(update={"people": tuple((await canon.people()).values())})
    material = Material(
        known, await canon.all_of(Event), await canon.all_of(Fact), await canon.all_of(Quote)
    )
    return Stock(await canon.all_of(WrittenQuestion), material)


def stocked(stock: Stock) -> list[Question]:
    """Every question the canon gives."""
    return [*(from_written(one) for one in stock.written), *generate(stock.material)]


def mended(questions: Iterable[Question], mends: Mapping[str, Mend]) -> Iterator[Question]:
    """The questions as one server plays them; retired ones are left out."""
    for question in questions:
        mend = mends.get(question.key)
        if mend is None:
            yield question
        elif not mend.is_retired:
            accepted = dict.fromkeys((*question.accepted, *mend.accepted))
            explanation = mend.explanation or question.explanation
            yield question.model_copy(
                update={
                    "accepted": tuple(accepted) if question.is_typed else (),
                    "explanation": explanation,
                }
            )


def from_list(imported: Imported) -> Question:
    """A question of an imported list: always typed, and only as sure as its author."""
    author = f" by {imported.author}" if imported.author else ""
    return Question(
        key=f"list.{imported.list}.{imported.text}",
        kind=Kind.TYPED,
        text=imported.text,
        accepted=imported.answers,
        explanation="",
        topic=imported.topic,
        difficulty=Difficulty.MEDIUM,
        credit=f"From the list {imported.list}{author}, which cites no source.",
    )
