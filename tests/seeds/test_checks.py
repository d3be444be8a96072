"""Every kind of mistake an author can make is named, with its file and entry, all in one run."""

from __future__ import annotations

import time

import pytest

from seeds.validation.entry_rules import PLACEHOLDER
from tests.packs.pack_on_disk import PackOnDisk, TextChange

LETTER_SOURCE = '"source.lamp-letter"'
REFERENCES: list[tuple[TextChange, str]] = [
    (
        ("event.first-light", "source.lamp-post", "source.gone"),
        "event.first-light: refers to source.gone, which is not in the pack",
    ),
    (
        ("event.second-season-hinted", "quote.more-to-tell", "quote.gone"),
        "event.second-season-hinted: refers to quote.gone, which is not in the pack",
    ),
    (
        ("quote.more-to-tell", 'sources = ["source.lamp-letter"]', 'sources = ["source.gone"]'),
        "quote.more-to-tell: refers to source.gone, which is not in the pack",
    ),
    (
        ("status.hinted", 'sources = ["source.lamp-letter"]', 'sources = ["source.gone"]'),
        "status.hinted: refers to source.gone, which is not in the pack",
    ),
    (
        ("question.lamp-maker", "fact.ida-plays-vera", "fact.gone"),
        "question.lamp-maker: refers to fact.gone, which is not in the pack",
    ),
    (
        ("source.lamp-letter", "title", 'based_on = ["source.gone"]\ntitle'),
        "source.lamp-letter: refers to source.gone, which is not in the pack",
    ),
    (
        ("fact.ida-plays-vera", "source.lamp-post", "event.first-light"),
        "fact.ida-plays-vera: names event.first-light where a source belongs",
    ),
    (
        ("status.hinted", "event.second-season-hinted", "quote.never-dark"),
        "status.hinted: names quote.never-dark where an event belongs",
    ),
    (
        ("status.hinted", 'quotes = ["quote.more-to-tell"]', 'quotes = ["event.first-light"]'),
        "status.hinted: names event.first-light where a quote belongs",
    ),
]


@pytest.mark.parametrize(("change", "expected"), REFERENCES)
def test_references_have_to_lead_to_an_entry_of_the_right_kind(
    pack: PackOnDisk, change: TextChange, expected: str
) -> None:
    assert pack.problems_after(change) == [f"entries.toml: {expected}"]


def test_a_reference_to_a_faulty_entry_is_not_called_dangling(pack: PackOnDisk) -> None:
    problems = pack.problems_after(("source.lamp-post", "publisher", "publsher"))

    assert problems == ["entries.toml: unknown key “publsher”, did you mean publisher?"]


def a_source(name: str, *based_on: str) -> str:
    bases = ", ".join(f'"source.{base}"' for base in based_on)
    where = f'title = "{name}"\nreference = "Issue 1"\nbased_on = [{bases}]'
    return f'[[source]]\nid = "source.{name}"\n{where}\n'


@pytest.mark.parametrize(
    ("sources", "circles"),
    [
        ({"a": "a"}, ["a: refers to itself: a → a"]),
        ({"a": "b", "b": "a"}, ["a: refers to itself: a → b → a"]),
        ({"a": "b", "b": "c", "c": "b"}, ["b: refers to itself: b → c → b"]),
        (
            {"hub": "a b", "a": "hub", "b": "hub"},
            ["hub: refers to itself: hub → a → hub", "hub: refers to itself: hub → b → hub"],
        ),
        (
            {"a": "b f", "b": "c", "c": "b", "f": "a"},
            ["a: refers to itself: a → f → a", "b: refers to itself: b → c → b"],
        ),
        ({"a": "b c", "b": "d", "c": "d", "d": ""}, []),
    ],
)
def test_each_circle_of_references_is_told_once_at_an_entry_on_it(
    pack: PackOnDisk, sources: dict[str, str], circles: list[str]
) -> None:
    for name, bases in sources.items():
        pack.add(a_source(name, *bases.split()))

    shown = [line.replace("source.", "") for line in pack.find_problems()]

    assert shown == [f"entries.toml: {circle}" for circle in circles]


