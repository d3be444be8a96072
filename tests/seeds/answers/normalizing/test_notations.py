from __future__ import annotations

import pytest

from seeds.answers.matching import match_answer
from tests.seeds.answers.answer_pairs import parse_pairs

SAME = """
1997  ⇐  '97  ·  ’97  ·  in '97  ·  back in 1997  ·  it was released in 1997
Class of '87  ⇐  class of 1987  ·  class of 87
1980s  ⇐  the 80s  ·  '80s  ·  80's  ·  the eighties
5  ⇐  number 5  ·  the 5th one  ·  fifth one  ·  #5  ·  part 5  ·  the fifth sequel
10  ⇐  ten years  ·  10 years
10 years  ⇐  ten  ·  about ten years
28  ⇐  28 years old
25 April  ⇐  4/25  ·  25/4  ·  I think April 25  ·  maybe the 25th of April?
25 April 1997  ⇐  4/25/1997  ·  25/4/1997  ·  25.4.1997  ·  1997-04-25  ·  4/25/97
25 April 1997  ⇐  Friday, April 25, 1997  ·  I think April 25th 1997
June  ⇐  jun
$29 million  ⇐  US$29M  ·  29,000,000 USD  ·  29 million US dollars  ·  29.0 million
500,000  ⇐  half a million
5 km  ⇐  5km  ·  5 kilometres  ·  five kilometers
37 °C  ⇐  37°C  ·  37 degrees celsius
8,849 metres  ⇐  8849 m  ·  8849m  ·  8 849 metres  ·  8.849 km
100 °C  ⇐  100C  ·  100 degrees  ·  100°
$450 million  ⇐  450 mio  ·  $450 m
10–12  ⇐  10-12  ·  10 to 12  ·  ten to twelve
FFVII  ⇐  ff7  ·  FF VII  ·  FF 7
Nidoran♂  ⇐  nidoran male  ·  Nidoran ♂
HUNTER×HUNTER  ⇐  hunter x hunter
I ♥ Huckabees  ⇐  I heart huckabees
Windows 95  ⇐  windows '95
"""

DIFFERENT = """
1997  ⇐  '98  ·  97  ·  1996-1997
1980s  ⇐  1980  ·  '80  ·  the nineties
5  ⇐  number 15  ·  the 6th one  ·  number 5 or 6  ·  not number 5
10  ⇐  10 days  ·  ten months
10 years  ⇐  10 months
127 Hours  ⇐  127
21  ⇐  21 grams
5 km  ⇐  5 miles  ·  5  ·  5 m
8,849 metres  ⇐  8849 feet  ·  8849 g  ·  8 metres
100 °C  ⇐  100 F  ·  100  ·  100 kelvin
4-3  ⇐  43  ·  4 3 2
25 April  ⇐  4/26  ·  25/5
4 May  ⇐  4/5  ·  5/4
25 April 1997  ⇐  Saturday, April 25, 1997  ·  4/25/98  ·  1997-25-04
10–12  ⇐  10–13  ·  12–10  ·  10
FFVII  ⇐  FFVIII  ·  FFVI  ·  FF8
GTAIII  ⇐  GTAII
Nidoran♂  ⇐  Nidoran♀  ·  Nidoran
Ace of ♠  ⇐  Ace of ♥
"""


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(SAME))
def test_dates_amounts_and_symbols_agree_in_every_notation(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(DIFFERENT))
def test_another_date_amount_or_symbol_is_wrong(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None
