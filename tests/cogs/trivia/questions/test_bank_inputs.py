"""Which topics questions have, and how many games of each topic a pack gives."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import cast

import pytest

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.bank_inputs import BankInputs, build_questions
from seeds.loader import BUNDLED_PACK
from seeds.pack import Manifest
from seeds.schema import Ending, Fact, Question, Quote
from seeds.trivia_question import QuestionKind, TriviaQuestion
from tests.cogs.trivia.questions.materials import material_of, read_pack
from tests.world import TINY_PACK

ROUNDS = 10
GAMES = 10


@cache
def build_bundled_bank() -> Bank:
    pack = read_pack(BUNDLED_PACK)
    written = cast(list[Question], pack.list_by_kind("question"))
    return Bank(build_questions(BankInputs(written, material_of(pack))), {})


def list_offered_topics() -> list[str]:
    return [one.slug for one in read_pack(BUNDLED_PACK).manifest.topics if one.within is None]


def count_games(bank: Bank, topic: str | None) -> int:
    """Return how many games of ten the bank gives before it asks a question again."""
    candidates, rng = bank.list_matching(topic, None), random.Random(7)
    asked: Counter[str] = Counter()
    for games in range(len(candidates)):
        game = set[str]()
        for _ in range(ROUNDS):
            question = bank.choose(candidates, asked, game, rng)
            if question is None or asked[question.key]:
                return games
            asked[question.key] += 1
            game.add(question.key)
    return 0


@pytest.mark.parametrize("topic", list_offered_topics())
def test_ten_games_of_each_topic_of_the_bundled_pack_repeat_nothing(topic: str) -> None:
    assert count_games(build_bundled_bank(), topic) >= GAMES


@pytest.mark.parametrize("topic", list_offered_topics())
def test_no_game_of_a_topic_asks_twice_about_one_fact(topic: str) -> None:
    bank, rng = build_bundled_bank(), random.Random(7)
    candidates, asked = bank.list_matching(topic, None), Counter[str]()
    for _ in range(2 * GAMES):
        told = set[str]()
        game = set[str]()
        for _ in range(ROUNDS):
            question = bank.choose(candidates, asked, game, rng)
            assert question is not None
            assert told.isdisjoint(question.about), question.text
            told.update(question.about)
            game.add(question.key)
            asked[question.key] += 1


def test_sixty_games_of_the_bundled_pack_repeat_nothing() -> None:
    assert count_games(build_bundled_bank(), None) >= 60


def ask(about: str, **manifest: object) -> TriviaQuestion:
    """The one written question of the small pack, about an entry, as games ask it."""
    pack = read_pack(TINY_PACK)
    [written] = cast(list[Question], pack.list_by_kind("question"))
    values = pack.manifest.model_dump() | manifest
    material = material_of(pack.model_copy(update={"manifest": Manifest.model_validate(values)}))
    changed = written.model_copy(update={"about": (about,)})
    questions = build_questions(BankInputs([changed], material))
    return next(one for one in questions if one.key == written.id)


def test_a_written_question_has_the_topics_of_what_it_is_about_after_its_own() -> None:
    assert ask("event.second-season-hinted").topics == ("cast", "season-two")


def test_a_question_about_much_has_the_topics_of_its_first_entry_and_of_half_of_them() -> None:
    topics = {"a": ("film", "cast"), "b": ("film",), "c": ("prequel",), "d": ("film", "music")}
    assert _topics_of(("c", "a", "b", "d"), topics) == {"prequel", "film"}
    assert _topics_of(("a", "c"), topics) == {"film", "cast", "prequel"}


def _topics_of(about: tuple[str, ...], topics: dict[str, tuple[str, ...]]) -> set[str]:
    """The topics that a written question gets from facts, beside its own."""
    pack = read_pack(TINY_PACK)
    [written] = cast(list[Question], pack.list_by_kind("question"))
    slugs = dict.fromkeys(topic for listed in topics.values() for topic in listed)
    names = [{"slug": one, "name": one} for one in (written.topic, *slugs) if one != "cast"]
    values = pack.manifest.model_dump() | {"topics": [*names, {"slug": "own", "name": "own"}]}
    facts = [
        Fact(id=f"fact.{name}", text=name, topics=listed, sources=("source.lamp-post",))
        for name, listed in topics.items()
    ]
    material = replace(
        material_of(pack),
        manifest=Manifest.model_validate(values),
        facts=facts,
        events=(),
        quotes=(),
    )
    changed = written.model_copy(
        update={"about": tuple(f"fact.{name}" for name in about), "topic": "own"}
    )
    [question] = build_questions(BankInputs([changed], material))
    return {*question.topics} - {"own"}


def test_what_a_written_question_asks_is_not_generated_again() -> None:
    pack = read_pack(TINY_PACK)
    [written] = cast(list[Question], pack.list_by_kind("question"))
    generated = next(
        one for one in build_questions(BankInputs([], material_of(pack))) if one.options
    )
    twin = written.model_copy(
        update={
            "style": "typed",
            "answers": (f"The {generated.answer.lower()}", generated.answer),
            "distractors": (),
            "about": generated.about[:1],
        }
    )

    def list_keys(question: Question) -> set[str]:
        questions = build_questions(BankInputs([question], material_of(pack)))
        return {one.key for one in questions}

    assert generated.key not in list_keys(twin)
    assert generated.key in list_keys(twin.model_copy(update={"answers": ("Another",)}))
    assert generated.key in list_keys(twin.model_copy(update={"about": ()}))


def test_a_question_is_asked_in_games_of_the_wider_topic() -> None:
    topics = [
        {"slug": "show", "name": "The show"},
        {"slug": "cast", "name": "Cast", "within": "show"},
        {"slug": "season-two", "name": "Season two"},
    ]
    question = ask("fact.ida-plays-vera", topics=topics)
    assert question.topic == "cast"
    assert "show" in question.topics


def test_a_question_is_core_when_its_main_topic_is() -> None:
    topics = [
        {"slug": "cast", "name": "Cast", "core": True},
        {"slug": "season-two", "name": "Season two"},
    ]
    assert ask("event.second-season-hinted", topics=topics).is_core
    topics = [{**topics[0], "core": False}, {**topics[1], "core": True}]
    assert not ask("event.second-season-hinted", topics=topics).is_core


def test_the_end_of_a_line_is_not_asked_for_when_a_word_of_it_is() -> None:
    pack = read_pack(TINY_PACK)
    [written] = cast(list[Question], pack.list_by_kind("question"))
    said = cast(list[Quote], pack.list_by_kind("quote"))[0]
    end = " ".join(said.words.split()[-2:])
    line = said.model_copy(update={"ending": Ending(missing=end)})
    material = replace(material_of(pack), quotes=[line])

    def list_kinds(answer: str) -> set[QuestionKind]:
        asked = written.model_copy(
            update={"style": "typed", "answers": (answer,), "distractors": (), "about": (line.id,)}
        )
        return {one.kind for one in build_questions(BankInputs([asked], material))}

    assert QuestionKind.FINISH in list_kinds("Another")
    assert QuestionKind.FINISH not in list_kinds(end.split()[-1])
