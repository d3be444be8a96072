"""Drives admins who export the entries of one guild and import them in another."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from tests.drivers.canon import (
    FACT,
    NEWS,
    QUESTION,
    CardDriver,
    list_active_entries,
    propose_and_approve,
    quote_draft,
)
from tests.world import World, card_text


class Server:
    """Drives an admin who exports and imports."""

    def __init__(
        self, world: World, guild: GuildHandle, channel: ChannelHandle, admin: MemberActor
    ) -> None:
        self.world, self.guild, self.channel, self.admin = world, guild, channel, admin
        self.card: Any = None

    async def export(self) -> tuple[str, bytes]:
        """Export; return the message and the content of the file."""
        result = await self.admin.slash(self.channel, "review export")
        [attachment] = result.response.attachments
        return result.response.content, await attachment.read()

    async def send(self, content: bytes, name: str = "canon.toml") -> str:
        """Send a file to be imported; return the text of the answer."""
        form = await self.admin.slash(self.channel, "import")
        result = form
        if form.modal is not None:
            result = await self.admin.submit_modal(form, {"file": (name, content)})
        self.card = result.response
        assert result.ephemeral
        return card_text(self.card)

    async def confirm(self) -> str:
        """Click the button under the preview."""
        panel = CardDriver(self.world, self.admin)
        panel.card = self.card
        return await panel.press_and_read("Import")

    async def bring_in(self, content: bytes) -> str:
        """Send a file and confirm the import."""
        await self.send(content)
        return await self.confirm()

    async def ids(self) -> list[str]:
        return [one.id for one in await list_active_entries(self.world.bot.store, self.guild.id)]


async def fill(world: World) -> None:
    """Add one of each kind, the fact citing the pack."""
    for draft in (NEWS, quote_draft("Bob of the Harbour", member_id=world.bob.id), QUESTION):
        await propose_and_approve(world, draft)
    await propose_and_approve(world, FACT.model_copy(update={"known_source": "source.lamp-letter"}))


def said(content: bytes) -> str:
    """Return the content of a file without the numbers of its entries."""
    text = content.decode()
    numbers = dict.fromkeys(
        word.strip('",').partition(".")[2] for word in text.split() if ".own-" in word
    )
    for place, number in enumerate(numbers):
        text = text.replace(f'.{number}"', f'.number-{place}"')
    return text
