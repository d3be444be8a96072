"""A driver for the panel of `/setup`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcord import interactions
from simcord.actors import MemberActor, _component_interaction, _visible_message
from simcord.backend import serializers

from tests.world import World, card_text, iter_buttons

SELECT_TYPES = frozenset({3, 6, 8})
"""Component types: a select of strings, of roles, of channels."""


class SetupDriver:
    """Drives one open panel through the controls on it."""

    def __init__(self, world: World, admin: MemberActor) -> None:
        self.world = world
        self.admin = admin
        self.message: Any = None

    async def open(self, *labels: str) -> str:
        """Use `/setup`, press the buttons with these labels, and return the text of the panel."""
        result = await self.admin.slash(self.world.channel, "setup")
        self.message = result.response
        for label in labels:
            await self.press(label)
        return self.text

    @property
    def text(self) -> str:
        """The text of the panel."""
        return card_text(self.message)

    @property
    def note(self) -> str:
        """The note on the last click at the top of the panel; "" without one."""
        lines = [line[2:] for line in self.text.splitlines() if line.startswith("> ")]
        return "\n".join(lines)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [button["label"] for button in iter_buttons(self.message.components)]

    async def press(self, label: str) -> Any:
        """Press a button and return the result."""
        return await self.admin.click(self.message, label=label)

    async def choose(self, field: str, *values: Any) -> str:
        """Choose in the select of a field and return the note."""
        await self.admin.select(self.message, values, custom_id=self._get_custom_id(field))
        return self.note

    async def submit_text(self, label: str, text: str) -> str:
        """Open the form behind a button, submit it with this text, and return the note."""
        opened = await self.press(label)
        await self.admin.submit_modal(opened, {"text": text})
        return self.note

    async def forge(self, custom_id: str, component_type: int = 2, **data: Any) -> Any:
        """Send a click on a custom id that the panel does not show, and return the result."""
        stored = _visible_message(self.admin, self.message)
        forged = {"custom_id": custom_id, "component_type": component_type, **data}
        return await _component_interaction(self.admin, stored, forged)

    async def forge_choice(self, field: str, *values: str) -> Any:
        """Choose values that the select of a field does not offer."""
        found = self.select(field)
        return await self.forge(found["custom_id"], found["type"], values=list(values))

    def select(self, field: str) -> dict[str, Any]:
        """Return the select of a field as it was sent."""
        return next(
            one for one in iter_selects(self.message.components) if self._is_select_of(one, field)
        )

    def get_selected(self, field: str) -> list[str]:
        """Return the values that the select of a field shows as chosen."""
        select = self.select(field)
        options = [one["value"] for one in select.get("options", ()) if one.get("default")]
        return options + [str(one["id"]) for one in select.get("default_values", ())]

    def emit_click(self, custom_id: str, *values: str) -> None:
        """Start a click or a choice without waiting for its result."""
        stored, backend = _visible_message(self.admin, self.message), self.world.env.backend
        found = next(one for one in self._list_controls() if one["custom_id"] == custom_id)
        data = {"custom_id": custom_id, "component_type": found["type"], "values": list(values)}
        record, payload = interactions.base_payload(
            backend,
            type=3,
            channel_id=stored.channel_id,
            guild_id=self.world.guild.id,
            user_id=self.admin.id,
            data=data,
        )
        payload["message"] = dict(serializers.message_payload(backend, stored))
        record.source_message_id = stored.id
        backend.emit("INTERACTION_CREATE", payload)

    def _list_controls(self) -> list[dict[str, Any]]:
        return [*iter_buttons(self.message.components), *iter_selects(self.message.components)]

    def _get_custom_id(self, field: str) -> str:
        return str(self.select(field)["custom_id"])

    @staticmethod
    def _is_select_of(select: dict[str, Any], field: str) -> bool:
        return bool(str(select["custom_id"]).endswith(f":{field}"))


def iter_selects(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every select on a card, in order."""
    for component in components:
        if component.get("type") in SELECT_TYPES:
            yield component
        yield from iter_selects(component.get("components", []))


async def open_setup(world: World, admin: MemberActor, *labels: str) -> SetupDriver:
    """Open the panel and press the buttons with these labels."""
    panel = SetupDriver(world, admin)
    await panel.open(*labels)
    return panel
