"""Sends lists of questions with the form of their page."""

from __future__ import annotations

from tests.drivers.setup import SetupDriver


async def send(panel: SetupDriver, name: str, content: bytes, topic: str = "") -> str:
    """Send a file with the form of the page and return the text of the panel."""
    form = await panel.press("Add a list")
    await panel.admin.submit_modal(form, {"file": (name, content), "text": topic})
    return panel.text


async def add(panel: SetupDriver, name: str, content: bytes, topic: str = "") -> str:
    """Send a file, confirm it, and return the note."""
    await send(panel, name, content, topic)
    await panel.press("Add it")
    return panel.note
