"""What `/about` and `/help` look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from discord import app_commands

from bot.ui.card import Card
from bot.ui.text import counted, escape, listed
from seeds.pack import Manifest

Usable: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group
_NAMES = {
    "source": "source",
    "event": "event",
    "fact": "fact",
    "quote": "quote",
    "status": "status report",
    "question": "trivia question",
}


def about_card(
    manifest: Manifest, counts: Mapping[str, int], version: str, *, reads_messages: bool
) -> Card:
    """The pack in numbers, what is stored, and where mistakes go."""
    reading = (
        "its owner lets it read messages, for trivia answers only"
        if reads_messages
        else "it cannot read your messages"
    )
    known = listed([counted(counts[kind], name) for kind, name in _NAMES.items()])
    lines = [
        escape(manifest.description),
        f"**What it knows:** {known}. Every card names its sources; press *Sources* to see all.",
        "**What it keeps:** what a server set up, added to the canon, played and was shown. About "
        f"you, only what you did with it; {reading}. `/privacy` shows, exports and deletes yours. "
        "Thirty days after the bot leaves a server, all of that server's data goes.",
        "**Found a mistake?** Tell a moderator here which card it was on; whoever runs this bot "
        "can mend it for everybody.",
    ]
    return Card(
        escape(manifest.title), "\n".join(lines), f"{escape(manifest.motto)}\nVersion {version}"
    )


def help_card(commands: Sequence[Usable]) -> Card:
    """Each command with what it does; groups come last, with the second words they take."""
    ordered = sorted(commands, key=lambda one: (isinstance(one, app_commands.Group), one.name))
    lines = [f"`/{one.name}` {_about(one)}" for one in ordered]
    foot = "Type / and a word: Discord shows what else fits."
    return Card("What you can ask", "\n".join(lines), foot)


def _about(command: Usable) -> str:
    if isinstance(command, app_commands.Group):
        return " · ".join(f"*{one.name}*" for one in command.commands)
    return command.description
