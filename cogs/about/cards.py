"""What `/about` and `/help` look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from discord import app_commands

from bot.ui.card import Card
from bot.ui.text import escape, join_words, pluralize
from seeds.pack import Manifest

SlashCommand: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group
_KIND_NOUNS = {
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
    known = join_words([pluralize(counts[kind], name) for kind, name in _KIND_NOUNS.items()])
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


def help_card(commands: Sequence[SlashCommand], ids: Mapping[str, int]) -> Card:
    """Each command with what it does, then the groups; what has an id can be clicked."""
    groups = [one for one in commands if isinstance(one, app_commands.Group)]
    single = [one for one in commands if not isinstance(one, app_commands.Group)]
    lines = "\n".join(f"{_format_mention(one, ids)} {one.description}" for one in single)
    more = "\n".join(
        f"{_format_mention(_first_subcommand(one), ids)}{_format_other_subcommands(one)}"
        for one in groups
    )
    foot = "Type / and a word: Discord shows what else fits."
    return Card("What you can ask", f"{lines}\n\n{more}", foot)


def _first_subcommand(group: app_commands.Group) -> app_commands.Command[Any, ..., Any]:
    """The command to begin with: a group itself cannot be asked."""
    first = group.commands[0]
    return _first_subcommand(first) if isinstance(first, app_commands.Group) else first


def _format_other_subcommands(group: app_commands.Group) -> str:
    return "".join(f" · *{one.name}*" for one in group.commands[1:])


def _format_mention(command: app_commands.Command[Any, ..., Any], ids: Mapping[str, int]) -> str:
    name = command.qualified_name
    number = ids.get(name.partition(" ")[0])
    return f"`/{name}`" if number is None else f"</{name}:{number}>"
