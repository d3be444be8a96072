"""Exit codes of the command line."""

OK = 0
PROBLEMS_FOUND = 1
"""A pack was checked and has problems."""
CANNOT_START = 2
"""The person at the keyboard has to change something first."""
TRY_LATER = 75
"""Nobody has to change anything: a service manager may start it again (EX_TEMPFAIL)."""
