from __future__ import annotations

import pytest

from seeds.answers.matching import match_answer
from tests.seeds.answers.answer_pairs import parse_pairs

NUMBERS = """
No  ⇐  No  ·  no!
07  ⇐  07
12:30  ⇐  12:30  ·  12 30  ·  twelve thirty
4  ⇐  four  ·  IV  ·  4️⃣  ·  ４  ·  ٤
four  ⇐  4
IV  ⇐  4
21  ⇐  twenty-one  ·  twenty one  ·  twentyone
Twenty-One  ⇐  21
0  ⇐  zero
1  ⇐  #1
101 Dalmatians  ⇐  one hundred and one Dalmatians  ·  One Hundred & One Dalmatians
Ocean's 11  ⇐  Oceans Eleven
Ocean's Eleven  ⇐  Oceans11
12 Angry Men  ⇐  Twelve Angry Men
Twelve Monkeys  ⇐  12 monkeys
10 Things I Hate About You  ⇐  Ten Things I Hate About You
50 First Dates  ⇐  Fifty First Dates
30 Seconds to Mars  ⇐  Thirty Seconds to Mars
Catch-22  ⇐  Catch Twenty Two  ·  catch22
2001: A Space Odyssey  ⇐  Two Thousand and One: A Space Odyssey  ·  2001 A Space Odyssey
1984  ⇐  Nineteen Eighty-Four
1997  ⇐  nineteen ninety seven  ·  MCMXCVII
1905  ⇐  nineteen oh five
2005  ⇐  two thousand and five
2024  ⇐  twenty twenty-four
7-Eleven  ⇐  Seven Eleven
9/11  ⇐  9-11
24/7  ⇐  24-7
007  ⇐  007  ·  zero zero seven
5th  ⇐  the fifth
The fifth  ⇐  5
fifth  ⇐  five
second  ⇐  2nd
25  ⇐  25th
The Sixth Sense  ⇐  6th sense
Twenty-First Century  ⇐  21st Century
07  ⇐  7
Seven Up  ⇐  7up
50 Cent  ⇐  Fifty Cent
Maroon Five  ⇐  Maroon 5
Chanel No. 5  ⇐  Chanel number five  ·  Chanel No 5
Mambo No 5  ⇐  mambo no. 5
No Two Alike  ⇐  no 2 alike
About a Boy  ⇐  about a boy
H2O  ⇐  H₂O
District 9  ⇐  District Nine  ·  Distrct 9
2 Fast 2 Furious  ⇐  two fast two furious
Twenty Thousand Leagues Under the Sea  ⇐  20,000 Leagues Under the Sea
T-1000  ⇐  T1000  ·  T one thousand
"""

SEQUELS = """
Rocky II  ⇐  Rocky 2  ·  rocky two
Rocky 2  ⇐  Rocky II
Rocky 5  ⇐  Rocky V
Rocky 4  ⇐  Rocky IV
Terminator 2  ⇐  Terminator2
Final Fantasy VII  ⇐  final fantasy 7
Final Fantasy 10  ⇐  Final Fantasy X
Henry VIII  ⇐  Henry the Eighth  ·  Henry 8
Elizabeth II  ⇐  Elizabeth the second
Louis XIV  ⇐  louis 14
World War II  ⇐  World War 2  ·  world war two
Star Wars: Episode IV – A New Hope  ⇐  Star Wars Episode 4 A New Hope
Star Wars: Episode I - The Phantom Menace  ⇐  Star Wars Episode 1: The Phantom Menace
Star Trek V: The Final Frontier  ⇐  Star Trek 5: The Final Frontier
The Godfather Part II  ⇐  The Godfather 2
The Godfather: Part II  ⇐  godfather part two
Kill Bill: Vol. 2  ⇐  kill bill 2  ·  Kill Bill Volume 2
Super Bowl LIV  ⇐  Super Bowl 54
Friday the 13th  ⇐  Friday the thirteenth  ·  friday 13th
Malcolm X  ⇐  Malcolm X
I, Robot  ⇐  I Robot
The King and I  ⇐  The King and I
Mix  ⇐  mix
Boyz II Men  ⇐  Boyz 2 Men
Apollo 13  ⇐  Apollo XIII
"""

