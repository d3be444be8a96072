"""The questions of a bank: written, generated and imported, with the overrides of guilds."""

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
    """The entries of a canon that questions are made from."""

    question_entries: list[WrittenQuestion]
    material: CanonMaterial


async def load_bank_inputs(canon: GuildCanon, manifest: Manifest) -> BankInputs:
    """Read the entries of a canon that questions are made from."""
    known = manifest.model_copy(update={"people": tuple((await canon.get_people()).values())})
    material = CanonMaterial(
        known, await canon.list_all(Event), await canon.list_all(Fact), await canon.list_all(Quote)
    )
    return BankInputs(await canon.list_all(WrittenQuestion), material)


def build_questions(inputs: BankInputs) -> list[TriviaQuestion]:
    """Return the written and the generated questions of a canon."""
    return [
        *(TriviaQuestion.from_entry(entry) for entry in inputs.question_entries),
        *generate_questions(inputs.material),
    ]


def apply_overrides(
    questions: Iterable[TriviaQuestion], overrides: Mapping[str, QuestionOverride]
) -> Iterator[TriviaQuestion]:
    """Yield the questions with the overrides of a guild, by key; omit retired ones."""
    for question in questions:
        override = overrides.get(question.key)
        if override is None:
            yield question
        elif not override.is_retired:
            yield question.with_override(override.accepted_answers, override.explanation)


def question_from_import(imported: ImportedQuestion) -> TriviaQuestion:
    """Return an imported question as a typed one, with its list as the credit."""
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
