"""Exit codes of the command line."""

OK = 0
PROBLEMS_FOUND = 1
"""A pack was checked and has problems."""
CANNOT_START = 2
"""The person at the keyboard has to change something first."""


class StartError(Exception):
    """The program cannot start; the message is one sentence that says what to do."""