AMOUNTS = """
1,000  ⇐  1000  ·  one thousand
1000  ⇐  1,000  ·  1 000  ·  a thousand
29 million  ⇐  29,000,000  ·  $29 million
$29 million  ⇐  29 000 000  ·  29 million  ·  29 million dollars  ·  twenty-nine million  ·  $29M
$29 million  ⇐  is it $29m?  ·  29 mil
$29,000,000  ⇐  twenty nine million dollars
100,000  ⇐  100k
1,500,000  ⇐  1.5 million
1.5 million  ⇐  one point five million
3.14  ⇐  3.14  ·  three point one four  ·  3,14
2.5  ⇐  2.50
1234.56  ⇐  1,234.56
50%  ⇐  50 percent  ·  fifty per cent  ·  50
1/2  ⇐  half  ·  0.5
½  ⇐  one half
Platform 9¾  ⇐  Platform 9 3/4  ·  platform nine and three quarters
2½ Men  ⇐  Two and a Half Men
8½  ⇐  8 1/2
33⅓  ⇐  33 and a third
-5  ⇐  -5  ·  minus five
2/3  ⇐  two thirds
3/4  ⇐  three quarters
200,000  ⇐  Two hundred thousand
£5  ⇐  five quid
"""

DATES = """
25 April  ⇐  April 25  ·  April 25th  ·  25th of April  ·  the 25th of April
25 April 1997  ⇐  Apr 25, 1997
10-year reunion  ⇐  10 year reunion
10 years  ⇐  ten years
1990s  ⇐  1990's
iPhone 4S  ⇐  iphone 4s
January 2025  ⇐  Jan 2025
September 11  ⇐  11 September
1997  ⇐  in 1997  ·  the year 1997  ·  I think it was in the year 1997
25 April  ⇐  on April 25th
10 years  ⇐  10 yrs  ·  about ten years
$29 million  ⇐  around 29 million  ·  about $29 million
"""

ANOTHER_NUMBER = """
1997  ⇐  1998  ·  1987  ·  97  ·  19 97  ·  nineteen ninety eight
nineteen ninety-seven  ⇐  1996
4  ⇐  five  ·  14  ·  40
forty  ⇐  fourteen
sixty  ⇐  sixteen
$29 million  ⇐  29  ·  29.5 million  ·  €29 million  ·  29 million euros
29 million  ⇐  29 thousand  ·  2.9 million  ·  290000000
5  ⇐  -5
-5  ⇐  5
1.5  ⇐  1.6
12:30  ⇐  1230  ·  750  ·  12:31
007  ⇐  7
7-Eleven  ⇐  711
4th  ⇐  5th
Mambo No. 5  ⇐  mambo no 6
Paris 4  ⇐  Paris no 4
second  ⇐  third
25 April  ⇐  26 April  ·  25 May
25 April 1997  ⇐  25 April 1998
9¾  ⇐  9  ·  9 1/4
iPhone 4S  ⇐  iPhone 4
1980s  ⇐  1980
1502  ⇐  fifteen two
1997  ⇐  in 1998  ·  about 97  ·  year 1996
"""

ANOTHER_SEQUEL = """
Terminator 2  ⇐  Terminator 3  ·  Terminator
Terminator  ⇐  Terminator 2
Terminator 3  ⇐  Terminator II
Rocky III  ⇐  Rocky II  ·  Rocky 2
Rocky II  ⇐  Rocky
Rocky VI  ⇐  Rocky IV
Louis XVI  ⇐  Louis XV
Louis XVII  ⇐  Louis XVIII
XXVII  ⇐  XXVIII
Henry VII  ⇐  Henry VIII
Henry V  ⇐  Henry
Malcolm X  ⇐  Malcolm
Vitamin C  ⇐  Vitamin  ·  Vitamin 100
Plan B  ⇐  Plan  ·  Plan C
I, Robot  ⇐  1 Robot
Mix  ⇐  1009
Toy Story 3  ⇐  Toy Story 2
Ocean's Eleven  ⇐  Ocean's Twelve  ·  Ocean's 12
Blade Runner 2049  ⇐  Blade Runner 2048
Ocean's Eleven  ⇐  Ocean's Elevn
Seven  ⇐  sven
2 Fast 2 Furious  ⇐  too fast too furious  ·  3 fast 3 furious
Around the World in 80 Days  ⇐  around the world in 8 days  ·  around the world in eighteen days
20,000 Leagues Under the Sea  ⇐  2000 leagues under the sea
28 Days Later  ⇐  28 Weeks Later
9 to 5  ⇐  5 to 9  ·  nine to six
Heinz 57  ⇐  Heinz 75
T-1000  ⇐  T-800
44 BC  ⇐  44 AD
"""


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(NUMBERS))
def test_a_number_is_the_same_in_words_digits_and_numerals(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(SEQUELS))
def test_sequel_numbers_agree_however_they_are_written(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(AMOUNTS))
def test_amounts_agree_with_or_without_their_unit(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(DATES))
def test_dates_agree_in_either_order(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(ANOTHER_NUMBER))
def test_another_number_is_never_a_slip(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(ANOTHER_SEQUEL))
def test_another_sequel_is_never_a_slip(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) is None
