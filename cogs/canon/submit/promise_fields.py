"""The fields in which members choose the promises that news settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.ui.dates import format_date
from bot.ui.forms import MAX_OPTION, MAX_SELECT_OPTIONS
from bot.ui.text import clip
from seeds.promises.settling import OpenPromise

_LABELS = {
    "keeps": "Promises it keeps",
    "breaks": "Promises it breaks",
    "moves": "Promises it puts off",
}


def build_promises_field(
    name: str, chosen: Sequence[str], promises: Mapping[str, OpenPromise]
) -> discord.ui.Label[discord.ui.Modal]:
    """Return the field `name` of `OUTCOMES`; `promises` are at least one, newest first."""
    # What was chosen stays on the list; of the others, those made last.
    others = [key for key in promises if key not in chosen]
    shown = [*(key for key in chosen if key in promises), *others][:MAX_SELECT_OPTIONS]
    select = discord.ui.Select[discord.ui.Modal](
        custom_id=name,
        options=[_build_option(key, promises[key], key in chosen) for key in shown],
        min_values=0,
        max_values=len(shown),
        required=False,
    )
    hint = f"These are the newest {len(shown)}" if len(promises) > len(shown) else None
    return discord.ui.Label(text=_LABELS[name], description=hint, component=select)


def _build_option(key: str, open_promise: OpenPromise, is_chosen: bool) -> discord.SelectOption:
    status, promise = open_promise
    due = promise.moved_to or promise.due
    said = f"Said {format_date(status.as_of)}" + (f", due {format_date(due)}" if due else "")
    return discord.SelectOption(
        label=clip(promise.text, MAX_OPTION),
        description=clip(said, MAX_OPTION),
        value=key,
        default=is_chosen,
    )
