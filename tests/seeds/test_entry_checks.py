"""What is impossible, unfair or too long within one entry of a pack."""

from __future__ import annotations

import pytest

from seeds.loader import load_pack
from tests.packs.pack_on_disk import ENTRIES, PackOnDisk, TextChange

DATES: list[tuple[TextChange, str]] = [
    (
        ("event.first-light", '"2019-10-01"', '"2019-02-29"'),
        "date: 2019-02 has no day 29",
    ),
    (
        ("event.first-light", '"2019-10-01"', "2019-10-01"),
        "date: write it as text, in quotation marks, like “2025-01-29”, not 2019-10-01",
    ),
    (
        ("source.lamp-post", '"2020-05-04"', "2020-05-04"),
        "published: write it as text, in quotation marks, like “2025-01-29”, not 2020-05-04",
    ),
    (
        ("source.lamp-post", '"2020-05-04"', "2020"),
        "published: write it as text, in quotation marks, like “2025-01-29”, not 2020",
    ),
    (
        ("source.lamp-letter", "2021-03/2021-06", "2021-06/2021-03"),
        "published: the interval 2021-06/2021-03 ends before it starts",
    ),
    (
        ("status.hinted", 'due = "2020"', 'due = "soon"'),
        "promises.due: “soon” is not a date: write 2017, 2022-06 or 2025-01-29, with ~ for about",
    ),
    (
        ("quote.more-to-tell", '"2020-05"', '"2020-06"'),
        "quote.more-to-tell: was said June 2020, after source.lamp-post printed it",
    ),
]


@pytest.mark.parametrize(("change", "expected"), DATES)
def test_impossible_dates_are_named(pack: PackOnDisk, change: TextChange, expected: str) -> None:
    assert pack.problems_after(change) == [f"entries.toml: {expected}"]


def test_words_may_be_said_in_the_month_in_which_they_were_printed(pack: PackOnDisk) -> None:
    assert pack.problems_after(("quote.more-to-tell", '"2020-05"', '"2020-05-04"')) == []
    assert len(pack.problems_after(("quote.more-to-tell", '"2020-05-04"', '"2020-05-05"'))) == 1


QUESTIONS: list[tuple[TextChange, str]] = [
    (("question.lamp-maker", '"Per Lund", ', ""), "a choice question needs 3 distractors, not 2"),
    (
        ("question.lamp-maker", '"Per Lund", ', '"Per Lund", "Per Dahl", '),
        "a choice question needs 3 distractors, not 4",
    ),
    (("question.lamp-maker", '"choice"', '"typed"'), "a typed question needs 0 distractors, not 3"),
    (("question.lamp-maker", "Vera Dahl", "per LUND!"), "two distractors are the same"),
    (
        ("question.lamp-maker", "Per Lund", "The Ída  Holm"),
        "distractor “The Ída  Holm” is also a right answer",
    ),
    (
        ("question.lamp-maker", '["Ida Holm"]', '["Ida Holm", "Per Lund"]'),
        "distractor “Per Lund” is also a right answer",
    ),
    (
        ("question.lamp-maker", "Per Lund", "Idaa Holm"),
        "distractor “Idaa Holm” is also a right answer, as “Ida Holm”",
    ),
    (
        ("question.lamp-maker", '["Ida Holm"]', '["Ida Holm", "The Lamp-Maker"]'),
        "the answer “The Lamp-Maker” appears in the question",
    ),
    (("question.lamp-maker", '"cast"', '"crew"'), "topic crew is not in pack.toml"),
]


@pytest.mark.parametrize(("change", "expected"), QUESTIONS)
def test_questions_have_to_be_fair(pack: PackOnDisk, change: TextChange, expected: str) -> None:
    assert pack.problems_after(change) == [f"entries.toml: question.lamp-maker: {expected}"]


def test_an_answer_inside_a_longer_word_does_not_give_it_away(pack: PackOnDisk) -> None:
    assert pack.problems_after(("question.lamp-maker", '["Ida Holm"]', '["Ida Holm", "lam"]')) == []


@pytest.mark.parametrize(("length", "is_too_long"), [(500, False), (501, True)])
def test_a_quote_over_its_length_is_named(pack: PackOnDisk, length: int, is_too_long: bool) -> None:
    expected = f"entries.toml: quote.never-dark: quotes {length} characters; the limit is 500"
    problems = pack.problems_after(
        ("quote.never-dark", "It was never dark on that set.", "x" * length)
    )

    assert problems == ([expected] if is_too_long else [])


