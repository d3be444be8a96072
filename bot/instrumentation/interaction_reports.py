"""Reports each handled interaction with its outcome and duration to the observers."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import discord

from bot.instrumentation.observers import InteractionHandled, Outcome

_OUTCOME = "outcome"
"""The key of an `Outcome` in the `extras` of an interaction; without it, it is done."""
_NAME = re.compile(r"[a-z_-]{1,30}(?::[a-z_-]{1,30})?", re.ASCII)
"""The start of a custom id that names what is clicked, before ids and texts."""


def set_outcome(interaction: discord.Interaction[Any], outcome: Outcome) -> None:
    """Record that the handling of an interaction ends otherwise than done."""
    interaction.extras[_OUTCOME] = outcome


def start_report(interaction: discord.Interaction[Any]) -> Callable[[], None]:
    """Return a function that reports, when called, that the interaction was handled."""
    began = time.perf_counter()

    def report() -> None:
        interaction.client.observers.notify(
            InteractionHandled(
                format_name(interaction),
                interaction.extras.get(_OUTCOME, Outcome.DONE),
                time.perf_counter() - began,
            )
        )

    return report


def report_when_task_ends(interaction: discord.Interaction[Any]) -> None:
    """Report the interaction when the task of this call ends: each command has one of its own."""
    task, report = asyncio.current_task(), start_report(interaction)
    assert task is not None, "interactions are handled in tasks"
    task.add_done_callback(lambda _: report())


def format_name(interaction: discord.Interaction[Any]) -> str:
    """Return what a member used, such as "/trivia play" or "click trivia:answer".

    It holds no id and no text of a member.
    """
    command = interaction.command
    if command is not None:
        return f"/{command.qualified_name}"
    if interaction.type is discord.InteractionType.application_command:
        return "/unknown"
    data: Any = interaction.data or {}
    match = _NAME.match(data.get("custom_id", ""))
    kind = "form" if interaction.type is discord.InteractionType.modal_submit else "click"
    return f"{kind} {match[0] if match else 'unknown'}"
