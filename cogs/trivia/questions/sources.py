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
from storage.canon.guild_canon import GuildCanon
from storage.proposals.question_overrides import QuestionOverride
from storage.trivia.questions import ImportedQuestion


class Stock(NamedTuple):
    """What is in the canon that questions are made of."""

    written: list[WrittenQuestion]
    material: Material


async def read_material(canon: GuildCanon, manifest: Manifest) -> Stock:
    """Everything a view of the canon offers to ask about."""
    known = manifest.model_copy(update={"people": tuple((await canon.get_people()).values())})
    material = Material(
        known, await canon.list_all(Event), await canon.list_all(Fact), await canon.list_all(Quote)
    )
    return Stock(await canon.list_all(WrittenQuestion), material)


def stocked(stock: Stock) -> list[Question]:
    """Every question the canon gives."""
    return [*(from_written(one) for one in stock.written), *generate(stock.material)]


def mended(questions: Iterable[Question], mends: Mapping[str, QuestionOverride]) -> Iterator[Question]:
    """The questions as one server plays them; retired ones are left out."""
    for question in questions:
        mend = mends.get(question.key)
        if mend is None:
            yield question
        elif not mend.is_retired:
            accepted = dict.fromkeys((*question.accepted, *mend.accepted_answers))
            explanation = mend.explanation or question.explanation
            yield question.model_copy(
                update={
                    "accepted": tuple(accepted) if question.is_typed else (),
                    "explanation": explanation,
                }
            )


def from_list(imported: ImportedQuestion) -> Question:
    """A question of an imported list: always typed, and only as sure as its author."""
    author = f" by {imported.author}" if imported.author else ""
    return Question(
        key=f"list.{imported.list_name}.{imported.text}",
        kind=Kind.TYPED,
        text=imported.text,
        accepted=imported.answers,
        explanation="",
        topic=imported.topic,
        difficulty=Difficulty.MEDIUM,
        credit=f"From the list {imported.list_name}{author}, which cites no source.",
    )
