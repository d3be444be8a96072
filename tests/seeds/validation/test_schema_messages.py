"""What the schema refuses is said in plain words, with its line and the nearest valid name."""

from __future__ import annotations

import re
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from seeds.loader import parse_pack
from seeds.pack import PackError
from tests.packs.pack_on_disk import ENTRIES, PackOnDisk, TextChange
from tests.world import TINY_PACK

PYDANTIC_WORDS = re.compile(
    r"Input should|Extra inputs|Field required|String should|Tuple|Value error|valid (string|tuple)"
    r"|extra_forbidden|datetime\.|pydantic",
    re.IGNORECASE,
)


MISTAKES: list[tuple[TextChange, int, str]] = [
    (
        ("event.first-light", "category", "catagory"),
        20,
        "unknown key “catagory”, did you mean category?",
    ),
    (
        ("event.first-light", "category", "zzz"),
        20,
        "unknown key “zzz”: write id, origin, disputed, sources, date, title, text, category, "
        "topics, people, quotes, certainty, date_disputed, question, short_title, trivia or "
        "settles",
    ),
    (
        ("event.first-light", '"release"', '"relese"'),
        20,
        "category cannot be “relese”, did you mean release? It can also be birth, stage, screen, "
        "news, interview, appearance or writing",
    ),
    (
        ("question.lamp-maker", '"easy"', '"trivial"'),
        102,
        "difficulty cannot be “trivial”: write easy, medium or hard",
    ),
    (
        ("question.lamp-maker", '"easy"', "3"),
        102,
        "difficulty cannot be a number: write easy, medium or hard",
    ),
    (("question.lamp-maker", '["Ida Holm"]', "[]"), 100, "answers is empty: name at least one"),
    (
        ("question.lamp-maker", '["Ida Holm"]', '"Ida Holm"'),
        100,
        "answers must be a list in brackets, not text",
    ),
    (
        ("question.lamp-maker", '["Ida Holm"]', "[7]"),
        100,
        "each of answers must be text in quotation marks, not a number",
    ),
    (
        ("event.first-light", 'title = "Paper', 'title = 1 #"'),
        18,
        "title must be text in quotation marks, not a number",
    ),
    (("event.first-light", "Paper Lantern is first shown", " "), 18, "title is empty"),
    (
        ("event.first-light", "Paper Lantern is first shown", "x" * 240),
        18,
        "title has 240 characters; the limit is 200",
    ),
    (
        ("event.first-light", "topics", "date_disputed = 'maybe'\ntopics"),
        21,
        "date_disputed must be true or false, not text",
    ),
    (("event.first-light", 'title = "Paper', '# "'), 16, "title is missing"),
    (
        ("event.first-light", '"cast"', '"The Cast"'),
        21,
        "each of topics: “The Cast” is not a slug: write lowercase letters, digits and "
        "single hyphens, such as the-cast",
    ),
    (
        ("event.first-light", '"source.lamp-post"', '"lamp-post"'),
        23,
        "each of sources: “lamp-post” is not an id: write the kind, a period, and lowercase "
        "letters, digits and single hyphens, such as event.first-light",
    ),
    (
        ("fact.ida-plays-vera", "performer", "preformer"),
        42,
        "unknown key “preformer” in role, did you mean performer?",
    ),
    (
        ("fact.ida-plays-vera", "role = {", 'role = "Vera" # {'),
        42,
        "role must be a table with character, performer, production, not text",
    ),
    (
        ("status.hinted", 'outcome = "kept"', 'outcome = "keept"'),
        83,
        "promises.outcome cannot be “keept”, did you mean kept? It can also be broken, slipped, "
        "open or unknown",
    ),
    (
        ("status.hinted", 'outcome = "kept"', "events = []"),
        83,
        "events does not belong in promises: write it above the first promises",
    ),
    (("status.hinted", 'outcome = "kept"', ""), 80, "promises.outcome is missing"),
    (
        ("quote.more-to-tell", "note = ", "not = "),
        58,
        "unknown key “not” in variants, did you mean note?",
    ),
    (
        ("quote.more-to-tell", 'continued = ["so much more."]', 'continued = "so much more."'),
        56,
        "variants.continued must be a list in brackets, not text",
    ),
    (
        ("status.hinted", "stage = ", "stages = "),
        72,
        "unknown key “stages”, did you mean stage?",
    ),
]


