"""Which commands `/help` names first."""

from __future__ import annotations

HELP_POSITION = "help position"
"""The key, in the `extras` of a command, of an integer: the commands with the lowest come first.

Commands without it are named behind a button.
"""
