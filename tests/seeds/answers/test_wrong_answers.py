from __future__ import annotations

import pytest

from seeds.answers.matching import match_answer
from tests.seeds.answers.answer_pairs import parse_pairs

NEGATED = """
Paris  ⇐  London  ·  not Paris  ·  isn't Paris  ·  it's not Paris  ·  it isn't Paris  ·  Paris no
Paris  ⇐  no, Paris  ·  never Paris  ·  anything but Paris  ·  I don't think it's Paris
Paris  ⇐  I think not Paris  ·  not paris i think  ·  definitely not Paris
The Matrix  ⇐  not the Matrix
4  ⇐  not 4  ·  no 4  ·  no. 4
New York  ⇐  not new york
Paris  ⇐  yes not Paris  ·  the answer is not Paris  ·  what isn't Paris  ·  it ain't Paris
Paris  ⇐  non-Paris
Entertainment  ⇐  Entertainment not
Guilty  ⇐  not guilty
No Doubt  ⇐  Doubt
True  ⇐  it is not true  ·  untrue
"""

SEVERAL_CANDIDATES = """
Paris  ⇐  Paris or London  ·  Paris, London  ·  Paris/London  ·  London / Paris
Paris  ⇐  Paris and London  ·  Paris Paris  ·  Paris France  ·  the city of Paris
Blue  ⇐  red blue green yellow
4  ⇐  4 5  ·  4 or 5
45  ⇐  4, 5  ·  4 5
12  ⇐  1 2  ·  1/2
15  ⇐  1.5
Black & White  ⇐  black or white
Romy  ⇐  Romy Michele Heather  ·  Romy/Michele
True  ⇐  true/false
Paris  ⇐  it is Paris? no, London
Paris  ⇐  oh Paris London  ·  ||Paris|| ||London||
"""

PARTS_AND_RELATIVES = """
air  ⇐  chair
chair  ⇐  air  ·  hair
female  ⇐  male
male  ⇐  female
illegal  ⇐  legal
impossible  ⇐  possible
Philosopher's Stone  ⇐  Prisoner of Azkaban
Harry Potter and the Philosopher's Stone  ⇐  Harry Potter and the Prisoner of Azkaban
Harry Potter and the Philosopher's Stone  ⇐  Harry Potter
Batman Begins  ⇐  Batman Returns  ·  Batman
Batman  ⇐  Batman Begins
Before Sunrise  ⇐  Before Sunset
Die Hard  ⇐  Hard
Los Angeles  ⇐  Angeles
Paris  ⇐  is it  ·  what is  ·  maybe
The Matrix  ⇐  the
It  ⇐  it's
The A-Team  ⇐  Team
Golden Pond  ⇐  On Golden Pond
A Boy  ⇐  About a Boy
Maybe Baby  ⇐  baby
What Women Want  ⇐  women want
It Happened One Night  ⇐  happened one night
Mira Sorvino  ⇐  M. Sorvino  ·  Sorvino, Mira
"""

OTHER_SYMBOLS = """
C++  ⇐  C  ·  C#  ·  C+
C#  ⇐  C
C  ⇐  C++
A+  ⇐  A  ·  A-
O+  ⇐  O-
...  ⇐  ..
"""

LOOK_ALIKES = """
Iraq  ⇐  Iran
Iran  ⇐  Iraq
Australia  ⇐  Austria
Austria  ⇐  Australia
Nigeria  ⇐  Niger
Niger  ⇐  Nigeria
Iceland  ⇐  Ireland
Zambia  ⇐  Gambia
Slovenia  ⇐  Slovakia
Mauritius  ⇐  Mauritania
South Korea  ⇐  North Korea
mouse  ⇐  house
Manet  ⇐  Monet
house  ⇐  horse
Boston  ⇐  Bolton
Monday  ⇐  Sunday
Thursday  ⇐  Tuesday
July  ⇐  June
bat  ⇐  cat
Rome  ⇐  Rom  ·  Roma
Romy  ⇐  Romey
Blue  ⇐  Bleu
Tim Burton  ⇐  Tom Burton
May Adams  ⇐  Amy Adams
Jon Austen  ⇐  Jane Austen
Alexandra  ⇐  Alexander
Christine Bale  ⇐  Christian Bale
Christian  ⇐  Christina
Saved!  ⇐  Shaved
Michele  ⇐  Michael
Mrs Smith  ⇐  Mr Smith
No Country for Old Men  ⇐  On Country for Old Men
Nothing official  ⇐  Something official
The Resolution  ⇐  The Revolution
Julia  ⇐  Julie
Maria  ⇐  Marie
Seattle  ⇐  Battle
Alan Cumming  ⇐  Alan Cummerbund
Michele Weinberger  ⇐  Michael Weinberger
West Germany  ⇐  East Germany
Batman  ⇐  Batwoman
Calcium  ⇐  Cadmium
heating  ⇐  heading
pools  ⇐  polls
panels  ⇐  planes
Rosie O'Donnell  ⇐  Rosie O'Connell
Confession  ⇐  Concession
The Gold Rush  ⇐  The God Rush
Dean Cain  ⇐  Dan Cain
Mr Bean  ⇐  Mr Ben
Romy and Michele  ⇐  Roy and Michele
Big Fish  ⇐  Bg Fish
Shrek  ⇐  Shrk
"""

OTHER_SCRIPTS = """
Paris  ⇐  Раris  ·  Pаris
京都  ⇐  東京
パリ  ⇐  バリ
कल  ⇐  कुल
ป้า  ⇐  ป่า
ハス  ⇐  バス
Нет  ⇐  да
Москва  ⇐  Масква Питер
🦁  ⇐  🐯  ·  🦁🐯
lion  ⇐  🦁
"""


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(NEGATED))
def test_another_answer_or_a_negated_one_is_wrong(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(SEVERAL_CANDIDATES))
def test_one_message_is_one_candidate(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(PARTS_AND_RELATIVES))
def test_a_part_or_a_relative_of_the_answer_is_wrong(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(OTHER_SYMBOLS))
def test_symbols_that_tell_names_apart_count(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(LOOK_ALIKES))
def test_a_word_that_only_looks_alike_is_wrong(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(OTHER_SCRIPTS))
def test_another_script_or_picture_is_wrong(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize("guess", ["", " ", "\u200b", "?", "||  ||", "Paris\nLondon"])
def test_nothing_and_two_lines_are_wrong(guess: str) -> None:
    assert match_answer(guess, ["Paris"]) is None