def test_the_continuation_of_a_printing_counts_into_its_length(pack: PackOnDisk) -> None:
    problems = pack.problems_after(("quote.more-to-tell", '"so much more."', f'"{"y" * 490}"'))

    assert problems == ["entries.toml: quote.more-to-tell: quotes 517 characters; the limit is 500"]


def test_a_source_that_leads_nowhere_is_named(pack: PackOnDisk) -> None:
    document = ("source.lamp-post", 'document = "lamp_post.txt"\n', "")
    problem = "source.lamp-post: leads nowhere: give it a url, a document or a reference"
    assert pack.problems_after(document) == [f"entries.toml: {problem}"]


@pytest.mark.parametrize(
    "line",
    [
        'url = "https://lamp.example/ida"',
        'reference = "The Lamp Post, issue of May 4, 2020, page 3"',
        'origin = "guild"',
    ],
)
def test_a_source_may_be_an_address_a_printed_issue_or_a_members_word(
    pack: PackOnDisk, line: str
) -> None:
    assert pack.problems_after(("source.lamp-post", 'document = "lamp_post.txt"', line)) == []


def test_a_disputed_date_says_what_the_sources_give(pack: PackOnDisk) -> None:
    marked = ("event.first-light", "topics = ", "date_disputed = true\ntopics = ")
    problem = "has a disputed date, so disputed has to say what each source says"
    assert pack.problems_after(marked) == [f"entries.toml: event.first-light: {problem}"]


@pytest.mark.parametrize(
    ("as_of", "is_to_come"),
    [("2026-01-01", False), ("2026-01", False), ("2026", False), ("2026-01-02", True)],
)
def test_a_status_is_not_as_of_a_day_still_to_come(
    pack: PackOnDisk, as_of: str, is_to_come: bool
) -> None:
    problems = pack.problems_after(("status.writing", '"2021-03"', f'"{as_of}"'))

    when = "January 2, 2026, which is in the future: today is January 1, 2026"
    assert problems == ([f"entries.toml: status.writing: is as of {when}"] if is_to_come else [])


def test_dated_has_its_date(pack: PackOnDisk) -> None:
    dated = ("status.writing", 'stage = "writing"', 'stage = "dated"')
    problem = "is dated, so release_date has to say which date was announced"
    assert pack.problems_after(dated) == [f"entries.toml: status.writing: {problem}"]
    assert load_pack(pack.folder).entries, "packs of before there was the rule still load"
    with_date = ("status.writing", 'stage = "dated"', 'stage = "dated"\nrelease_date = "2027-03"')
    assert pack.problems_after(with_date) == []


@pytest.mark.parametrize(
    ("status", "promise", "problem"),
    [
        ("status.hinted", "Writing starts within the year", None),
        (
            "status.hinted",
            "Writing starts",
            "settles “Writing starts”, which status.hinted does not promise",
        ),
        (
            "status.hint",
            "Writing starts",
            "refers to status.hint, which is not in the pack, did you mean status.hinted?",
        ),
        ("fact.ida-plays-vera", "It", "names fact.ida-plays-vera where a status belongs"),
    ],
)
def test_an_event_settles_a_promise_of_a_status(
    pack: PackOnDisk, status: str, promise: str, problem: str | None
) -> None:
    settlement = f'{{ status = "{status}", promise = "{promise}", outcome = "kept" }}'
    change = ("event.first-light", "topics = ", f"settles = [{settlement}]\ntopics = ")
    expected = [f"entries.toml: event.first-light: {problem}"] if problem else []
    assert pack.problems_after(change) == expected


def test_an_interval_says_how_it_is_known(pack: PackOnDisk) -> None:
    pack.change("source.lamp-letter", "dating = ", "# dating = ")

    problem = "has an interval for a date, so dating has to say how you know it"
    assert pack.find_located_problems() == [f"entries.toml:11: source.lamp-letter: {problem}"]


def test_a_pack_without_entries_is_told_how_to_begin(pack: PackOnDisk) -> None:
    (pack.folder / ENTRIES).unlink()

    assert pack.find_problems() == [
        "pack.toml: describes a pack with no entries: start with a [[source]] and what it says"
    ]
    assert load_pack(pack.folder).entries == {}


