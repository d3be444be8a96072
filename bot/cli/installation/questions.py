"""Asks the person at the terminal."""

from __future__ import annotations

import getpass
import sys

from bot.errors import StartError


def can_ask() -> bool:
    """Return whether a person can answer: not in a script or a service."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str, default: str) -> str:
    """Return the answer, `default` when it is empty."""
    return _read(f"{question} [{default}]: ") or default


def ask_yes_no(question: str, *, default: bool) -> bool:
    """Return whether the answer is yes, `default` when it is empty; ask until it is clear."""
    while answer := _read(f"{question} [{'Y/n' if default else 'y/N'}] ").lower():
        if answer in ("y", "yes", "n", "no"):
            return answer[0] == "y"
        print("Answer y or n.")
    return default


def ask_secret(question: str) -> str:
    """Return the answer, which is not shown."""
    try:
        return getpass.getpass(f"{question}: ").strip()
    except EOFError:
        raise _build_end_error() from None


def _read(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        raise _build_end_error() from None


def _build_end_error() -> StartError:
    return StartError("The answers ended too early: run it again, or give them as options.")
