"""What an owner can do about an error, by its class and its text."""

from __future__ import annotations

import re

from bot.hosting.data_place import get_owner_command

_OUTAGE = (
    "Discord had an outage of its own. If commands work again, there is nothing to do; "
    "otherwise look at discordstatus.com."
)
_NETWORK = (
    "I couldn't reach Discord. If it goes on, check this computer's network, then run "
    "`{program} doctor`."
)
_DOCTOR = "Run `{program} doctor`: it names the permission I lack in each server."
_LIMIT = "Discord limited me for a while. If it goes on, stop other programs that use my token."
_DATABASE = (
    "The database isn't as this version made it. Run `{program} doctor`; if it says the database "
    "is broken, stop me and run `{program} restore FILE` with your newest backup."
)
_FULL = "The disk is full: make room on it. I go on by myself then."
_MEMORY = "This computer had no memory left: end other programs, or give it more."
_INSTALLATION = (
    "A part of me isn't installed as it should be: install everything in requirements.lock again, "
    "or the package."
)
_MISTAKE = (
    "It looks like a mistake in my code. Update me if there is a newer version; if it happens "
    "again, report it with everything below."
)
_REMEDIES: tuple[tuple[str, str], ...] = (
    (r"discord\.\S*DiscordServerError\b|discord\.\S*HTTPException: 5\d\d", _OUTAGE),
    (r"discord\.\S*(Forbidden|HTTPException): 403", _DOCTOR),
    (r"discord\.\S*(RateLimited\b|HTTPException: 429)", _LIMIT),
    (r".*No space left on device|.*(database or disk is full)", _FULL),
    (r".*(no such (table|column)|(relation|column) \S+ does not exist|malformed)", _DATABASE),
    (r"MemoryError\b", _MEMORY),
    (r"(ModuleNotFoundError|ImportError)\b", _INSTALLATION),
    (r"aiohttp\.|\S*(TimeoutError|Connection\w*Error|gaierror)\b|OSError: ", _NETWORK),
)


def find_remedy(error: str) -> str:
    """Return what to do about an error, the last line of a traceback."""
    advice = next((advice for known, advice in _REMEDIES if re.match(known, error)), _MISTAKE)
    return advice.replace("{program}", get_owner_command())
