"""Resolving dates: none is more precise than its words, or guessed without the article's date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.dates import PartialDate
from tests.seeds.drafting.extraction import draft_text, find_dates, list_date_doubts

HEADER = "date 2024-09-12 "
"""The article's date, a Thursday."""


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It opened on 31 January 2024.", {"31 January 2024": "2024-01-31"}),
        ("It opened on January 31st, 2024.", {"January 31st, 2024": "2024-01-31"}),
        ("It opened on the 4th of July 1999.", {"4th of July 1999": "1999-07-04"}),
        ("It opened on 2024-01-31.", {"2024-01-31": "2024-01-31"}),
        ("It opened on 2024/01/31.", {"2024/01/31": "2024-01-31"}),
        ("It opened on 25/12/2024.", {"25/12/2024": "2024-12-25"}),
        ("It opened on 12.25.2024.", {"12.25.2024": "2024-12-25"}),
        ("It opened on 5-5-2024.", {"5-5-2024": "2024-05-05"}),
        ("It opened on 31/02/2024.", {"31/02/2024": None}),
        ("It opened on 25/13/2024.", {"25/13/2024": None}),
        ("It opened on 03/04/2024.", {"03/04/2024": "2024"}),
        ("It won 3/4 of 2024.", {"2024": "2024"}),
        ("It opened on 28 Apr 2022.", {"28 Apr 2022": "2022-04-28"}),
        ("It opened on 28-Apr-2022.", {"28-Apr-2022": "2022-04-28"}),
        ("It opened Mar 28, 2022.", {"Mar 28, 2022": "2022-03-28"}),
        ("It opened in mid-March 2024.", {"March 2024": "2024-03"}),
        ("It ran from March to May 2024.", {"March": "2024-03", "May 2024": "2024-05"}),
        ("It ran March–May 2024.", {"March": "2024-03", "May 2024": "2024-05"}),
        ("It ran March-May 2024.", {"March": "2024-03", "May 2024": "2024-05"}),
        ("It ran from November to May 2024.", {"November": "2023-11", "May 2024": "2024-05"}),
        (
            "It ran from 3 March to 5 April 2023.",
            {"3 March": "2023-03-03", "5 April 2023": "2023-04-05"},
        ),
        ("It ran from May 3 through June 2021.", {"May 3": "2021-05-03", "June 2021": "2021-06"}),
        ("It is on page 1984, in Room 1989, see p. 1990.", {}),
        ("It rained on the last night and the last Friday of her last summer.", {}),
        ("It opened in Sept. 2019.", {"Sept. 2019": "2019-09"}),
        ("It opened in June of 2022.", {"June of 2022": "2022-06"}),
        ("It opened about 1988.", {"1988": "1988~"}),
        ("It opened in 1988 and shut in 1990.", {"1988": "1988", "1990": "1990"}),
        ("It opened in spring 2016.", {"spring 2016": "2016"}),
        ("It opened in the second quarter of 2025.", {"second quarter of 2025": "2025"}),
        ("It ran from June 8–10, 2017.", {"June 8–10, 2017": "2017-06-10"}),
        ("It ran in the 1990s and the ’80s.", {}),
        ("It seats 2000 people and cost $1999 or 2,016 euros.", {}),
        ("It was seen in Ash Wednesday Girls and on the Today show.", {}),
        ("They may march in may.", {}),
        ("It opened on 31 February 2024.", {"31 February 2024": None}),
    ],
)
def test_a_complete_date_needs_no_context(text: str, dates: dict[str, str | None]) -> None:
    assert find_dates(text) == dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It opened yesterday.", "2024-09-11"),
        ("It opened last night.", "2024-09-11"),
        ("It opens tomorrow.", "2024-09-13"),
        ("It opened two days ago.", "2024-09-10"),
        ("It opened three weeks ago.", "2024-08~"),
        ("It opened two months ago.", "2024-07~"),
        ("It opened twenty-five years ago.", "1999~"),
        ("It opened a decade ago.", "2014~"),
        ("It opened a few years ago.", None),
        ("It opened last year.", "2023"),
        ("It opens next year.", "2025"),
        ("It opened earlier this year.", "2024"),
        ("It opened last month.", "2024-08"),
        ("It opens next month.", "2024-10"),
        ("It opened last week.", "2024-09"),
        ("It opened over the weekend.", "2024-09"),
        ("It opened on Tuesday.", "2024-09-10"),
        ("It will open on Tuesday.", "2024-09-17"),
        ("It will be held on Tuesday.", "2024-09-17"),
        ("The lamps will be sold on 4 July.", "2025-07-04"),
        ("It opened on Thursday.", "2024-09"),
        ("It opened last Friday.", "2024-09-06"),
        ("It opened last Wednesday.", "2024-09"),
        ("It opens next Friday.", "2024-09"),
        ("A week late, Wednesday.", None),
        ("It opened in June.", "2024-06"),
        ("It opened in November.", "2023-11"),
        ("It will open in June.", "2025-06"),
        ("It is expected to open in November.", "2024-11"),
        ("A long wait until November.", None),
        ("It opened last November.", "2023-11"),
        ("It opened last March.", None),
        ("It opened this June.", "2024-06"),
        ("It opens this June.", None),
        ("It opens this December.", "2024-12"),
        ("It opened this spring.", "2024"),
        ("It opens this spring.", None),
        ("It opened on July 4.", "2024-07-04"),
        ("It opens on 4 July.", "2025-07-04"),
        ("It opened on Thursday, July 4.", "2024-07-04"),
        ("It opened on Tuesday, July 4.", "2023-07-04"),
        ("It opened on Sunday, July 4.", None),
        ("It opened on February 29.", "2024-02-29"),
        ("It opened on February 30.", None),
        ("It will open next spring.", "2025"),
        ("It opened last spring.", None),
        ("It opened last summer.", None),
        ("It will open in the second quarter next year.", "2025"),
        ("It opened a week later.", None),
    ],
)
def test_relative_dates_are_resolved_against_the_articles_date(text: str, date: str | None) -> None:
    assert list(find_dates(HEADER + text).values()) == [date]


