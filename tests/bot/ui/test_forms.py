"""Choices in forms: a few are all in view, many are in a list."""

from __future__ import annotations

from typing import Any

from bot.ui.forms import MAX_SELECT_OPTIONS, build_choice

RADIO_GROUP, SELECT = 21, 3
"""Component types."""
LEVELS = {"easy": "Easy", "hard": "Hard"}


def component_of(options: dict[str, str], chosen: str = "") -> dict[str, Any]:
    field = build_choice("level", "How hard it is", options, chosen)
    return dict(field.to_component_dict()["component"])


def numbered(count: int) -> dict[str, str]:
    return {str(number): f"Number {number}" for number in range(count)}


def test_a_few_options_are_radio_buttons_and_many_a_select() -> None:
    kinds = [component_of(numbered(count))["type"] for count in (1, 2, 5, 6, MAX_SELECT_OPTIONS)]
    assert kinds == [SELECT, RADIO_GROUP, RADIO_GROUP, SELECT, SELECT]


def test_only_the_option_that_holds_now_is_selected() -> None:
    for options in (LEVELS, LEVELS | numbered(10)):
        shown = component_of(options, "hard")["options"]
        assert [one["value"] for one in shown if one.get("default")] == ["hard"]
        assert not any(one.get("default") for one in component_of(options)["options"])


def test_long_texts_are_cut_to_what_the_platform_takes() -> None:
    for options in ({"a": "x" * 200, "b": "B"}, {"a": "x" * 200}):
        assert len(component_of(options)["options"][0]["label"]) == 100
    field = build_choice("level", "How hard it is", LEVELS, hint="word " * 50).to_component_dict()
    assert len(str(field.get("description"))) <= 100
