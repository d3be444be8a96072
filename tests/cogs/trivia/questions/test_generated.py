"""What holds for every question generated from a whole pack."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.generated import generate_questions
from seeds.folding import contains_words, fold
from seeds.loader import BUNDLED_PACK
from seeds.schema import Event, Fact, Quote
from seeds.schema import Question as WrittenQuestion
from seeds.trivia_question import QuestionKind, TriviaQuestion
from tests.cogs.trivia.questions.materials import (
    FOLDERS,
    generate_from,
    material_of,
    read_pack,
)

PACKS = pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
NUMBERED = re.compile(r"(^|[;.] )\d: ")


@PACKS
def test_each_question_has_four_options_or_none_and_one_right_answer(folder: Path) -> None:
    questions = generate_from(folder)
    assert questions
    keys = [question.key for question in questions]
    assert len(set(keys)) == len(keys)
    for question in questions:
        assert len({fold(option) for option in question.options}) in (0, 4), question
        assert len(question.options) in (0, 4), question
        assert question.answer, question


@PACKS
def test_each_question_cites_undisputed_entries_and_their_sources(folder: Path) -> None:
    entries = read_pack(folder).entries
    for question in generate_from(folder):
        assert question.about, question
        assert question.sources, question
        assert {*question.about, *question.sources} <= entries.keys(), question
        for entry in (entries[name] for name in question.about):
            if isinstance(entry, Event):
                assert not entry.date_disputed, question
            else:
                assert entry.disputed is None, question


@PACKS
def test_no_question_tells_its_own_answer(folder: Path) -> None:
    for question in generate_from(folder):
        assert not contains_words(fold(question.text), fold(question.answer)), question


@PACKS
def test_explanations_name_things_and_give_no_numbers_of_options(folder: Path) -> None:
    for question in generate_from(folder):
        assert len(question.explanation.split()) >= 3, question
        assert not NUMBERED.search(question.explanation), question


@PACKS
def test_a_question_has_the_topics_of_what_proves_its_answer_alone(folder: Path) -> None:
    entries = read_pack(folder).entries
    proving = {QuestionKind.ORDER: 3, QuestionKind.BETWEEN: 3}
    for question in generate_from(folder):
        names = [name for name in question.about if name.startswith("event.")]
        if names:
            proof = names[: proving.get(question.kind, 1)]
            topics = {topic for name in proof for topic in cast(Event, entries[name]).topics}
            assert {*question.topics} <= topics, question
        assert len(set(question.topics)) == len(question.topics), question


@PACKS
def test_the_same_pack_gives_the_same_questions(folder: Path) -> None:
    assert list(generate_questions(material_of(read_pack(folder)))) == generate_from(folder)


def test_the_bundled_pack_gives_every_kind_that_is_generated() -> None:
    assert {question.kind for question in generate_from(BUNDLED_PACK)} == set(QuestionKind) - {
        QuestionKind.CHOICE,
        QuestionKind.TYPED,
        QuestionKind.TRUE_OR_FALSE,
    }


def test_what_the_bundled_pack_keeps_out_of_trivia_is_not_asked() -> None:
    entries = read_pack(BUNDLED_PACK).entries.values()
    events = {one.id for one in entries if isinstance(one, Event) and not one.trivia}
    quotes = {one.id for one in entries if isinstance(one, Quote) and not one.trivia}
    assert events
    assert quotes
    for question in generate_from(BUNDLED_PACK):
        assert not events.intersection(question.about), question
        assert question.kind is not QuestionKind.WHO_SAID or not quotes & {*question.about}


def test_every_event_that_the_bundled_pack_has_asked_says_how() -> None:
    entries = read_pack(BUNDLED_PACK).entries
    for question in generate_from(BUNDLED_PACK):
        for event in (entries[name] for name in question.about if name.startswith("event.")):
            assert isinstance(event, Event)
            assert event.category == "birth" or (event.question and event.short_title), event.id


def test_roles_of_the_bundled_pack_are_of_characters_whose_gender_is_known() -> None:
    pack = read_pack(BUNDLED_PACK)
    known = {
        name
        for one in pack.manifest.characters
        if one.gender is not None
        for name in (one.name, *one.aliases)
    }
    facts = [one for one in pack.entries.values() if isinstance(one, Fact)]
    assert {one.role.character for one in facts if one.role} <= known


@PACKS
def test_hand_written_questions_join_them_with_their_sources(folder: Path) -> None:
    pack, questions = read_pack(folder), generate_from(folder)
    written = [
        TriviaQuestion.from_entry(one)
        for one in cast(list[WrittenQuestion], pack.list_by_kind("question"))
    ]
    bank = Bank([*written, *questions], {})
    assert len(bank) == len(written) + len(questions)
    for question in written:
        assert question.is_typed == (not question.options)
        assert question.sources
        assert bank.list_matching(question.topic, question.difficulty)
