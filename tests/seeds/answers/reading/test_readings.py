from __future__ import annotations

import pytest

from seeds.answers.matching import match_answer
from tests.seeds.answers.answer_pairs import parse_pairs

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
Seattle  ⇐  Seattle, Washington  ·  Seattle, WA  ·  Seattle, USA
Yamoussoukro  ⇐  Yamoussoukro, Ivory Coast
Tbilisi  ⇐  Tbilisi, Georgia
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
Paris  ⇐  paris obv  ·  paris idk  ·  paris, not sure  ·  prob paris
Paris  ⇐  lol paris  ·  isn't it Paris?
Paris  ⇐  paris <3  ·  paris :D  ·  paris xd
Waterloo  ⇐  Waterloo in 1974
Москва  ⇐  это Москва  ·  думаю, Москва
Όμηρος  ⇐  ο Όμηρος
東京  ⇐  東京です  ·  東京だよ
"""

OTHERWISE_QUALIFIED = """
Halloween (1978)  ⇐  Halloween (2018)  ·  the 2018 film Halloween  ·  Halloween II
Portland, Oregon  ⇐  Portland, Maine  ·  Oregon  ·  Salem, Oregon
Paris, Texas  ⇐  Paris  ·  Paris, France
Paris  ⇐  Paris, Texas  ·  Paris Texas  ·  Paris, Lyon  ·  Paris (not Lyon)  ·  Paris - Lyon
Washington  ⇐  Washington, Oregon
Seattle  ⇐  Seattle, Oregon  ·  seattle, or  ·  Seattle, Canada
Atlanta  ⇐  Atlanta, Texas
Tbilisi  ⇐  Tbilisi, Texas
Yamoussoukro  ⇐  Yamoussoukro, Ghana
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
Nothing Compares 2 U  ⇐  Nothing Compares 2
I Love U  ⇐  I Love
I Love  ⇐  I Love U
House  ⇐  House of Cards
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
    ("In which year did the wall fall?", "1989", "it fell in 1989"),
    ("In which year did the wall fall?", "1989", "'89"),
    ("In which year did the wall fall?", "1989", "in 89"),
    ("In which year did the wall fall?", "1989", "9 November 1989"),
    ("Which science did she study?", "Biology", "she studied biology"),
    ("Complete: “that friendship and that …”", "Idiocy", "and that idiocy"),
    ("Complete: “Let's fold …!”", "Scarves", "lets fold scarves"),
    ("Complete: “the … of them”", "Opinion", "the opinion of them"),
    ("Which Resident Evil takes place in Spain?", "Resident Evil 4", "4"),
    ("What is the capital of Ivory Coast?", "Yamoussoukro", "the city of Yamoussoukro"),
    ("Which state has Phoenix as its capital?", "Arizona", "AZ"),
    ("Which Netflix series is it?", "Virgin River", "Virgin River on Netflix"),
    ("In which neighborhood of Los Angeles do they live?", "Venice", "Venice, California"),
    ("Who sings it?", "Gwen Stefani", "Gwen Stefani from No Doubt"),
    ("Who sings it?", "Gwen Stefani", "G. Stefani"),
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
    ("Which series with cards is it?", "House", "House of Cards"),
    ("In which year did the wall fall?", "1989", "'88"),
    ("In which year did the wall fall?", "1989", "November 1990"),
    ("How many are there?", "1989", "89"),
    ("Complete: “that friendship and that …”", "Idiocy", "friendship and idiocy"),
    ("Which Resident Evil takes place in Spain?", "Resident Evil 4", "5"),
    ("Which film follows Alien?", "Aliens", "Alien"),
    ("In which neighborhood of Los Angeles do they live?", "Venice", "Venice, Italy"),
    ("Who sings it?", "Gwen Stefani", "L. Stefani"),
    ("Who sings it?", "Gwen Stefani", "Stefani Gwen"),
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


def test_two_accepted_forms_may_be_said_together() -> None:
    accepted = ["Her father", "Her dad", "Paul Sorvino", "4", "5"]
    assert match_answer("her dad, Paul Sorvino", accepted) == "Her dad"
    assert match_answer("her father aka Paul Sorvino", accepted) == "Her father"
    assert match_answer("her dad or Paul Sorvino", accepted) is None
    assert match_answer("her dad her mother", accepted) is None
    assert match_answer("4 5", accepted) is None


def test_a_university_may_be_named_by_either_of_two_accepted_suffixes() -> None:
    accepted = ["Harvard", "Harvard University", "Harvard College"]
    assert match_answer("harvard uni", accepted) == "Harvard University"
    assert match_answer("harvard u", accepted) == "Harvard University"
    assert match_answer("harvard films", accepted) is None


@pytest.mark.parametrize(("question", "answer", "guess"), QUESTION_ECHOES)
def test_words_of_the_question_may_be_repeated(question: str, answer: str, guess: str) -> None:
    assert match_answer(guess, [answer], question=question) == answer


@pytest.mark.parametrize(("question", "answer", "guess"), NO_ECHOES)
def test_words_of_the_question_never_turn_a_wrong_answer(
    question: str, answer: str, guess: str
) -> None:
    assert match_answer(guess, [answer], question=question) is None
