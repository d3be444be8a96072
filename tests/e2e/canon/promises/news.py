"""A pack with open promises, and news that settle them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.drivers.canon import CardDriver
from tests.drivers.drafts import NEWS, DraftDriver
from tests.packs.pack_on_disk import PackOnDisk
from tests.posting import add_admin
from tests.world import World, card_text

LANTERNS = "A thousand lanterns are lit"
HARBOUR = "It is shot at the harbour"
PROMISES = f"""
[[status.promises]]
text = "{LANTERNS}"
due = "2025"
outcome = "open"
what_happened = "Nothing more was said."

[[status.promises]]
text = "{HARBOUR}"
outcome = "unknown"
what_happened = "No one has said so since."
"""
SETTLES = "Promises it settles"


def add_promises(parent: Path) -> PackOnDisk:
    """Return a copy of the tiny pack with two open promises more."""
    pack = PackOnDisk.copy_tiny(parent)
    pack.change("status.writing", "[[question]]", f"{PROMISES}\n[[question]]")
    return pack


async def get_keys(driver: DraftDriver) -> dict[str, str]:
    """Return the values of the open promises that the form lists, by their texts."""
    assert driver.form.modal is not None
    fields = [one["component"] for one in driver.form.modal["components"]]
    return {option["label"]: option["value"] for option in fields[0]["options"]}


async def write_news(world: World, stage: str = "none", **settled: Any) -> DraftDriver:
    """Write news up to its preview; `settled` are the fields, with the texts of promises."""
    writer = DraftDriver(world)
    await writer.open_add_form("news", topic="season-two", stage=stage)
    await writer.submit(NEWS)
    await settle(writer, **settled)
    return writer


async def settle(writer: DraftDriver, **settled: Any) -> str:
    """Open the form of promises and submit it; return the text of the card that follows."""
    writer.form = await writer.press(SETTLES)
    return await settle_open_form(writer, **settled)


async def settle_open_form(writer: DraftDriver, **settled: Any) -> str:
    keys = await get_keys(writer)
    values = {
        name: [keys[text] for text in value] if isinstance(value, list) else value
        for name, value in settled.items()
    }
    return await writer.submit(values)


async def approve(world: World, writer: DraftDriver) -> CardDriver:
    await writer.press_and_read("Send it in")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")
    return reviewer


async def read_promises(world: World) -> str:
    """Return the card of promises and the description of its picture."""
    shown = (await world.alice.slash(world.channel, "status")).response
    assert shown is not None
    card = (await world.bob.click(shown.message, label="Promises vs. reality")).response
    assert card is not None
    galleries = [
        item["description"]
        for container in card.components
        for one in container.get("components", ())
        for item in one.get("items", ())
    ]
    return "\n".join((card_text(card), *galleries))
