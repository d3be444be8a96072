"""The forms of reviewers: the reason for declining a proposal, and a new explanation."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.ui.forms import PersistentModal, compute_version

MAX_REASON = 300
MAX_EXPLANATION = 200
REVIEW_FORM_ID = re.compile(r"canon:form:(?P<form>decline|explain):(?P<number>\d{1,9})")


def build_decline_form(number: int) -> PersistentModal:
    """Return the form that asks for the reason, which is sent to the author."""
    text = _build_text_input(MAX_REASON, "It needs a better source: this page doesn't say that.")
    field = discord.ui.Label(text="Why?", description="I send this to the author.", component=text)
    return PersistentModal(f"Decline proposal {number}", f"canon:form:decline:{number}", field)


def build_explanation_form(number: int, current: str) -> PersistentModal:
    """Return the form for a new explanation, which starts with the current one."""
    text = _build_text_input(MAX_EXPLANATION, default=current[:MAX_EXPLANATION])
    field = discord.ui.Label(text="What to show with the answer", component=text)
    version = compute_version([current])
    return PersistentModal(
        "Fix the explanation", f"canon:form:explain:{number}", field, version=version
    )


def _build_text_input(
    limit: int, placeholder: str | None = None, default: str | None = None
) -> Any:
    return discord.ui.TextInput[Any](
        custom_id="text",
        style=discord.TextStyle.paragraph,
        min_length=1,
        max_length=limit,
        placeholder=placeholder,
        default=default,
    )
