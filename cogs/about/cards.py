"""The cards of `/about` and `/help`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from discord import app_commands

from bot.markdown import Markdown, escape, format_code, mark_safe
from bot.ui.card import Card
from bot.ui.text import join_words, pluralize
from seeds.pack import Manifest

SlashCommand: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group
CommandFilter: TypeAlias = Callable[[app_commands.Command[Any, ..., Any]], bool]
"""Returns whether a member may use a command where they ask."""
MAX_FIRST_LINES = 5
HELP_FOOT = "Type / and a word, and Discord shows what else fits."
_KIND_NOUNS: dict[str, Markdown] = {
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
    """Build the card on the pack, on what is stored, and on where to report mistakes.

    `counts` are the entries by kind; `reads_messages` is whether the bot sees what members write.
    """
    reading = (
        "my owner lets me read messages, but only for trivia answers"
        if reads_messages
        else "I can't read your messages"
    )
    known = join_words([pluralize(counts[kind], name) for kind, name in _KIND_NOUNS.items()])
    lines: list[Markdown] = [
        escape(manifest.description),
        (
            f"**What I know:** {known}. Every card names its sources; press *Sources* to see "
            "them all."
        ),
        (
            "**What I keep:** what a server set up, added, played and was shown. About you, I "
            f"keep only what you did with me, and {reading}. `/privacy` shows it, exports it "
            "and deletes it. Thirty days after I leave a server, I delete all of its data."
        ),
        (
            "**Found a mistake?** Press *Report* on a trivia card, or tell a moderator here "
            "which card it was on. The person who runs this bot can fix it for everyone."
        ),
    ]
    return Card(
        escape(manifest.title),
        "\n\n".join(lines),
        f"{escape(manifest.motto)}\nVersion {escape(version)}",
    )


def first_help_card(
    commands: Sequence[app_commands.Command[Any, ..., Any]], ids: Mapping[str, int]
) -> Card:
    """Build the list of the first `MAX_FIRST_LINES` of some commands.

    `ids` are the platform's ids by name; a command with one becomes a link.
    """
    lines: list[Markdown] = [_format_line(one, ids) for one in commands[:MAX_FIRST_LINES]]
    return Card("What you can ask", "\n".join(lines), HELP_FOOT)


def full_help_card(
    commands: Sequence[SlashCommand], ids: Mapping[str, int], is_usable: CommandFilter
) -> Card:
    """Build the list of commands with their descriptions, then of command groups.

    `ids` are the platform's ids by name; a command with one becomes a link. Commands inside groups
    that are not usable are left out.
    """
    groups = [one for one in commands if isinstance(one, app_commands.Group)]
    single = [one for one in commands if not isinstance(one, app_commands.Group)]
    lines = "\n".join(_format_line(one, ids) for one in single)
    more = "\n".join(_format_group(one, ids, is_usable) for one in groups)
    return Card("Everything you can ask", f"{lines}\n\n{more}", HELP_FOOT)


def _format_group(
    group: app_commands.Group, ids: Mapping[str, int], is_usable: CommandFilter
) -> Markdown:
    """Return a link to the first usable command of a group, the others, and its description.

    The group itself cannot be used, so that it has no link.
    """
    usable = [one for one in group.commands if list_usable_commands(one, is_usable)]
    first, others = list_usable_commands(usable[0], is_usable)[0], usable[1:]
    names = "".join(f" · *{escape(one.name)}*" for one in others)
    return f"{_format_mention(first, ids)}{names}\n-# {mark_safe(group.description)}"


def _format_line(command: app_commands.Command[Any, ..., Any], ids: Mapping[str, int]) -> Markdown:
    # The code describes its commands itself.
    return f"{_format_mention(command, ids)} {mark_safe(command.description)}"


def list_usable_commands(
    command: SlashCommand, is_usable: CommandFilter
) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the usable commands in a command or group."""
    if isinstance(command, app_commands.Group):
        return [found for one in command.commands for found in list_usable_commands(one, is_usable)]
    return [command] if is_usable(command) else []


def _format_mention(
    command: app_commands.Command[Any, ..., Any], ids: Mapping[str, int]
) -> Markdown:
    name = command.qualified_name
    number = ids.get(name.partition(" ")[0])
    return format_code(f"/{name}") if number is None else mark_safe(f"</{name}:{number}>")
