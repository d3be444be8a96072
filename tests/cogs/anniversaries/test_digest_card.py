"""A date with more than one card holds is told more shortly, and every entry keeps its date."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ui.card import MAX_TEXT
from cogs.anniversaries.calendar import Anniversary
from cogs.anniversaries.cards import MAX_BODY, Digest, digest_card
from tests.cogs.anniversaries.test_digest import an_event

DAY = date(2026, 4, 25)


def build_digest(text: str, count: int) -> Digest:
    events = [
        an_event(f"e{n}", f"{1990 + n}-04-25", title=f"Lamp {n} is lit", text=text)
        for n in range(count)
    ]
    told = [Anniversary(event, DAY, DAY.year - event.date.year) for event in events]
    return Digest(DAY, told, {}, {}, {}, [], {}, {})


@pytest.mark.parametrize("length", [100, 600])
def test_every_entry_keeps_its_title_and_date_however_long_the_texts_are(length: int) -> None:
    card = digest_card(build_digest("lamp " * (length // 5), 33), DAY)
    assert len(card.body) <= MAX_BODY < MAX_TEXT
    for n in range(33):
        assert f"Lamp {n} is lit" in card.body
        assert str(1990 + n) in card.body
