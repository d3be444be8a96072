"""Words the message to the owner."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.instrumentation.concerns import Concern
from bot.logs.incidents import build_lookup_command
from bot.markdown import Markdown, format_code, format_instant, format_number
from bot.ui.text import clip
from storage.owner_notices import UntoldIncidents

MAX_FAULT = 160
"""Characters of a fault that are shown."""
_HEAD = "**I need your help.**"
_FOOT = "-# I write to you at most once an hour. `BOT_OWNER_MESSAGES=off` turns this off."


def build_message(concerns: Iterable[Concern]) -> Markdown:
    """Return the message as Markdown; it names no member and no server."""
    lines: list[Markdown] = [
        f"- {clip(' '.join(concern.fault.split()), MAX_FAULT)} {concern.remedy}"
        for concern in concerns
    ]
    return "\n".join([_HEAD, *lines, _FOOT])


def describe_incidents(incidents: UntoldIncidents, log_path: Path | None) -> Concern:
    """Return what to say of errors that members met; the log is in `log_path`, None for no file."""
    number = incidents.number
    errors = "an error" if number == 1 else f"{format_number(number)} errors"
    first = format_instant(incidents.first_at, "f")
    fault = f"Members have run into {errors} since {first}."
    command = format_code(build_lookup_command(incidents.last_code, log_path))
    return Concern(fault, f"To see the last one, run {command}.")
