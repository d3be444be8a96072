"""The panel of `/setup` in the hands of one admin: what they click, and what they read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcord import interactions
from simcord.actors import MemberActor, _component_interaction, _visible_message
from simcord.backend import serializers

from tests.world import World, buttons, card_text

SELECTS = frozenset({3, 6, 8})
"""Component types: a select of strings, of roles, of channels."""


class Panel:
    """One open panel; everything goes through the controls that stand on it."""

    def __init__(self, world: World, admin: MemberActor) -> None:
        self.world = world
        self.admin = admin
        self.shown: Any = None

    async def open(self, *way: str) -> str:
        """Use `/setup`, then the buttons with these labels; gives what is read then."""
        result = await self.admin.slash(self.world.channel, "setup")
        self.shown = result.response
        for label in way:
            await self.press(label)
        return self.text

    @property
    def text(self) -> str:
        """All that is read on the panel."""
        return card_text(self.shown)

    @property
    def note(self) -> str:
        """What the panel says at its top about the last click, "" when it says nothing."""
        lines = [line[2:] for line in self.text.splitlines() if line.startswith("> ")]
        return "\n".join(lines)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [button["label"] for button in buttons(self.shown.components)]

    async def press(self, label: str) -> Any:
        """Press a button; gives what came of the click."""
        return await self.admin.click(self.shown, label=label)

    async def choose(self, field: str, *values: Any) -> str:
        """Choose in the select of a field; gives the note."""
        await self.admin.select(self.shown, values, custom_id=self._id_of(field))
        return self.note

    async def write(self, label: str, text: str) -> str:
        """Open the form behind a button and send it with this text; gives the note."""
        opened = await self.press(label)
        await self.admin.submit_modal(opened, {"text": text})
        return self.note

    async def forge(self, custom_id: str, component_type: int = 2, **data: Any) -> Any:
        """Send a click as no honest client would; gives what came of it."""
        stored = _visible_message(self.admin, self.shown)
        forged = {"custom_id": custom_id, "component_type": component_type, **data}
        return await _component_interaction(self.admin, stored, forged)

    async def forge_choice(self, field: str, *values: str) -> Any:
        """Choose values that the select of a field never offered."""
        found = self.select(field)
        return await self.forge(found["custom_id"], found["type"], values=list(values))

    def select(self, field: str) -> dict[str, Any]:
        """The select of a field as it came over the wire."""
        return next(one for one in selects(self.shown.components) if self._is_of(one, field))

    def chosen(self, field: str) -> list[str]:
        """What the select of a field shows as chosen."""
        select = self.select(field)
        options = [one["value"] for one in select.get("options", ()) if one.get("default")]
        return options + [str(one["id"]) for one in select.get("default_values", ())]

    def send(self, custom_id: str, *values: str) -> None:
        """Let a click or a choice be on its way, without waiting for what comes of it."""
        stored, backend = _visible_message(self.admin, self.shown), self.world.env.backend
        found = next(one for one in self._controls() if one["custom_id"] == custom_id)
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

    def _controls(self) -> list[dict[str, Any]]:
        return [*buttons(self.shown.components), *selects(self.shown.components)]

    def _id_of(self, field: str) -> str:
        return str(self.select(field)["custom_id"])

    @staticmethod
    def _is_of(select: dict[str, Any], field: str) -> bool:
        return bool(str(select["custom_id"]).endswith(f":{field}"))


def selects(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every select on a card, in order."""
    for component in components:
        if component.get("type") in SELECTS:
            yield component
        yield from selects(component.get("components", []))


async def open_panel(world: World, admin: MemberActor, *way: str) -> Panel:
    """An open panel, turned to where these buttons lead."""
    panel = Panel(world, admin)
    await panel.open(*way)
    return panel
