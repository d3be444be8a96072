"""A card always fits the platform, and whatever is cut, its source stays."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import Markdown
from bot.ui.card import MAX_TEXT, Card, FramedCard
from tests.world import iter_buttons, iter_texts

MAX_COMPONENTS = 40
"""Components of one message, nested ones too; a limit of the platform."""
GOLD = discord.Colour(0xFFAA00)
BODIES = st.builds(lambda text, times: text * times, st.text(min_size=1), st.integers(1, 5000))


def components(card: Card) -> list[dict[str, object]]:
    """The card as it goes over the wire."""
    return card.build_view(GOLD).to_components()


@given(st.text(max_size=400), BODIES, st.text("ab \n", max_size=2000))
def test_no_card_is_longer_than_the_platform_takes(
    title: Markdown, body: Markdown, foot: Markdown
) -> None:
    view = Card(title, body, foot).build_view(GOLD)

    assert view.content_length() <= MAX_TEXT == 4000
    assert sum(map(len, iter_texts(view.to_components()))) == view.content_length()


@pytest.mark.parametrize("body", ["x" * 5000, "so much more " * 500])
def test_a_body_too_long_is_cut_and_the_source_kept(body: Markdown) -> None:
    headline, foot = iter_texts(components(Card("Ida Holm", body, "Source: The Lamp Post, 2020")))

    assert headline.startswith(f"## Ida Holm\n{body[:3900]}")
    assert headline.endswith("…")
    assert foot == "-# Source: The Lamp Post, 2020"


def test_a_body_that_just_fits_is_not_touched() -> None:
    room = MAX_TEXT - len("## Ida\n") - len("-# Source")

    headline, _ = iter_texts(components(Card("Ida", "x" * room, "Source")))

    assert headline == f"## Ida\n{'x' * room}"


@pytest.mark.parametrize("mention", ["", "<@&123456789012345678>"])
def test_a_long_body_leaves_room_for_the_role_that_is_pinged(mention: Markdown) -> None:
    view = Card("Ida", "x" * 5000, "Source").build_view(GOLD, mention)

    assert view.content_length() == MAX_TEXT
    assert list(iter_texts(view.to_components()))[2:] == ([mention] if mention else [])


def test_a_date_below_a_long_text_is_never_cut() -> None:
    words, said = "> “" + "so much more " * 400 + "”", "Said in the workshop, 3 March 2021."
    for card in (
        Card("Ida", f"{words}\n\n{said}", "Source"),
        FramedCard("Ida", f"{words}\n\n{said}", "Source", above="a" * 900, notes=["b" * 900]),
    ):
        view = card.build_view(GOLD, "<@&123456789012345678>")
        assert said in "\n".join(iter_texts(view.to_components()))
        assert view.content_length() <= MAX_TEXT


def test_the_fullest_card_has_no_more_components_than_the_platform_takes() -> None:
    row = [discord.ui.Button[discord.ui.LayoutView](label=str(number)) for number in range(5)]
    card = FramedCard("Ida", "Lit.", "Source", row, above="a", notes=["b"], rows=[row, row, row])

    assert card.build_view(GOLD, "<@&1>").total_children_count <= MAX_COMPONENTS


def test_every_line_of_the_foot_is_small() -> None:
    _, foot = iter_texts(components(Card("Ida", "So much more.", "Source: Lamp Post\nPage 1 of 2")))

    assert foot == "-# Source: Lamp Post\n-# Page 1 of 2"


def test_a_card_without_foot_and_buttons_is_one_text() -> None:
    (container,) = components(Card("Ida", "So much more."))

    assert container["accent_color"] == GOLD.value
    assert list(iter_texts([container])) == ["## Ida\nSo much more."]
    assert isinstance(container["components"], list)
    assert len(container["components"]) == 1


def test_buttons_stand_in_one_row_under_the_text() -> None:
    card = Card("Ida", "So much more.", "Source")
    buttons = [discord.ui.Button[discord.ui.LayoutView](label=str(number)) for number in range(5)]

    (container,) = components(card.with_buttons(*buttons))

    assert card.buttons == ()
    assert isinstance(container["components"], list)
    row = container["components"][-1]
    assert [button["label"] for button in row["components"]] == ["0", "1", "2", "3", "4"]


def test_a_framed_card_stands_between_its_lines_and_its_rows() -> None:
    ask, keep = (discord.ui.Button[discord.ui.LayoutView](label=one) for one in ("Ask", "Keep"))
    card = FramedCard(
        "Ida", "So much more.", "Source", [ask], above="1 of 2", notes=["New"], rows=[[keep], []]
    )

    above, container, notes, row = components(card)

    assert list(iter_texts([above, container, notes])) == [
        "1 of 2",
        "## Ida\nSo much more.",
        "-# Source",
        "New",
    ]
    assert [one["label"] for one in iter_buttons([container])] == ["Ask"]
    assert [one["label"] for one in iter_buttons([row])] == ["Keep"]


@given(st.text(max_size=300), BODIES, BODIES, BODIES)
def test_no_framed_card_is_longer_than_the_platform_takes(
    title: Markdown, body: Markdown, above: Markdown, note: Markdown
) -> None:
    view = FramedCard(title, body, "Source", above=above, notes=[note]).build_view(GOLD, "<@&1>")

    assert view.content_length() <= MAX_TEXT
