"""How people write does not count: case, accents, punctuation and markdown go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.folding import contains_words, fold, strip_article

SPELLINGS = "abk àÅéñßøŁİıŒÆ жЁй ぬガ한 012３ '’&_*-.…|~\t"
WORDS = st.lists(st.sampled_from(["a", "an", "the", "ant", "theory", "lamp"]), max_size=5)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Paper Lantern", "paper lantern"),
        ("  paper \t\n lantern  ", "paper lantern"),
        ("King’s Cross!", "kings cross"),
        ("rock'n'roll", "rocknroll"),
        ("Café Zoë Ångström", "cafe zoe angstrom"),
        ("salt & pepper", "salt and pepper"),
        ("salt ＆ pepper", "salt and pepper"),
        ("**bold** _word_ ||spoiler||", "bold word spoiler"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ＦＵＬＬ width", "full width"),
        ("Привет, Ёж", "привет еж"),
        ("東京タワー", "東京たわー"),
        ("ガラス", "がらす"),
        ("हिन्दी", "हिन्दी"),
        ("한국어", "한국어"),
        ("29-6-2022", "29 6 2022"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_text_folds_to_plain_words(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_folded_text_is_words_with_single_blanks(written: str) -> None:
    folded = fold(written)

    assert folded == " ".join(folded.split())
    assert not set(folded) & set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”‘’…")


@given(st.text(SPELLINGS, max_size=40))
def test_shouting_makes_no_difference_and_folding_twice_neither(written: str) -> None:
    assert fold(written.upper()) == fold(written.lower()) == fold(fold(written))


@pytest.mark.parametrize(
    ("folded", "bare"),
    [
        ("the lamp", "lamp"),
        ("a lamp", "lamp"),
        ("an ant", "ant"),
        ("the the", "the"),
        ("theory", "theory"),
        ("the", "the"),
        ("a", "a"),
    ],
)
def test_one_leading_article_does_not_count(folded: str, bare: str) -> None:
    assert strip_article(folded) == bare


@given(WORDS)
def test_losing_an_article_never_loses_everything(words: list[str]) -> None:
    bare = strip_article(" ".join(words)).split()

    assert bool(bare) == bool(words)
    assert bare in (words, words[1:])


@given(WORDS, WORDS)
def test_words_are_found_whole_and_in_order(haystack: list[str], needle: list[str]) -> None:
    width = len(needle)
    runs = [haystack[start : start + width] for start in range(len(haystack))]

    found = contains_words(" ".join(haystack), " ".join(needle))

    assert found == (bool(needle) and needle in runs)
