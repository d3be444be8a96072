"""The limits of a guild's own lists, and the check of a new list against them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import RefusedError
from bot.markdown import format_number
from bot.ui.text import pluralize
from storage.trivia.lists import ImportedList, NewList

MAX_FILE_BYTES = 300_000
"""Bytes of a file; the largest list in use has 95,000."""
MAX_LISTS = 20
MAX_QUESTIONS = 3_000
"""Questions of all lists of a guild together."""


def check_limits(new_list: NewList, lists: Sequence[ImportedList]) -> ImportedList | None:
    """Return the list of the same name, which `new_list` replaces; None without one.

    `lists` are those of the guild. Raises RefusedError when it would have too many.
    """
    replaced = next((one for one in lists if one.name == new_list.name), None)
    if replaced is None and len(lists) >= MAX_LISTS:
        raise RefusedError(
            f"This server already has {pluralize(MAX_LISTS, 'list')}, and I can't keep more: "
            "remove one first."
        )
    kept = sum(one.question_count for one in lists if one is not replaced)
    if kept + len(new_list.questions) > MAX_QUESTIONS:
        room = format_number(max(0, MAX_QUESTIONS - kept), ",")
        raise RefusedError(
            f"That list has {pluralize(len(new_list.questions), 'question')}, and I only have room "
            f"for {room} more here: remove a list first, or send less."
        )
    return replaced
