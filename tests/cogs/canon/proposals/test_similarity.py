"""Duplicates are found by the same page or similar words."""

from __future__ import annotations

from itertools import combinations

from cogs.canon.proposals.similarity import build_candidate, find_similar
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.schema import Fact, Question, Quote

OLD = build_candidate(
    "fact", ["The harbour lantern is made of rice paper."], ["https://lamp.example/a"]
)._replace(name="the old one")


def alike(text: str, *links: str, kind: str = "fact") -> list[tuple[int, bool]]:
    found = find_similar(build_candidate(kind, [text], links), [OLD])
    return [(one.percent, one.is_same_page) for one in found]


def test_the_same_words_are_found_whatever_their_case_and_marks() -> None:
    assert alike("the HARBOUR lantern, is made of rice-paper") == [(100, False)]


def test_nearly_the_same_words_are_found_in_another_order_too() -> None:
    for text in (
        "The harbour lantern was made of rice paper.",
        "Made of rice paper is the harbour lantern.",
        "The harbour lantern is made of rice paper, and it burns well in the wind.",
    ):
        [(percent, is_same_page)] = alike(text)
        assert 78 <= percent <= 100
        assert not is_same_page


def test_other_words_and_other_kinds_are_not() -> None:
    assert alike("The harbour is deep.") == []
    assert alike("The harbour lantern is made of rice paper.", kind="quote") == []


def test_the_same_page_is_found_under_other_words_of_any_kind() -> None:
    assert alike("Something else.", "http://www.lamp.example/a/?utm_source=x") == [(0, True)]
    assert alike("Something else.", "https://lamp.example/a#b", kind="news") == [(0, True)]
    assert alike("Something else.", "https://lamp.example/b") == []


def test_the_likest_comes_first() -> None:
    others = [
        build_candidate("fact", [text], []) for text in ("Lamps hum at night", "Lamps hum at nine")
    ]
    found = find_similar(build_candidate("fact", ["Lamps hum at nine."], []), others)
    assert [one.candidate for one in found] == [others[1], others[0]]


def test_entries_of_the_bundled_pack_are_hardly_ever_taken_for_each_other() -> None:
    pack = load_pack(BUNDLED_PACK)
    pairs = mistaken = 0
    for model in (Quote, Fact, Question):
        texts = [
            " ".join(one.runs) if isinstance(one, Quote) else one.text
            for one in pack.list_by_kind(model.kind)
            if isinstance(one, Quote | Fact | Question)
        ]
        for one, other in combinations(texts, 2):
            pairs += 1
            found = find_similar(
                build_candidate(model.kind, [one], []), [build_candidate(model.kind, [other], [])]
            )
            mistaken += bool(found)
    assert mistaken / pairs < 0.002
