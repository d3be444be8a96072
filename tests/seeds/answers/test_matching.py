from __future__ import annotations

import pytest

from seeds.answers.matching import match_answer
from tests.seeds.answers.answer_pairs import parse_pairs

DECORATED = """
Paris  ⇐  Paris  ·  paris!  ·  PARIS...  ·  “Paris”  ·  **Paris**  ·  __Paris__  ·  ~~Paris~~
Paris  ⇐  `Paris`  ·  ```Paris```  ·  > Paris  ·  # Paris  ·  - Paris  ·  ||is it Paris?||
Paris  ⇐  [Paris](https://example.org/a)  ·  Paris 🎉  ·  Paris <:party:123456>
Paris  ⇐  <@123456789> Paris  ·  **P**aris  ·  𝓟𝓪𝓻𝓲𝓼
"""

LED_IN = """
Paris  ⇐  it's Paris  ·  its paris  ·  it’s Paris  ·  is it paris  ·  What is Paris?
Paris  ⇐  what's Paris  ·  I think it's Paris  ·  i think paris  ·  paris i think
Paris  ⇐  The answer is Paris.  ·  Answer: Paris  ·  that's paris  ·  maybe paris?
Paris  ⇐  Maybe it's Paris?
Lisa Kudrow  ⇐  Who is Lisa Kudrow?  ·  who's lisa kudrow
The Matrix  ⇐  um, is it the Matrix?
It's a Wonderful Life  ⇐  It's a Wonderful Life  ·  is it It's a Wonderful Life
Who's the Boss?  ⇐  Who's the Boss
What's Up, Doc?  ⇐  What's Up Doc
Definitely, Maybe  ⇐  definitely maybe
Paris  ⇐  oh is it Paris?  ·  yes it's Paris  ·  is the answer Paris?
So I Married an Axe Murderer  ⇐  So I Married an Axe Murderer
Tucson  ⇐  in Tucson  ·  I think it was in Tucson
Tiffany Theatre  ⇐  at the Tiffany Theatre
In the Beginning  ⇐  in the beginning
On Golden Pond  ⇐  on golden pond
"""

WITH_ANOTHER_ARTICLE = """
The Matrix  ⇐  A Matrix
A Red Dress Collection Concert  ⇐  The Red Dress Collection Concert
The A-Group  ⇐  A-Group  ·  the a group
The The  ⇐  The The
A  ⇐  a
The Who  ⇐  who
The Silence of the Lambs  ⇐  Silence of Lambs
The A-Team  ⇐  the A Team  ·  A team
A studio  ⇐  studios  ·  an studoi
Post-it Notes  ⇐  a post-it note
"""

JOINED_OR_SPLIT = """
Post-it  ⇐  post-it  ·  postit  ·  Post it  ·  post-its  ·  Post-it™
Spider-Man  ⇐  spiderman  ·  Spider Man
Spiderman  ⇐  spider-man
X-Men  ⇐  xmen  ·  the x men
Uncanny X-Men  ⇐  uncanny xmen
U.S.A.  ⇐  USA
USA  ⇐  u.s.a.
R2-D2  ⇐  R2D2
M*A*S*H  ⇐  mash
New York  ⇐  newyork
WALL·E  ⇐  WALLE
E.T.  ⇐  ET
O'Brien  ⇐  O Brien
pseudocode  ⇐  pseudo code
"""

AND = """
Fast & Furious  ⇐  fast and furious  ·  Fast ＆ Furious  ·  fast + furious
Romeo + Juliet  ⇐  Romeo and Juliet
Guns N' Roses  ⇐  Guns and Roses  ·  guns 'n' roses
Rock'n'Roll  ⇐  Rock & Roll
Rock and Roll  ⇐  rock n roll
Salt-N-Pepa  ⇐  salt n pepa
AT&T  ⇐  at & t
King's Cross  ⇐  Kings Cross
M&M's  ⇐  M&Ms
"""

ACCENTED_OR_SHORTENED = """
Beyoncé  ⇐  Beyonce
Amélie  ⇐  Amelie
Les Misérables  ⇐  Les Miserables
Straße  ⇐  strasse
Encyclopædia  ⇐  encyclopaedia
Björk  ⇐  Bjork
Łódź  ⇐  Lodz
Müller  ⇐  Mueller
İstanbul  ⇐  istanbul
Ilıca  ⇐  Ilica
Kesha  ⇐  ke$ha
P!nk  ⇐  Pink
A$AP Rocky  ⇐  ASAP Rocky
Dr. No  ⇐  dr no
Dr. Strange  ⇐  doctor strange
Mr. Bean  ⇐  Mister Bean
St. Petersburg  ⇐  Saint Petersburg
Köln  ⇐  Koeln
Zürich  ⇐  Zuerich
Göteborg  ⇐  Goteborg
São Paulo  ⇐  Sao Paulo
Se7en  ⇐  Seven
Seven  ⇐  se7en
"""

SYMBOLS = """
C++  ⇐  C++  ·  c plus plus
C#  ⇐  c#  ·  c sharp
Disney+  ⇐  Disney Plus
A+  ⇐  A+  ·  a plus
Canal+  ⇐  Canal plus
B♭  ⇐  b flat
"""

