"""The first message of the demo: what a newcomer can do, with buttons that do it."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands

from bot.base import Interaction
from bot.markdown import escape
from bot.ui.card import build_text
from bot.ui.components import PersistentButton
from bot.welcome.quick_setup import QuickSetupButton
from bot.welcome.tour import StartTourButton

WELCOME = """\
## Hi! I’m the bot, and this is a demo
Tap a button, or type **/** to see what you can ask. Nothing leaves this computer.
- You are **{owner}**, who owns the server: `/setup` is yours. Change who you are under \
*Viewing as*. **{reviewer}** decides with `/review next` what members add with `/canon add`; \
**{member}** is one of them.
- `/demo clock` moves time to the next post, `/demo restart` kills me in the middle of a game, and \
`/demo channel` shows #news and your direct messages."""
BUTTONS = {
    "status": "Where does it stand?",
    "trivia play": "Play trivia",
}
"""Labels by the command that the button runs."""


class RunCommandButton(PersistentButton, template=r"demo:run:(?P<command>[a-z]+(?: [a-z]+)?)"):
    """A button that runs a command with its defaults."""

    def __init__(self, command: str) -> None:
        style = (
            discord.ButtonStyle.primary if command == "status" else discord.ButtonStyle.secondary
        )
        super().__init__(BUTTONS.get(command, command), f"demo:run:{command}", style=style)
        self._command = command

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["command"])

    async def press(self, interaction: Interaction) -> None:
        group, _, name = self._command.partition(" ")
        found: Any = interaction.client.tree.get_command(group)
        command: app_commands.Command[Any, ..., Any] = found.get_command(name) if name else found
        arguments = () if command.binding is None else (command.binding,)
        await command.callback(*arguments, interaction)


def build_welcome(
    colour: discord.Colour, owner: str, reviewer: str, member: str
) -> discord.ui.LayoutView:
    """Return the layout of the message; the names are those of the three people of the demo."""
    text = WELCOME.format(owner=escape(owner), reviewer=escape(reviewer), member=escape(member))
    container = discord.ui.Container[Any](accent_colour=colour)
    container.add_item(build_text(text))
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for command in BUTTONS:
        row.add_item(RunCommandButton(command))
    row.add_item(StartTourButton())
    row.add_item(QuickSetupButton(discord.ButtonStyle.secondary))
    container.add_item(row)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
