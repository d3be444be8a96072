"""Made questions over whole packs: one right answer, wrong ones that the canon disproves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.generated import CanonMaterial, generate_questions
from cogs.trivia.questions.generated_dates import with_certain_dates
from seeds.folding import contains_words, fold
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import Pack
from seeds.schema import Event, Fact, Quote
from seeds.schema import Question as WrittenQuestion
from seeds.trivia_question import QuestionKind, TriviaQuestion
from tests.world import TINY_PACK

PACKS = pytest.mark.parametrize("folder", [BUNDLED_PACK, TINY_PACK], ids=["bundled", "tiny"])


def material(pack: Pack) -> CanonMaterial:
    return CanonMaterial(
        pack.manifest,
        cast(list[Event], pack.list_by_kind("event")),
        cast(list[Fact], pack.list_by_kind("fact")),
        cast(list[Quote], pack.list_by_kind("quote")),
    )


def made(folder: Path) -> tuple[Pack, list[TriviaQuestion]]:
    pack = load_pack(folder)
    return pack, list(generate_questions(material(pack)))


def wrong(question: TriviaQuestion) -> Iterator[str]:
    """The options that must not be right."""
    return (option for n, option in enumerate(question.options) if n != question.right)


@PACKS
def test_each_question_is_sound_and_cites_entries_and_sources_that_exist(folder: Path) -> None:
    pack, questions = made(folder)
    keys = [question.key for question in questions]
    assert len(set(keys)) == len(keys)
    for question in questions:
        assert 2 <= len(question.options) <= 4, question
        assert len({fold(option) for option in question.options}) == len(question.options), question
        assert question.about, question
        assert question.sources, question
        assert {*question.about, *question.sources} <= pack.entries.keys(), question
        for entry in (pack.entries[name] for name in question.about):
            if isinstance(entry, Event):
                assert not entry.date_disputed, question
            else:
                assert entry.disputed is None, question


@PACKS
def test_the_same_pack_gives_the_same_questions(folder: Path) -> None:
    assert made(folder)[1] == made(folder)[1]


@PACKS
def test_nobody_else_may_have_said_it(folder: Path) -> None:
    pack, questions = made(folder)
    names = {person.slug: person.name for person in pack.manifest.people}
    quotes = cast(list[Quote], pack.list_by_kind("quote"))
    for question in of_kind(questions, QuestionKind.WHO_SAID):
        quote = cast(Quote, pack.entries[question.about[0]])
        assert question.answer == names[quote.speaker]
        for other in quotes:
            name = names.get(other.speaker)
            if name in set(wrong(question)):
                runs = [fold(run) for one in other.printings for run in one.runs]
                assert not any(contains_words(run, fold(quote.words)) for run in runs), question
                assert not any(contains_words(fold(quote.words), run) for run in runs), question
        assert not any(contains_words(fold(question.text), fold(one)) for one in question.options)


@PACKS
def test_nobody_else_played_the_part_there(folder: Path) -> None:
    pack, questions = made(folder)
    names = {person.slug: person.name for person in pack.manifest.people}
    parts = {
        (role.character, names[role.performer], role.production)
        for fact in cast(list[Fact], pack.list_by_kind("fact"))
        if (role := fact.role)
    }
    for question in of_kind(questions, QuestionKind.WHO_PLAYED):
        role = cast(Fact, pack.entries[question.about[0]]).role
        assert role is not None
        is_who = question.key.startswith("who-played.")
        told = [
            (role.character, option, role.production)
            if is_who
            else (option, names[role.performer], role.production)
            for option in question.options
        ]
        assert [part in parts for part in told] == [
            n == question.right for n in range(len(question.options))
        ], question


@PACKS
def test_no_other_year_is_right(folder: Path) -> None:
    pack, questions = made(folder)
    events = cast(list[Event], pack.list_by_kind("event"))
    for question in of_kind(questions, QuestionKind.WHEN):
        event = cast(Event, pack.entries[question.about[0]])
        assert question.answer == str(event.date.year)
        assert not event.date.circa
        years = {one.date.year for one in events if fold(one.title) == fold(event.title)}
        assert not years.intersection(map(int, wrong(question)))
        assert question.answer not in question.text


@PACKS
def test_the_first_is_surely_before_each_of_the_others(folder: Path) -> None:
    pack, questions = made(folder)
    for question in of_kind(questions, QuestionKind.FIRST):
        first, *others = (cast(Event, pack.entries[name]) for name in question.about)
        assert question.answer == first.title
        assert {other.title for other in others} == set(wrong(question))
        assert all(first.date.is_before(other.date) for other in others)


@PACKS
def test_exactly_one_order_is_right(folder: Path) -> None:
    pack, questions = made(folder)
    for question in of_kind(questions, QuestionKind.ORDER):
        events = [cast(Event, pack.entries[name]) for name in question.about]
        assert all(one.date.is_before(other.date) for one, other in itertools.pairwise(events))
        shown = [line.partition(". ")[2] for line in question.text.splitlines()[1:]]
        ordered = [shown[int(number) - 1] for number in question.answer.split(" → ")]
        assert ordered == [event.title for event in events]


@PACKS
def test_claims_are_true_or_false_as_they_say(folder: Path) -> None:
    pack, questions = made(folder)
    names = {person.slug: person.name for person in pack.manifest.people}
    for question in of_kind(questions, QuestionKind.TRUE_OR_FALSE):
        entry = pack.entries[question.about[0]]
        if isinstance(entry, Event):
            is_true = f"in {entry.date.year}." in question.text
        else:
            role = cast(Fact, entry).role
            assert role is not None
            is_true = names[role.performer] in question.text
        assert question.answer == str(is_true), question


def test_the_bundled_pack_gives_every_kind_and_both_truths() -> None:
    _, questions = made(BUNDLED_PACK)
    assert {question.kind for question in questions} == set(QuestionKind) - {
        QuestionKind.CHOICE,
        QuestionKind.TYPED,
    }
    assert {one.answer for one in of_kind(questions, QuestionKind.TRUE_OR_FALSE)} == {
        "True",
        "False",
    }


@PACKS
def test_hand_written_questions_join_them_with_their_sources(folder: Path) -> None:
    pack, questions = made(folder)
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


def of_kind(questions: list[TriviaQuestion], kind: QuestionKind) -> list[TriviaQuestion]:
    return [question for question in questions if question.kind is kind]


def test_a_quarrel_about_something_else_leaves_a_date_to_be_asked_for() -> None:
    pack = load_pack(TINY_PACK)
    event = cast(Event, pack.entries["event.first-light"])
    quarrel = event.model_copy(update={"disputed": "The papers name two costume makers."})
    assert with_certain_dates([quarrel]) == [quarrel]
    assert with_certain_dates([quarrel.model_copy(update={"date_disputed": True})]) == []
