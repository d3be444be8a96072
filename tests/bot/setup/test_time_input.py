"""Times of day as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.setup.time_input import parse_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("09:00", time(9)),
        ("9.30", time(9, 30)),
        ("21h15", time(21, 15)),
        (" 6 PM ", time(18)),
        ("12 a.m.", time(0)),
        ("12pm", time(12)),
        ("11:59 pm", time(23, 59)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("0:00", time(0)),
    ],
)
def test_a_time_of_day_is_read(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "13 pm", "0 am", "soon", "9:5", "-1"])
def test_what_is_no_time_of_day_is_not_guessed(typed: str) -> None:
    assert parse_time(typed) is None


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(typed: str) -> None:
    parse_time(typed)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_time_is_read_back(at: time) -> None:
    assert parse_time(f"{at:%H:%M}") == at
    assert parse_time(f"{at:%I:%M %p}") == at
