"""Questions about spoken words: only one person said them, and a line has one ending."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from seeds.folding import contains_words, fold
from seeds.loader import BUNDLED_PACK
from seeds.schema import Quote
from seeds.trivia_question import QuestionKind
from tests.cogs.trivia.questions.materials import (
    FOLDERS,
    event,
    generate,
    generate_from,
    of_kind,
    quote,
    read_pack,
    wrong_options,
)

PACKS = pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
PEOPLE = "Ann Bea Cid Dee Eve"
SPOKEN = [
    quote("oil", "Ann", "The oil has to last the night."),
    quote("wick", "Bea", "A wick is no good without air."),
    quote("glass", "Cid", "Keep the glass clean and be patient."),
    quote("fog", "Dee", "Fog is when you are really needed."),
]


@PACKS
def test_nobody_else_may_have_said_it(folder: Path) -> None:
    pack = read_pack(folder)
    names = {person.slug: person.name for person in pack.manifest.people}
    quotes = cast(list[Quote], pack.list_by_kind("quote"))
    for question in of_kind(generate_from(folder), QuestionKind.WHO_SAID):
        said = cast(Quote, pack.entries[question.about[0]])
        assert question.answer == names[said.speaker]
        for other in quotes:
            if names.get(other.speaker) in wrong_options(question):
                runs = [fold(run) for one in other.printings for run in one.runs]
                assert not any(contains_words(run, fold(said.words)) for run in runs), question
                assert not any(contains_words(fold(said.words), run) for run in runs), question
        assert not any(contains_words(fold(question.text), fold(one)) for one in question.options)


def test_a_line_of_the_work_is_not_asked_and_its_character_no_option() -> None:
    pack = read_pack(BUNDLED_PACK)
    characters = {one.slug: one.name for one in pack.manifest.people if one.character}
    quotes = cast(list[Quote], pack.list_by_kind("quote"))
    lines = {one.id for one in quotes if one.speaker in characters}
    asked = of_kind(generate_from(BUNDLED_PACK), QuestionKind.WHO_SAID)
    assert lines
    assert asked
    assert lines.isdisjoint(name for question in asked for name in question.about)
    assert {*characters.values()}.isdisjoint(one for question in asked for one in question.options)


def test_the_others_to_choose_from_are_people_who_have_spoken() -> None:
    question = generate(quotes=SPOKEN, people=PEOPLE)["who-said.oil"]
    assert question.text == "Who said this to The Lamp Post?\n“The oil has to last the night.”"
    assert {*question.options} == {"Ann", "Bea", "Cid", "Dee"}
    assert question.explanation == "Said on May 4, 2020."


def test_who_gave_an_interview_counts_as_having_spoken() -> None:
    talk = event("Talk", "2020", category="interview", people=("eve",))
    three = SPOKEN[:3]
    assert "who-said.oil" not in generate(quotes=three, people=PEOPLE)
    question = generate(quotes=three, events=[talk], people=PEOPLE)["who-said.oil"]
    assert {*question.options} == {"Ann", "Bea", "Cid", "Eve"}


def test_the_others_have_spoken_about_the_same_first() -> None:
    people = "Ann Bea Cid Dee Eve Fay Gus Hal Ian Jon"
    said = [
        quote(f"lamp-{name.lower()}", name, f"The lamp of {name}s house never went out.")
        for name in people.split()
    ]
    about_oil = [
        one.model_copy(update={"topics": ("season-two",)}) if n < 7 else one
        for n, one in enumerate(said)
    ]
    question = generate(quotes=about_oil, people=people)["who-said.lamp-ann"]
    assert {*wrong_options(question)} < {"Bea", "Cid", "Dee", "Eve", "Fay", "Gus"}


@pytest.mark.parametrize(
    "words",
    [
        "He told me: the oil has to last the night. I agreed.",
        "Oil has to last",
        "The oil has to last the night, they say, but no oil does.",
    ],
)
def test_who_said_the_same_elsewhere_is_no_wrong_option(words: str) -> None:
    quotes = [*SPOKEN, quote("again", "Eve", words)]
    alike = generate(quotes=[*quotes[:3], quotes[4]], people=PEOPLE)
    assert "who-said.oil" not in alike
    assert "Eve" not in generate(quotes=quotes, people=PEOPLE)["who-said.oil"].options


@pytest.mark.parametrize(
    "changes",
    [
        {"disputed": "Another paper prints other words."},
        {"trivia": False},
        {"words": "Too short."},
        {"words": "I, Ann, have kept the lamp for years."},
    ],
)
def test_a_quote_that_cannot_be_asked_for_fairly_is_not(changes: dict[str, object]) -> None:
    changed = SPOKEN[0].model_copy(update=changes)
    questions = generate(quotes=[changed, *SPOKEN[1:]], people=PEOPLE)
    assert "who-said.oil" not in questions
    assert "who-said.wick" in questions


def test_a_misprint_is_marked_so_that_it_is_not_taken_for_ours() -> None:
    printed = quote("oil", "Ann", "If we were to men this would last.", sic=["to men"])
    question = generate(quotes=[printed, *SPOKEN[1:]], people=PEOPLE)["who-said.oil"]
    assert "“If we were to men [sic] this would last.”" in question.text


def test_another_outlets_printing_without_the_misprint_is_asked_instead() -> None:
    right = {"words": "If we were two men this would last.", "sources": ("source.letter",)}
    printed = quote(
        "oil",
        "Ann",
        "If we were to men this would last.",
        sic=["to men"],
        variants=[right],
        ending={"missing": "would last", "instead": ["is over", "is it", "began"]},
    )
    questions = generate(quotes=[printed, *SPOKEN[1:]], people=PEOPLE)
    assert questions["who-said.oil"].text.endswith("“If we were two men this would last.”")
    assert questions["finish.oil"].text.endswith("“If we were two men this …”")
    assert questions["finish.oil"].sources == ("source.letter", "source.lamp-post")


def test_a_quote_comes_with_its_occasion_however_long_it_is() -> None:
    short = quote("oil", "Ann", "It has to last the night.", occasion="at the pier, about the oil")
    long = quote("wick", "Bea", "A wick that gets no air at all is no good to anyone.")
    questions = generate(quotes=[short, long, *SPOKEN[2:]], people=PEOPLE)
    assert questions["who-said.oil"].text.startswith("Who said this at the pier, about the oil?\n")
    assert questions["who-said.wick"].text.startswith("Who said this to The Lamp Post?\n")


def test_an_occasion_that_names_the_speaker_is_told_afterwards() -> None:
    named = quote("oil", "Ann", "It has to last the night.", occasion="on The Ann Show")
    question = generate(quotes=[named, *SPOKEN[1:]], people=PEOPLE)["who-said.oil"]
    assert question.text == "Who said this?\n“It has to last the night.”"
    assert question.explanation == "Said on The Ann Show (May 4, 2020)."


@pytest.mark.parametrize(
    ("said", "explanation"),
    [("2020", "Said in 2020."), ("2020-05", "Said in May 2020."), ("2020~", "Said around 2020.")],
)
def test_when_it_was_said_is_told_as_closely_as_it_is_known(said: str, explanation: str) -> None:
    spoken = quote("oil", "Ann", "It has to last the night.", said=said)
    questions = generate(quotes=[spoken, *SPOKEN[1:]], people=PEOPLE)
    assert questions["who-said.oil"].explanation == explanation


def test_who_was_quoted_on_the_same_day_is_an_option() -> None:
    others = [
        quote(f"fog-{n}", name, f"Fog {n} is when you are really needed.", said="2019-01-02")
        for n, name in enumerate(("Cid", "Dee", "Eve", "Flo", "Gus", "Hal"))
    ]
    spoken = [
        SPOKEN[0],
        SPOKEN[1],
        *others,
        *(one.model_copy(update={"id": f"{one.id}-b"}) for one in others),
    ]
    questions = generate(quotes=spoken, people=f"{PEOPLE} Flo Gus Hal")
    assert "Bea" in questions["who-said.oil"].options
    assert "Ann" in questions["who-said.wick"].options


def test_those_who_spoke_most_often_are_the_options() -> None:
    often = [
        quote(
            f"fog-{name.lower()}-{n}",
            name,
            f"Fog {n} is when you are really needed here.",
            said="2019",
        )
        for name in ("Bea", "Cid", "Dee", "Eve", "Flo", "Gus")
        for n in range(2)
    ]
    once = [quote("ice", "Hal", "Ice on the pier is the end of it.", said="2019")]
    questions = generate(quotes=[SPOKEN[0], *once, *often], people=f"{PEOPLE} Flo Gus Hal")
    assert "Hal" not in questions["who-said.oil"].options


ENDED = SPOKEN[0].model_dump() | {
    "continued": ("It is a long night. You sit and you wait for the morning.",)
}


def test_a_line_is_finished_by_choosing_its_end() -> None:
    ending = {"missing": "the morning", "instead": ["the post", "a ship", "the fog"]}
    line = Quote.model_validate(ENDED | {"ending": ending})
    question = generate(quotes=[line], people=PEOPLE)["finish.oil"]
    assert question.text == (
        "Finish this line from Ann.\n“The oil has to last the night. … It is a long night."
        " You sit and you wait for …”"
    )
    assert question.options == ("the morning", "the post", "a ship", "the fog")
    assert question.kind is QuestionKind.FINISH


def test_of_a_quote_without_trivia_no_end_is_asked_for_either() -> None:
    line = Quote.model_validate(ENDED | {"ending": {"missing": "the morning"}, "trivia": False})
    assert (
        generate(quotes=[line, *SPOKEN[1:]], people=PEOPLE)
        .keys()
        .isdisjoint({"who-said.oil", "finish.oil"})
    )


def test_a_line_without_wrong_ends_is_finished_by_typing() -> None:
    line = Quote.model_validate(ENDED | {"ending": {"missing": "the morning"}})
    question = generate(quotes=[line], people=PEOPLE)["finish.oil"]
    assert question.is_typed
    assert question.answer == "the morning"
    assert question.accepted == ("the morning",)