SLIPS = """
Lisa Kudrow  ⇐  lisa kudro  ·  Lisa Kudrov
Mira Sorvino  ⇐  Mira Sorvina
Michele  ⇐  Michelle
Romy & Michele  ⇐  Romy and Michelle
Monkeys  ⇐  monkies
Ladies' Room  ⇐  Lady's Room
Romy and Michele's High School Reunion  ⇐  Romy & Michelle's High School Reunion
Arnold Schwarzenegger  ⇐  Arnold Schwarzeneger  ·  arnold swarzenegger
Leonardo DiCaprio  ⇐  Leonardo Dicapro
Philadelphia  ⇐  Philidelphia
Mississippi  ⇐  Missisippi
Massachusetts  ⇐  Massachusets
Cincinnati  ⇐  Cincinatti
Albert Einstein  ⇐  albert einstien
Berlin  ⇐  Berlni
Tokyo  ⇐  Tokio
Paris  ⇐  Pariss
Terminator 2  ⇐  Terminater 2
Terminator 2: Judgment Day  ⇐  terminator 2 judgement day
Catherine Heigl  ⇐  Katherine Heigl
Katherine Heigl  ⇐  Kathrine Hiegl
John Lennon  ⇐  Jhon Lennon
Matt Damon  ⇐  Mat Damon
The Lord of the Rings  ⇐  Lord of teh Rings
Spider-Man  ⇐  spidrman
Star Wars  ⇐  Star War
Friends  ⇐  Friend
color  ⇐  colour
Theatre  ⇐  theater
Ocean's Eleven  ⇐  Ocean 11
Alan Cumming  ⇐  Alan Cummings
Harry Potter and the Philosopher's Stone  ⇐  Harry Poter and the Philosphers Stone
Forrest Gump  ⇐  Forest Gump
The Beatles  ⇐  Beetles
Cyndi Lauper  ⇐  Cindy Lauper
Christie Masters  ⇐  Christy Masters
Laurence Mark  ⇐  Lawrence Mark
Sofia Coppola  ⇐  Sophia Coppola
The Elephant Man  ⇐  elefant man
Saxophone  ⇐  Saxofone
Madonna  ⇐  Maddona
Beetlejuice  ⇐  Bettlejuice
Tomorrow  ⇐  Tommorow
Mahatma Gandhi  ⇐  Mahatma Ghandi
Buddha  ⇐  Bhudda
Braveheart  ⇐  Braveheard
The Shawshank Redemption  ⇐  shawshank retemption
Indiana Jones  ⇐  Indiana Jnes
Toy Story  ⇐  Toy Stoy
The Silence of the Lambs  ⇐  silence of the lams
Sex and the City  ⇐  Sex and the Cty
Time After Time  ⇐  time after tme
"""

SCRIPTS = """
Нет  ⇐  нет
Москва  ⇐  МОСКВА!  ·  Масква
это Москва  ⇐  это Москва
Ёлка  ⇐  елка
Αθήνα  ⇐  αθηνα
東京  ⇐  東京  ·  「東京」
トトロ  ⇐  ﾄﾄﾛ  ·  ととろ
ハリー・ポッター  ⇐  ハリーポッター
القاهِرة  ⇐  القاهرة
شكرًا  ⇐  شكرا
🦁  ⇐  🦁  ·  ||🦁||  ·  🦁!
❤️  ⇐  ❤
💅  ⇐  💅🏽
서울  ⇐  서울
हिन्दी  ⇐  हिन्दी
"""


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(DECORATED))
def test_decoration_says_nothing(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(LED_IN))
def test_a_lead_in_is_dropped_unless_it_belongs_to_the_answer(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(WITH_ANOTHER_ARTICLE))
def test_articles_do_not_count(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(JOINED_OR_SPLIT))
def test_hyphens_dots_and_spaces_do_not_count(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(AND))
def test_every_way_to_write_and_is_the_same(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(ACCENTED_OR_SHORTENED))
def test_accents_disguises_and_abbreviations_are_spelled_out(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(SYMBOLS))
def test_a_symbol_may_be_said_in_words(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(SLIPS))
def test_likely_slips_are_forgiven_in_longer_words(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize(("guess", "accepted"), parse_pairs(SCRIPTS))
def test_every_script_can_be_answered_in(guess: str, accepted: str) -> None:
    assert match_answer(guess, [accepted]) == accepted


@pytest.mark.parametrize("guess", ["Pa\u200bris\u200f", "\ufeffParis", "Ｐａｒｉｓ！", "\nParis\n"])
def test_invisible_characters_and_wide_letters_say_nothing(guess: str) -> None:
    assert match_answer(guess, ["Paris"]) == "Paris"


def test_composed_and_decomposed_accents_are_the_same() -> None:
    assert match_answer("Ame\u0301lie", ["Am\u00e9lie"]) == "Am\u00e9lie"


def test_blank_space_around_an_answer_does_not_make_it_too_long() -> None:
    assert match_answer(f"{' ' * 1000}Paris{chr(10) * 1000}", ["Paris"]) == "Paris"
