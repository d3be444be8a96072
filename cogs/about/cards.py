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
        "**Found a mistake?** Press *Report* on a trivia card, or tell a moderator here which card "
        "it was on. Whoever runs this bot can mend it for everybody.",
    ]
    return Card(
        escape(manifest.title), "\n\n".join(lines), f"{escape(manifest.motto)}\nVersion {version}"
    )


def help_card(commands: Sequence[Usable], ids: Mapping[str, int]) -> Card:
    """Each command with what it does, then the groups; what has an id can be clicked."""
    groups = [one for one in commands if isinstance(one, app_commands.Group)]
    single = [one for one in commands if not isinstance(one, app_commands.Group)]
    lines = "\n".join(f"{_link(one, ids)} {one.description}" for one in single)
    more = "\n".join(f"{_link(_first(one), ids)}{_others(one)}" for one in groups)
    foot = "Type / and a word: Discord shows what else fits."
    return Card("What you can ask", f"{lines}\n\n{more}", foot)


def _first(group: app_commands.Group) -> app_commands.Command[Any, ..., Any]:
    """The command to begin with: a group itself cannot be asked."""
    first = group.commands[0]
    return _first(first) if isinstance(first, app_commands.Group) else first


def _others(group: app_commands.Group) -> str:
    return "".join(f" · *{one.name}*" for one in group.commands[1:])


def _link(command: app_commands.Command[Any, ..., Any], ids: Mapping[str, int]) -> str:
    name = command.qualified_name
    number = ids.get(name.partition(" ")[0])
    return f"`/{name}`" if number is None else f"</{name}:{number}>"
