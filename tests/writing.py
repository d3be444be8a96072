"""A member who adds something: the forms they fill and the card they press buttons on."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor

from cogs.canon.proposals.drafts import Draft, read_draft
from storage.proposals.proposals import Proposal
from tests.canon import Panel
from tests.world import World, card_text

SELECT = 3
"""The platform's number for a select menu."""
ORIGIN = {
    "date": "2025-12-30",
    "publisher": "The Lamp Post",
    "link": "https://lantern.example/shooting",
}
NEWS = {
    "headline": "Cameras roll on season three",
    "text": "The crew met at the old harbour.",
    **ORIGIN,
}
QUOTE = {"words": "I would fold it all again.", "occasion": "on the red carpet", **ORIGIN}
FACT = {"text": "The harbour lantern is made of rice paper.", "topic": "cast", **ORIGIN}
QUESTION = {
    "text": "What is the harbour lantern made of?",
    "answers": "Rice paper\nWashi",
    "wrong": "",
    "explanation": "The prop maker said so.",
    "topic": "cast",
}


class Writer(Panel):
    """One member before a draft's private card."""

    def __init__(self, world: World, member: MemberActor | None = None) -> None:
        super().__init__(world, member or world.alice)
        self.form: Any = None

    async def begin(self, kind: str, **options: Any) -> Any:
        """Use `/canon add`; gives the result, and keeps the form that came up."""
        self.form = await self.reviewer.slash(self.world.channel, f"canon add {kind}", **options)
        return self.form

    async def save(self, message: Any) -> Any:
        """Use *Save as quote* on a message."""
        self.form = await self.reviewer.context_menu(self.world.channel, "Save as quote", message)
        return self.form

    async def write(self, values: dict[str, Any]) -> str:
        """Send the form; gives what the member reads then."""
        selects = {one["custom_id"] for one in self._fields if one["type"] == SELECT}
        sent = {name: [one] if name in selects else one for name, one in values.items()}
        self.card = (await self.reviewer.submit_modal(self.form, sent)).response
        return self.text

    async def change(self, values: dict[str, Any], label: str = "Change") -> str:
        """Open a form again from the card and send it."""
        self.form = await self.press(label)
        return await self.write(values)

    @property
    def prefilled(self) -> dict[str, str]:
        """What the form holds when it comes up, by field."""
        return {one["custom_id"]: one.get("value") or _chosen(one) for one in self._fields}

    @property
    def _fields(self) -> list[dict[str, Any]]:
        assert self.form.modal is not None, card_text(self.form.response)
        return [label["component"] for label in self.form.modal["components"]]

    async def proposals(self) -> list[Proposal]:
        """All that was proposed in the server, oldest first."""
        found: list[Proposal] = []
        for number in range(1, 30):
            proposal = await self.world.bot.store.proposals.get(self.world.guild.id, number)
            found += [proposal] if proposal else []
        return found

    async def draft(self) -> Draft:
        """The one draft that was proposed."""
        [proposal] = await self.proposals()
        return read_draft(proposal.body)


def _chosen(field: dict[str, Any]) -> str:
    return next((one["value"] for one in field.get("options", ()) if one.get("default")), "")


async def forged(world: World, *items: discord.ui.Item[Any]) -> discord.Message:
    """A public message that carries buttons which were never meant for it."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)
