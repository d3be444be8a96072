"""What a click on the panel carries, read with suspicion; and the pages it knows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RefusedError
from bot.setup.registry import FieldChange, SetupRegistry


def change(*values: str) -> FieldChange:
    """A click with these values, whose place does not matter."""
    anywhere: Any = None
    return FieldChange(anywhere, anywhere, "field", values)


def page(key: str, position: int = 0) -> Any:
    """The least a page is: something with a key and a position."""
    return SimpleNamespace(key=key, position=position)


def test_a_role_that_no_member_can_have_is_refused() -> None:
    known: dict[int, Any] = {}
    guild: Any = SimpleNamespace(id=1, get_role=known.get)
    data: Any = {"id": "7", "name": "lamp bot", "managed": True, "tags": {"bot_id": "8"}}
    nowhere: Any = None
    known[7] = discord.Role(guild=guild, state=nowhere, data=data)
    with pytest.raises(RefusedError, match="belongs to an app"):
        FieldChange(nowhere, guild, "reviewers", ("7",)).get_role()


def test_a_number_within_its_bounds_is_taken() -> None:
    assert change("30").get_number(1, 30) == 30


@given(st.text(max_size=30) | st.integers(-5, 40).map(str))
def test_whatever_is_sent_as_a_number_is_one_within_bounds_or_refused(text: str) -> None:
    try:
        number = change(text).get_number(1, 30)
    except RefusedError:
        assert not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 30)
    else:
        assert number == int(text)
        assert 1 <= number <= 30


@given(st.text(max_size=30))
async def test_whatever_is_sent_as_a_channel_is_an_id_or_refused(text: str) -> None:
    guild: Any = type("Guild", (), {"get_channel_or_thread": lambda _self, channel_id: channel_id})
    click = FieldChange(change().interaction, guild(), "field", [text])
    try:
        [channel_id] = await click.fetch_channels()
    except RefusedError:
        assert not (text.isascii() and text.isdecimal() and len(text) <= 20)
    else:
        assert channel_id == int(text)


def test_one_of_what_was_offered_is_taken_and_nothing_else() -> None:
    assert change("show").get_option(("show", "hide")) == "show"
    for values in ((), ("explode",)):
        with pytest.raises(RefusedError):
            change(*values).get_option(("show", "hide"))


def test_pages_keep_their_order_and_are_forgotten_by_their_key() -> None:
    panel = SetupRegistry()
    for key in ("one", "two"):
        panel.register_settings_page(page(key))
    panel.register_page(page("aside"))
    assert [one.key for one in panel.settings_pages] == ["one", "two"]
    assert panel.get_page("aside") is not None
    panel.unregister("one")
    panel.unregister("aside")
    assert [one.key for one in panel.settings_pages] == ["two"]
    assert panel.get_page("one") is None
    assert panel.get_page("aside") is None


def test_pages_stand_by_position_whatever_loads_first() -> None:
    registry = SetupRegistry()
    for key, position in (("canon", 40), ("anniversaries", 10), ("trivia", 30)):
        registry.register_settings_page(page(key, position))
    assert [one.key for one in registry.settings_pages] == ["anniversaries", "trivia", "canon"]
