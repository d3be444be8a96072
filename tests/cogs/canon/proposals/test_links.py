"""Links are stored with their real host, and all links to one page have the same key."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.canon.drafts.models import FactDraft
from cogs.canon.proposals.errors import FieldError
from cogs.canon.proposals.links import parse_link
from seeds.dates import PartialDate
from seeds.page_keys import get_page_key

HARMLESS = re.compile(r"https://[a-z0-9.:-]+(?:[/?#][!-~]*)?")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        ("  ", None),
        ("https://variety.com/a", "https://variety.com/a"),
        (" <HTTPS://Variety.com/A?b=1#c> ", "https://variety.com/A?b=1#c"),
        ("https://variety.com:443/a", "https://variety.com/a"),
        ("https://en.example.org/Romy_(film)", "https://en.example.org/Romy_%28film%29"),
        ("https://x.example/a?utm_source=x&b=1&fbclid=me#c", "https://x.example/a?b=1#c"),
        ("https://x.example//a?b", "https://x.example//a?b"),
        ("https://x.example/a?fbclid=me", "https://x.example/a"),
        ("https://x.example/ü", "https://x.example/%C3%BC"),
        ("https://x.example/`@everyone`", "https://x.example/%60@everyone%60"),
        ("https://vаriety.com/a", "https://xn--vriety-3nf.com/a"),
    ],
)
def test_an_address_is_kept_so_that_it_shows_where_it_leads(typed: str, kept: str | None) -> None:
    assert parse_link(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://variety.com",
        "variety.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://localhost/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://variety.com@evil.example/",
        "https://user:word@evil.example/",
        "https://variety.com/a b",
        "https://variety.com/a\nb",
        "https://x.example:99999/",
        f"https://{'a' * 300}.com",
        f"https://x.example/{'ü' * 200}",
    ],
)
def test_what_could_deceive_or_is_no_page_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(FieldError, match=r"link.*[.]$"):
        parse_link(typed)


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_whatever_follows_what_is_kept_can_be_shown_and_stored(rest: str) -> None:
    try:
        link = parse_link(f"https://x.example/{rest}")
    except FieldError:
        return
    assert link is not None
    assert HARMLESS.fullmatch(link)
    assert not set('<>()[]`|\\"') & set(link)
    assert FactDraft(link=link, publisher="P", date=PartialDate(2020), text="T", topic="t")
    assert parse_link(link) == link


@pytest.mark.parametrize(
    "shared",
    [
        "https://variety.com/2025/film",
        "https://www.variety.com/2025/film/",
        "https://m.variety.com/2025/film?utm_source=x&utm_medium=y&fbclid=z",
        "https://variety.com/2025/film#comments",
        "https://variety.com/2025/film?ref=home",
        "https://variety.com/2025/film?t=1m30s&UTM_Source=x",
        "http://variety.com/2025/film",
        "https://variety.com/2025/%66ilm",
    ],
)
def test_one_page_is_recognised_however_it_was_shared(shared: str) -> None:
    assert get_page_key(shared) == "variety.com/2025/film"


@pytest.mark.parametrize(
    "shared",
    [
        "https://www.youtube.com/watch?v=aB3-_x&feature=share",
        "https://m.youtube.com/watch?v=aB3-_x",
        "https://youtu.be/aB3-_x?si=tracker",
        "https://youtube.com/shorts/aB3-_x",
        "https://www.youtube.com/live/aB3-_x?t=12s",
    ],
)
def test_a_video_is_one_page_under_all_its_addresses(shared: str) -> None:
    assert get_page_key(shared) == "youtube.com/watch?v=aB3-_x"


def test_a_post_is_one_page_under_the_old_name_of_its_site_too() -> None:
    assert get_page_key("https://twitter.com/mira/status/1") == get_page_key(
        "https://x.com/mira/status/1"
    )


@pytest.mark.parametrize(
    "other",
    [
        "https://variety.com/2025/film?page=2",
        "https://variety.com/2025/Film",
        "https://variety.org/2025/film",
        "https://news.variety.com/2025/film",
        "https://variety.com/2025/film?t=12",
        "https://variety.com/2025/film#/cast",
    ],
)
def test_another_page_stays_another(other: str) -> None:
    assert get_page_key(other) != get_page_key("https://variety.com/2025/film")
