"""What Discord refuses for good although the bot may post there, and who can change that."""

from __future__ import annotations

from typing import NamedTuple

import discord

from bot.markdown import Markdown

_REFUSED = "Discord refused it: "
_MAX_ANSWER = 200


class Refusal(NamedTuple):
    """A reason for the post log, and a sentence on what to do about it."""

    reason: Markdown
    remedy: Markdown


_AUTOMOD = Refusal(
    "AutoMod of this server blocked it",
    "In Server Settings, AutoMod, exempt my role or the channel from the rule.",
)
_BY_CODE = {
    200000: _AUTOMOD,
    200001: _AUTOMOD,
    240000: Refusal(
        "Discord takes a link in it for a harmful one",
        "Correct that link with /review edit, or hide links in /setup.",
    ),
}
_FAULT_REMEDY = "This is a fault of mine: pass these words on to the person who runs me."


def format_refusal(error: discord.HTTPException) -> str:
    """Return the reason for the post log."""
    known = _BY_CODE.get(error.code)
    return known.reason if known else f"{_REFUSED}{error.text[:_MAX_ANSWER]}"


def is_refusal_code(code: int) -> bool:
    """Return whether a code means a refusal for good, whatever the status is."""
    return code in _BY_CODE


def get_remedy(reason: str | None) -> Markdown | None:
    """Return what to do about a refusal, by its reason; None for a reason that is none."""
    if reason is not None and reason.startswith(_REFUSED):
        return _FAULT_REMEDY
    return next((one.remedy for one in _BY_CODE.values() if one.reason == reason), None)