def test_a_long_chain_of_references_is_no_circle(pack: PackOnDisk) -> None:
    for number in range(1500):
        pack.add(a_source(f"n{number}", f"n{number + 1}"))
    pack.add(a_source("n1500"))

    assert pack.find_problems() == []


def test_an_id_used_twice_is_told_at_both_places(pack: PackOnDisk) -> None:
    again = '[[source]]\nid = "source.lamp-post"\ntitle = "Again"\nreference = "Issue 2"'
    pack.add(again, file="more.toml")

    assert pack.find_problems() == [
        "entries.toml: source.lamp-post: this id is used 2 times",
        "more.toml: source.lamp-post: this id is used 2 times",
    ]


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        ("event.first-light", "lamp-post"),
        ("fact.ida-plays-vera", "lamp-post"),
        ("status.writing", "lamp-letter"),
        ("question.lamp-maker", "lamp-post"),
        ("quote.never-dark", "lamp-letter"),
    ],
)
@pytest.mark.parametrize("way", ["empty", "absent"])
def test_every_entry_has_to_cite_a_source(
    pack: PackOnDisk, entry: str, source: str, way: str
) -> None:
    instead = "sources = []\n" if way == "empty" else ""
    problems = pack.problems_after((entry, f'sources = ["source.{source}"]\n', instead))

    assert problems == [f"entries.toml: {entry}: cites no source"]


def test_a_variant_has_to_be_printed_by_somebody(pack: PackOnDisk) -> None:
    problems = pack.problems_after(
        ("quote.more-to-tell", f"sources = [{LETTER_SOURCE}]", "sources = []")
    )

    assert problems == ["entries.toml: quote.more-to-tell: has a variant that no source printed"]


NAMES: list[tuple[TextChange, str]] = [
    (
        ("fact.ida-plays-vera", '["ida-holm"]', '["ida-hom"]'),
        "fact.ida-plays-vera: person ida-hom is not in pack.toml",
    ),
    (
        ("fact.ida-plays-vera", 'performer = "ida-holm"', 'performer = "ida"'),
        "fact.ida-plays-vera: person ida is not in pack.toml",
    ),
    (
        ("quote.never-dark", '"per-lund"', '"per"'),
        "quote.never-dark: person per is not in pack.toml",
    ),
    (
        ("event.first-light", '["cast"]', '["crew"]'),
        "event.first-light: topic crew is not in pack.toml",
    ),
    (
        ("event.first-light", 'date = "2019', 'dat = "2019'),
        "unknown key “dat”, did you mean date?",
    ),
    (
        ("source.lamp-post", "title", 'url = "lamp-post.example"\ntitle'),
        "url: “lamp-post.example” is not an address: start with https:// and leave out spaces",
    ),
    (
        ("source.lamp-post", "title", 'url = "https://lamp.example/>x"\ntitle'),
        "url: “https://lamp.example/>x” is not an address: start with https://",
    ),
    (
        ("source.lamp-post", "title", f'url = "https://lamp.example/{"x" * 500}"\ntitle'),
        "url has 521 characters; the limit is 500",
    ),
]


@pytest.mark.parametrize(("change", "expected"), NAMES)
def test_misspelt_names_and_keys_are_errors(
    pack: PackOnDisk, change: TextChange, expected: str
) -> None:
    assert any(line.startswith(f"entries.toml: {expected}") for line in pack.problems_after(change))


def test_the_most_similar_id_or_slug_is_suggested(pack: PackOnDisk) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.lamp-pst")
    pack.change("status.writing", '"writing"', '"writting"')
    pack.change("fact.ida-plays-vera", '["ida-holm"]', '["ida-hom"]')

    assert pack.find_located_problems() == [
        "entries.toml:23: event.first-light: refers to source.lamp-pst, which is not in the pack, "
        "did you mean source.lamp-post?",
        "entries.toml:41: fact.ida-plays-vera: person ida-hom is not in pack.toml, did you mean "
        "ida-holm?",
        "entries.toml:90: status.writing: writting isn't a stage of this pack, did you mean "
        "writing?",
    ]


