"""What fills a bank: written questions, generated ones, imported lists, and servers' overrides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cogs.trivia.questions.generated import CanonMaterial, generate_questions
from seeds.pack import Manifest
from seeds.schema import Difficulty, Event, Fact, Quote
from seeds.schema import Question as WrittenQuestion
from seeds.trivia_question import QuestionKind, TriviaQuestion
from storage.canon.guild_canon import GuildCanon
from storage.proposals.question_overrides import QuestionOverride
from storage.trivia.questions import ImportedQuestion


class BankInputs(NamedTuple):
    """What of the canon questions are made from."""

    question_entries: list[WrittenQuestion]
    material: CanonMaterial


async def load_bank_inputs(canon: GuildCanon, manifest: Manifest) -> BankInputs:
    """Read everything that a canon offers to ask about."""
    known = manifest.model_copy(update={"people": tuple((await canon.get_people()).values())})
    material = CanonMaterial(
        known, await canon.list_all(Event), await canon.list_all(Fact), await canon.list_all(Quote)
    )
    return BankInputs(await canon.list_all(WrittenQuestion), material)


def build_questions(inputs: BankInputs) -> list[TriviaQuestion]:
    """Return every question that the canon gives."""
    return [
        *(TriviaQuestion.from_entry(one) for one in inputs.question_entries),
        *generate_questions(inputs.material),
    ]


def apply_overrides(
    questions: Iterable[TriviaQuestion], overrides: Mapping[str, QuestionOverride]
) -> Iterator[TriviaQuestion]:
    """Yield the questions as one server plays them, by key; retired ones are left out."""
    for question in questions:
        override = overrides.get(question.key)
        if override is None:
            yield question
        elif not override.is_retired:
            yield question.with_override(override.accepted_answers, override.explanation)


def question_from_import(imported: ImportedQuestion) -> TriviaQuestion:
    """Return a question of an imported list: always typed, and only as sure as its author."""
    author = f" by {imported.author}" if imported.author else ""
    return TriviaQuestion(
        key=f"list.{imported.list_name}.{imported.text}",
        kind=QuestionKind.TYPED,
        text=imported.text,
        accepted=imported.answers,
        explanation="",
        topic=imported.topic,
        difficulty=Difficulty.MEDIUM,
        credit=f"From the list {imported.list_name}{author}, which cites no source.",
    )