@pytest.mark.parametrize(("change", "line", "expected"), MISTAKES)
def test_each_mistake_is_told_on_its_line(
    pack: PackOnDisk, change: TextChange, line: int, expected: str
) -> None:
    pack.change(*change)

    assert f"{ENTRIES}:{line}: {expected}" in pack.find_located_problems()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_lines_count_through_long_strings_and_both_kinds_of_line_ends(
    pack: PackOnDisk, line_end: str
) -> None:
    entry = '[[fact]]\nid = "fact.b"\ntext = """\n[[fact]]\n\nid"""\ntopic = ["cast"]\n'
    (pack.folder / "more.toml").write_bytes(entry.replace("\n", line_end).encode())

    assert "more.toml:7: unknown key “topic”, did you mean topics?" in pack.find_located_problems()


def test_of_two_entries_with_one_id_each_has_its_own_line(pack: PackOnDisk) -> None:
    entry = '[[fact]]\nid = "fact.twice"\nwords = "x"\n'
    (pack.folder / "more.toml").write_text(entry + entry, "utf-8")

    problems = [one for one in pack.find_located_problems() if "“words”" in one]

    assert [problem.split(":")[1] for problem in problems] == ["3", "6"]


def test_content_is_checked_although_another_entry_breaks_the_schema(pack: PackOnDisk) -> None:
    pack.change("event.first-light", "category", "catagory")
    pack.change("paper-lantern", "motto", "moto", file="pack.toml")
    pack.change("quote.never-dark", '"per-lund"', '"per"')
    pack.change("status.hinted", "event.second-season-hinted", "event.first-light")

    assert pack.find_located_problems() == [
        "entries.toml:16: category is missing",
        "entries.toml:20: unknown key “catagory”, did you mean category?",
        "entries.toml:62: quote.never-dark: person per is not in pack.toml",
        "pack.toml: motto is missing",
        "pack.toml:7: unknown key “moto”, did you mean motto?",
    ]


def test_a_broken_entry_still_takes_its_id(pack: PackOnDisk) -> None:
    pack.add('[[fact]]\nid = "fact.ida-plays-vera"\nwords = "x"')

    assert (
        "entries.toml:38: fact.ida-plays-vera: this id is used 2 times"
        in pack.find_located_problems()
    )


def test_what_is_under_an_unknown_heading_is_not_missed_elsewhere(pack: PackOnDisk) -> None:
    pack.change("source.lamp-letter", "[[event]]", "[[evnt]]")

    assert pack.find_located_problems() == [
        "entries.toml:15: unknown kind of entry “evnt”, did you mean event?"
    ]


def test_topics_without_a_list_of_them_are_not_called_unknown(pack: PackOnDisk) -> None:
    (pack.folder / "pack.toml").write_text('title = "Lamps"\ntopics = "cast"', "utf-8")

    problems = pack.find_located_problems()

    assert "pack.toml:2: topics must be a list in brackets, not text" in problems
    assert not any("entries.toml" in one for one in problems)


values = st.recursive(
    st.text(max_size=5) | st.integers(0, 9) | st.booleans() | st.dates() | st.floats(0, 1),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
KEYS = ["id", "text", "topics", "people", "sources", "role", "promises", "variants", "date", "said"]
entries = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), values, max_size=6)
MANIFEST = (TINY_PACK / "pack.toml").read_text("utf-8")


@given(st.sampled_from(["source", "event", "fact", "quote", "status", "question"]), entries)
def test_whatever_stands_in_an_entry_each_sentence_is_plain_and_has_a_line(
    kind: str, entry: dict[str, Any]
) -> None:
    text = f"{MANIFEST}\n{tomli_w.dumps({kind: [entry]})}"

    with pytest.raises(PackError) as caught:
        parse_pack("pack.toml", text.encode())

    for problem in caught.value.problems:
        assert problem.line is not None
        assert problem.line > MANIFEST.count("\n")
        assert not PYDANTIC_WORDS.search(problem.message)
        assert "None" not in problem.message.replace("“None”", "")