def test_an_entry_under_the_wrong_heading_is_named(pack: PackOnDisk) -> None:
    pack.add('[[source]]\nid = "fact.radio"\ntitle = "Lamps on air"\nreference = "May 2020"')

    (problem,) = pack.find_problems()

    assert problem == (
        "entries.toml: fact.radio: is under [[source]], so its id must start with source."
    )


def test_what_a_draft_left_to_fill_in_is_named(pack: PackOnDisk) -> None:
    left = pack.problems_after(
        ("source.lamp-post", "Ida Holm on what comes next", PLACEHOLDER),
        ("event.first-light", "The series opened with two episodes in one evening.", PLACEHOLDER),
        ("quote.more-to-tell", "to The Lamp Post", PLACEHOLDER),
    )

    assert left == [
        "entries.toml: source.lamp-post: title still has to be filled in",
        "entries.toml: event.first-light: text still has to be filled in",
        "entries.toml: quote.more-to-tell: occasion still has to be filled in",
    ]


def test_everything_wrong_is_told_in_one_run_sorted_by_file_and_line(pack: PackOnDisk) -> None:
    (pack.folder / "broken.toml").write_text("[[", "utf-8")
    (pack.folder / "more.toml").write_text('[[movie]]\nid = "movie.lamp"', "utf-8")
    pack.change("paper-lantern", "motto", "moto", file="pack.toml")
    expected = pack.problems_after(
        ("source.lamp-letter", "title", 'based_on = ["source.lamp-letter"]\ntitle'),
        ("event.first-light", '"2019-10-01"', '"2019-13"'),
        ("event.second-season-hinted", '"quote.more-to-tell"', '"quote.gone"'),
        ("fact.ida-plays-vera", 'sources = ["source.lamp-post"]', ""),
        ("quote.never-dark", "It was never dark", "dark " * 100),
        ("question.lamp-maker", "Per Lund", "Ida Holm"),
    )

    assert [line[:45] for line in expected] == [
        "broken.toml: cannot be read as TOML: a key ca",
        "entries.toml: source.lamp-letter: refers to i",
        "entries.toml: date: there is no month 13",
        "entries.toml: event.second-season-hinted: ref",
        "entries.toml: fact.ida-plays-vera: cites no s",
        "entries.toml: quote.never-dark: quotes 513 ch",
        "entries.toml: question.lamp-maker: distractor",
        "more.toml: unknown kind of entry “movie”: wri",
        "pack.toml: motto is missing",
        "pack.toml: unknown key “moto”, did you mean m",
    ]


def write_facts(pack: PackOnDisk, count: int, source: str = "source.lamp-post") -> None:
    """Add a file with many facts, one of ten with a faulty key."""
    (pack.folder / "facts.toml").write_text(
        "\n".join(
            f'[[fact]]\nid = "fact.n{number}"\ntext = "Lamp {number}"\ntopics = ["cast"]\n'
            f'people = ["ida-holm"]\nsources = ["{source.format(number)}"]\n'
            + ("catagory = 1\n" if number % 10 == 0 else "")
            for number in range(count)
        ),
        "utf-8",
    )


@pytest.mark.parametrize("source", ["source.lamp-post", "source.gone-{}"])
def test_the_time_of_a_check_grows_with_the_pack_and_no_faster(
    pack: PackOnDisk, source: str
) -> None:
    def measure(count: int) -> float:
        write_facts(pack, count, source)
        start = time.process_time()
        assert len(pack.find_located_problems()) >= count // 10
        return time.process_time() - start

    measure(100)  # imports what checks import late

    assert measure(8_000) < 8 * measure(2_000)
