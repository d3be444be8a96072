from __future__ import annotations

import pytest

from seeds.answers.matching import match_answer
from tests.answer_pairs import parse_pairs

QUALIFIED = """
Clueless  ⇐  Clueless (1995)  ·  Clueless (film)  ·  the film Clueless  ·  the 1995 film Clueless
Clueless  ⇐  Clueless, the movie  ·  I think it's the movie Clueless (1995)
People  ⇐  People magazine  ·  the magazine People  ·  in People magazine
Friends  ⇐  the show Friends  ·  Friends (TV series)  ·  the series is Friends
Halloween (1978)  ⇐  Halloween  ·  the 1978 film Halloween  ·  Haloween (1978)
Halloween  ⇐  Halloween (2018)
Mira Sorvino  ⇐  the actress Mira Sorvino  ·  actress mira sorvino  ·  played by Mira Sorvino
Tucson  ⇐  Tucson, Arizona  ·  Tucson, AZ  ·  in Tucson, AZ, USA  ·  Tucson (Arizona)
Portland, Oregon  ⇐  Portland  ·  portland or  ·  Portland, OR  ·  portland oregon
Paris  ⇐  Paris, France
London  ⇐  London, England  ·  London, UK
Arizona  ⇐  Arizona, USA
Sunnydale High School  ⇐  Sunnydale High  ·  Sunnydale HS  ·  Sunnydale
Sunnydale High  ⇐  Sunnydale High School
Touchstone Pictures  ⇐  Touchstone
Touchstone  ⇐  Touchstone Pictures
Studio Ghibli  ⇐  Ghibli  ·  Ghibli Studio
Harvard University  ⇐  Harvard  ·  Harvard Uni
Warner Bros.  ⇐  Warner Brothers
Time After Time  ⇐  Time After Time by Cyndi Lauper  ·  "Time After Time" by Cyndi Lauper
Umbrella (feat. Jay-Z)  ⇐  Umbrella  ·  Umbrella ft. Jay-Z  ·  umbrella featuring jay z
(I Can't Get No) Satisfaction  ⇐  Satisfaction  ·  I can't get no satisfaction
Attack on Titan  ⇐  the anime Attack on Titan  ·  Attack on Titan (anime)
Paris  ⇐  my final answer is Paris  ·  gotta be Paris  ·  Paris, of course  ·  paris lol
Yes  ⇐  yep  ·  yes she did
No  ⇐  nope  ·  no it didn't
"""

OTHERWISE_QUALIFIED = """
Halloween (1978)  ⇐  Halloween (2018)  ·  the 2018 film Halloween  ·  Halloween II
Portland, Oregon  ⇐  Portland, Maine  ·  Oregon  ·  Salem, Oregon
Paris, Texas  ⇐  Paris  ·  Paris, France
Paris  ⇐  Paris, Texas  ·  Paris Texas  ·  Paris, Lyon  ·  Paris (not Lyon)  ·  Paris - Lyon
Washington  ⇐  Washington, Oregon
France  ⇐  France, Italy
Hannah  ⇐  Hannah Montana
Sweet Home  ⇐  Sweet Home Alabama
1997  ⇐  1997 (1998)  ·  1997, 1998
Universal Pictures  ⇐  Universal Records
Boston  ⇐  Boston University
Sky High  ⇐  Sky
Stand  ⇐  Stand by Me
Saved!  ⇐  Saved by the Bell
Thief  ⇐  The Book Thief
Love  ⇐  Love Song
Batman  ⇐  Batman Movie
Wonder Woman  ⇐  Wonder Woman 1984
The Truman Show  ⇐  Truman
Friends  ⇐  Friends (film) or Seinfeld
Clueless (film)  ⇐  Clueless (TV series)
Call Me  ⇐  Call Me Maybe
Yes  ⇐  yes and no  ·  yes it isn't
No  ⇐  no it is
"""

QUESTION_ECHOES = [
    ("Which No Doubt song opens the film?", "Just a Girl", "Just a Girl (No Doubt)"),
    ("Which No Doubt song opens the film?", "Just a Girl", "No Doubt - Just a Girl"),
    ("Which Rihanna song is it?", "Umbrella", "Umbrella by Rihanna"),
    ("Which Rihanna song is it?", "Umbrella", "Rihanna's Umbrella"),
    ("Which Netflix series is it?", "Emily in Paris", "the Netflix series Emily in Paris"),
    ("What do they claim to have invented?", "Post-its", "they invented Post-its"),
    ("At which awards did they meet?", "SAG Awards", "SAG"),
    ("In which city do they live?", "Tucson", "the city of Tucson"),
    ("In which city do they live?", "Tucson", "tucson arizona"),
    ("In which city do they live?", "Seattle", "seattle wa"),
    ("What is Anna's last name?", "Weinberger", "Anna Weinberger"),
    ("By the report of 2025, in which month did it start?", "June", "June 2025"),
    ("On which show was it?", "Today", "on the Today show"),
    ("How long did it last?", "ten years", "it did last ten years"),
]

NO_ECHOES = [
    ("Which Rihanna song is it?", "Umbrella", "Umbrella by Madonna"),
    ("Which Cyndi Lauper song is it?", "Time After Time", "Time After Time by Madonna"),
    ("Which song is it?", "Love", "Love Song"),
    ("In which city do they live?", "Seattle", "Seattle or New York"),
    ("In which city do they live?", "Seattle", "Seattle and New York"),
    ("Is the car red or blue?", "red", "red blue"),
    ("Who plays Billy in the film?", "Ventresca", "Billy Ventresca"),
    ("Which of them did not come, and why not?", "Billy", "not Billy"),
    ("By the report of 2025, in which month did it start?", "June", "June 2024"),
    ("In 1998 they looked back at which year?", "1997", "1998 1997 or so"),
]


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(QUALIFIED))
def test_what_people_add_to_an_answer_does_not_make_it_wrong(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(OTHERWISE_QUALIFIED))
def test_what_names_another_answer_is_never_left_out(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


def test_another_region_than_that_of_an_accepted_form_is_wrong() -> None:
    accepted = ["Tucson", "Tucson, Arizona"]
    assert match_answer("Tucson, AZ", accepted) is not None
    assert match_answer("Tucson, Texas", accepted) is None


@pytest.mark.parametrize(("question", "answer", "guess"), QUESTION_ECHOES)
def test_words_of_the_question_may_be_repeated(question: str, answer: str, guess: str) -> None:
    assert match_answer(guess, [answer], question=question) == answer


@pytest.mark.parametrize(("question", "answer", "guess"), NO_ECHOES)
def test_words_of_the_question_never_turn_a_wrong_answer(
    question: str, answer: str, guess: str
) -> None:
    assert match_answer(guess, [answer], question=question) is None