def test_a_pack_that_breaks_only_later_rules_still_loads(pack: PackOnDisk) -> None:
    pack.change("source.lamp-post", 'document = "lamp_post.txt"\n', "")
    pack.change("source.lamp-letter", "dating = ", "# dating = ")
    pack.change("status.writing", '"2021-03"', '"2999"')
    pack.change("question.lamp-maker", "Per Lund", "Idaa Holm")
    assert len(pack.find_problems()) == 4
    assert load_pack(pack.folder).manifest.title


GENERATED: list[tuple[TextChange, str]] = [
    (
        ("event.first-light", "text =", 'question = "In which year was it?"\ntext ='),
        "event.first-light: question has to start with When did, When was or When were,"
        " and end with ?",
    ),
    (
        ("event.first-light", "text =", 'question = "When was the show of 2019?"\ntext ='),
        "event.first-light: question gives away a year, which is what members are asked",
    ),
    (
        ("event.first-light", "text =", 'short_title = "The 2019 premiere"\ntext ='),
        "event.first-light: short_title gives away a year, which is what members are asked",
    ),
    (
        ("quote.never-dark", "topics", 'sic = ["always"]\ntopics'),
        "quote.never-dark: sic has 'always', which has to be in words once",
    ),
    (
        ("quote.never-dark", "topics", 'ending = { missing = "at sea" }\ntopics'),
        "quote.never-dark: ending has 'at sea' missing, which has to be in the quote once,"
        " after its start",
    ),
    (
        ("quote.never-dark", "topics", 'ending = { missing = "set", instead = ["x"] }\ntopics'),
        "quote.never-dark: ending needs 3 wrong endings in instead, or none",
    ),
    (
        (
            "quote.never-dark",
            "topics",
            'ending = { missing = "set", instead = ["x", "y", "SET"] }\ntopics',
        ),
        "quote.never-dark: ending has two endings that are the same",
    ),
]


@pytest.mark.parametrize(("change", "expected"), GENERATED)
def test_what_entries_give_to_generated_questions_has_to_be_askable(
    pack: PackOnDisk, change: TextChange, expected: str
) -> None:
    assert pack.problems_after(change) == [f"entries.toml: {expected}"]


def test_roles_name_characters_and_productions_that_the_pack_lists(pack: PackOnDisk) -> None:
    pack.add('[[characters]]\nname = "Vera Dahl"\naliases = ["Vera"]', "pack.toml")
    pack.add('[[productions]]\nname = "Paper Lantern"\ntopic = "cast"', "pack.toml")
    assert pack.find_problems() == []
    role = ("fact.ida-plays-vera", 'character = "Vera"', 'character = "Verra"')
    production = ("fact.ida-plays-vera", "Paper Lantern", "Paper Lamp")
    assert pack.problems_after(role, production) == [
        "entries.toml: fact.ida-plays-vera: character Verra is not in pack.toml",
        "entries.toml: fact.ida-plays-vera: production Paper Lamp is not in pack.toml",
    ]


@pytest.mark.parametrize("wider", ["cast", "crew", "radio"])
def test_a_topic_is_within_one_that_is_within_no_other(pack: PackOnDisk, wider: str) -> None:
    pack.add('[[topics]]\nslug = "crew"\nname = "Crew"\nwithin = "cast"', "pack.toml")
    assert pack.find_problems() == []
    pack.add(f'[[topics]]\nslug = "lamps"\nname = "Lamps"\nwithin = "{wider}"', "pack.toml")
    problem = f"pack.toml: topics: {wider} is not a topic that is within no other"
    assert pack.find_problems() == ([] if wider == "cast" else [problem])


def test_a_manifest_lists_a_character_once_and_a_production_with_a_known_topic(
    pack: PackOnDisk,
) -> None:
    twice = '[[characters]]\nname = "Vera"\n[[characters]]\nname = "Vera Dahl"\naliases = ["Vera"]'
    pack.add(twice, "pack.toml")
    pack.add('[[productions]]\nname = "Paper Lantern"\ntopic = "crew"', "pack.toml")
    assert pack.find_problems() == [
        "pack.toml: characters: Vera is here 2 times",
        "pack.toml: productions: topic crew is not in topics",
    ]
