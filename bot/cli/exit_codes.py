"""Exit codes of the command line."""

OK = 0
PROBLEMS_FOUND = 1
"""What was checked, such as a pack or the running bot, has problems."""
CANNOT_START = 2
"""The owner has to change something before the next try."""
TRY_LATER = 75
"""A later start may succeed without any change (EX_TEMPFAIL), so a service manager may try."""
INTERRUPTED = 130
"""A person pressed Ctrl-C at a question; what shells return for SIGINT."""
