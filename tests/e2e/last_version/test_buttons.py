"""No control on any card that the last version left behind is dead."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from simcord.results import InteractionResult

from tests.last_version.platform_state import iter_controls, read_platform
from tests.last_version.world import LastVersionWorld, open_last_version, read_answer

BUTTON, ROLE_SELECT, CHANNEL_SELECT = 2, 6, 8
"""The platform's numbers for component types."""
EPHEMERAL = 64
"""The platform's flag of a message that one member alone sees."""
FORM_LABELS = frozenset(
    {
        "Change",
        "Decline",
        "Edit",
        "Exact time",
        "Fix the explanation",
        "Report",
        "Time zone",
        "Who said it, and about what",
    }
)
"""Buttons that open a form."""
FAILURES = (
    "went wrong",
    "incident",
    "That page is gone",
    "The panel has changed",
    "That game is over",
    "It was taken out of the record",
)


class Control(NamedTuple):
    """A button or select that can be used, on its card as it was recorded."""

    card: dict[str, Any]
    component: dict[str, Any]

    @property
    def opens_form(self) -> bool:
        """Whether a form comes up; nothing is changed by that."""
        return self.component.get("label") in FORM_LABELS


def list_usable_controls(recorded: dict[str, Any]) -> list[Control]:
    """Return all controls but those of running games, which `test_games` plays on.

    A custom id holds all that a control knows, so of equal ones that one person sees in a channel
    the first is enough.
    """
    game_ids = {str(one["game_id"]) for one in recorded["games"].values()}
    found: dict[tuple[Any, ...], Control] = {}
    for message in recorded["messages"]:
        viewer_id = message["invoked"]["user_id"] if "invoked" in message else None
        for component in iter_controls(message.get("components", [])):
            custom_id = component["custom_id"]
            is_in_game = not game_ids.isdisjoint(custom_id.split(":"))
            if not component.get("disabled") and not is_in_game:
                key = (message["channel_id"], viewer_id, custom_id)
                found.setdefault(key, Control(message, component))
    return list(found.values())


async def use(last: LastVersionWorld, control: Control) -> InteractionResult:
    """Use a control as a member who sees it; of a select, choose again what is chosen."""
    card, component = control
    actor, message = _get_viewer(last, card), last.card_at(card["id"])
    custom_id = component["custom_id"]
    if component["type"] == BUTTON:
        return await actor.click(message, custom_id=custom_id)
    chosen: list[Any] = [one["value"] for one in component.get("options", ()) if one.get("default")]
    ids = {int(one["id"]) for one in component.get("default_values", ())}
    if component["type"] == ROLE_SELECT:
        chosen = [one for one in actor.guild.roles.values() if one.id in ids]
    if component["type"] == CHANNEL_SELECT:
        chosen = [one for one in actor.guild.channels.values() if one.id in ids]
    return await actor.select(message, chosen, custom_id=custom_id)


def _get_viewer(last: LastVersionWorld, card: dict[str, Any]) -> Any:
    """Return whom a card was shown to alone; bob where everybody sees it."""
    channel = last.env.backend.channels[card["channel_id"]]
    if channel.guild_id is None:
        return last.actor_at(card["id"], last.get_user_name(channel.recipient_ids[0]))
    if card.get("flags", 0) & EPHEMERAL:
        return last.actor_at(card["id"], last.get_user_name(card["invoked"]["user_id"]))
    return last.actor_at(card["id"], "bob")


def assert_answered(result: InteractionResult, control: Control) -> None:
    assert result.acknowledged, control
    assert (result.modal is not None) or not control.opens_form, control
    said = read_answer(result)
    assert said, control
    assert not [one for one in FAILURES if one in said], (control, said)


async def test_every_control_on_every_card_is_answered(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        controls = list_usable_controls(last.recorded)
        assert len(controls) > 120
        controls.sort(key=lambda one: not one.opens_form)
        for control in controls:
            assert_answered(await use(last, control), control)


async def test_every_custom_id_belongs_to_exactly_one_handler(tmp_path: Path) -> None:
    custom_ids = {
        control["custom_id"]
        for message in read_platform()["messages"]
        for control in iter_controls(message.get("components", []))
    }
    assert len(custom_ids) > 100
    async with open_last_version(tmp_path) as last:
        # The library has no public list of the items that outlive a restart.
        items = last.bot._connection._view_store._dynamic_items
        for custom_id in custom_ids:
            found = [item for template, item in items.items() if template.fullmatch(custom_id)]
            assert len(found) == 1, (custom_id, found)
