"""A driver for `/canon add` and *Save as quote*: forms and the draft's card."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor

from cogs.canon.drafts.models import Draft, load_draft
from storage.proposals.proposals import Proposal
from tests.drivers.canon import CardDriver
from tests.world import World, card_text

SELECT_TYPE = 3
"""The component type of a select."""
CITATION = {
    "date": "2025-12-30",
    "publisher": "The Lamp Post",
    "link": "https://lantern.example/shooting",
}
NEWS = {
    "headline": "Cameras roll on season three",
    "text": "The crew met at the old harbour.",
    **CITATION,
}
QUOTE = {"words": "I would fold it all again.", "occasion": "on the red carpet", **CITATION}
FACT = {"text": "The harbour lantern is made of rice paper.", "topic": "cast", **CITATION}
QUESTION = {
    "text": "What is the harbour lantern made of?",
    "answers": "Rice paper\nWashi",
    "wrong": "",
    "explanation": "The prop maker said so.",
    "topic": "cast",
}


class DraftDriver(CardDriver):
    """Drives the private card of one draft."""

    def __init__(self, world: World, member: MemberActor | None = None) -> None:
        super().__init__(world, member or world.alice)
        self.form: Any = None

    async def open_add_form(self, kind: str, **options: Any) -> Any:
        """Use `/canon add`, keep the form that opens, and return the result."""
        self.form = await self.member.slash(self.world.channel, f"canon add {kind}", **options)
        return self.form

    async def open_save_as_quote(self, message: Any) -> Any:
        """Use *Save as quote* on a message."""
        self.form = await self.member.context_menu(self.world.channel, "Save as quote", message)
        return self.form

    async def submit(self, values: dict[str, Any]) -> str:
        """Submit the form and return the text that follows; unnamed choices stay as they are."""
        selects = {one["custom_id"] for one in self._fields if one["type"] == SELECT_TYPE}
        sent = {
            one["custom_id"]: _list_defaults(one)
            if one["type"] == SELECT_TYPE
            else _default_value(one)
            for one in self._fields
            if "options" in one
        }
        for name, value in values.items():
            sent[name] = [value] if name in selects and isinstance(value, str) else value
        self.card = (await self.member.submit_modal(self.form, sent)).response
        return self.text

    async def reopen_and_submit(self, values: dict[str, Any], label: str = "Change") -> str:
        """Open a form from the card again and submit it."""
        self.form = await self.press(label)
        return await self.submit(values)

    @property
    def prefilled(self) -> dict[str, str]:
        """Return the initial values of the form by field."""
        return {one["custom_id"]: one.get("value") or _default_value(one) for one in self._fields}

    @property
    def _fields(self) -> list[dict[str, Any]]:
        assert self.form.modal is not None, card_text(self.form.response)
        return [label["component"] for label in self.form.modal["components"]]

    async def list_proposals(self) -> list[Proposal]:
        """Return the proposals of the guild, oldest first."""
        found: list[Proposal] = []
        for number in range(1, 30):
            proposal = await self.world.bot.store.proposals.get(self.world.guild.id, number)
            found += [proposal] if proposal else []
        return found

    async def get_draft(self) -> Draft:
        """Return the only proposed draft."""
        [proposal] = await self.list_proposals()
        return load_draft(proposal.body)


def _default_value(field: dict[str, Any]) -> str:
    return next(iter(_list_defaults(field)), "")


def _list_defaults(field: dict[str, Any]) -> list[str]:
    return [one["value"] for one in field.get("options", ()) if one.get("default")]


async def send_forged_message(world: World, *items: discord.ui.Item[Any]) -> discord.Message:
    """A public message that carries buttons which were never meant for it."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)
