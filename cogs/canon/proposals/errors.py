"""What is wrong with something typed, as the sentence that whoever typed it is told."""

from __future__ import annotations


class FieldError(ValueError):
    """One field cannot be understood; its text is a sentence that says what to write instead."""
