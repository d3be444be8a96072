"""Whether the log can be written to its file."""

from __future__ import annotations

from bot.doctor.check_results import CheckResult, good, warning
from bot.logs.destinations import find_log_problem
from bot.settings import Settings


def check_log(settings: Settings) -> CheckResult:
    """Return whether the log goes to its file as well."""
    problem = find_log_problem(settings)
    if problem is not None:
        return warning("log", problem)
    if settings.log_path is None:
        return good("log", "It goes to the screen only, as BOT_LOG_FILE says.")
    return good("log", f"It goes to {settings.log_path} as well.")