@pytest.mark.parametrize(
    "words", ["yesterday", "in June", "on Tuesday", "last year", "on July 4", "two weeks ago"]
)
def test_relative_dates_without_the_articles_date_stay_open_with_a_reason(words: str) -> None:
    text = f"It opened {words}."

    assert list(find_dates(text).values()) == [None]
    assert list_date_doubts(text) == ["it needs the article's own date, and the article has none"]


@pytest.mark.parametrize(
    ("words", "date"), [("yesterday", None), ("last year", "2023"), ("in June", "2024-06")]
)
def test_an_article_with_only_a_month_resolves_what_needs_no_day(
    words: str, date: str | None
) -> None:
    assert list(find_dates(f"date 2024-09 It opened {words}.").values()) == [date]


def test_a_week_in_two_months_gives_only_the_year() -> None:
    assert find_dates("date 2024-10-08 It opened last week.") == {"last week": "2024"}
    assert list_date_doubts("date 2025-01-07 It opened last week.") == [
        "it doesn't say which day of that week, so it's between 2024-12-30 and 2025-01-05"
    ]


def test_both_ends_of_a_range_are_dates() -> None:
    events = draft_text("It ran between 3 and 21 August 2015.").events

    assert [str(event.date) for event in events] == ["2015-08-03", "2015-08-21"]


def test_in_speech_relative_dates_stay_open_and_complete_ones_do_not() -> None:
    text = f"{HEADER}“We met in 2001 and open next year,” said Tom Bell."

    assert find_dates(text) == {"2001": "2001", "next year": None}
    assert list_date_doubts(text) == [
        "it's inside a quote",
        "it's inside a quote, so it counts from the day of the quote",
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("It opened in late 2019.", "a date can't hold “late 2019”"),
        ("It won at Expo 2019.", "the year may be part of a name"),
        ("It opened on Friday, 31 January 2024.", "it wasn't a Friday"),
        (f"{HEADER}It opens today.", "“today” may just mean these days"),
        ("It opened in spring 2016.", "a date can't hold “spring”, so this is only the year"),
    ],
)
def test_what_a_date_cannot_express_is_a_doubt(text: str, doubt: str) -> None:
    assert list_date_doubts(text)[0].startswith(doubt)


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_the_first_and_last_year_of_the_calendar_do_not_crash(year: str) -> None:
    words = "It opened last year, last month, last week, 50 years ago, and in June. "
    after = "It will open tomorrow, next year, next month, next week, on Monday and on July 4."

    assert len(find_dates(f"date {year} {words}{after}")) >= 9


@given(
    day=st.dates(min_value=PartialDate(1700, 1, 1).first_day),
    text=st.sampled_from(
        ["last week", "last month", "three weeks ago", "a year ago", "in June", "over the weekend"]
    ),
)
def test_words_without_a_day_never_give_a_day(day: object, text: str) -> None:
    (event,) = draft_text(f"date {day} It opened {text}.").events

    assert event.date is None or event.date.day is None


def test_an_ambiguous_order_of_day_and_month_is_a_doubt() -> None:
    assert list_date_doubts("It opened on 03/04/2024.") == ["it may be 2024-03-04 or 2024-04-03"]


def test_abbreviated_months_and_the_last_night_count_from_the_articles_date() -> None:
    assert find_dates(f"{HEADER}It opened on Jul 4.") == {"Jul 4": "2024-07-04"}
    assert find_dates(f"{HEADER}It opened in Jul.") == {"Jul.": "2024-07"}
    assert find_dates(f"{HEADER}It opened last night.") == {"last night": "2024-09-11"}
    assert find_dates(f"{HEADER}It opened on the last night of May 2023.") == {
        "May 2023": "2023-05"
    }
