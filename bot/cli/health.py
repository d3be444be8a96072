"""The commands `health` and `doctor`: ask the running bot how it is, and find what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import http.client
import ipaddress
import json
from collections.abc import Callable, Iterator
from typing import Any

from bot.cli.exit_codes import OK, PROBLEMS_FOUND
from bot.errors import StartError
from bot.logs.configuration import set_up_logs
from bot.settings import read_settings

ANSWER_TIMEOUT_S = 5.0


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `health` and `doctor`."""
    health = add_parser("health", help="ask the running bot how it is; needs BOT_HTTP")
    health.set_defaults(command=_ask)

    doctor = add_parser("doctor", help="find what is wrong, also while the bot runs")
    doctor.add_argument("--json", action="store_true", help="print JSON instead of a table")
    doctor.add_argument(
        "--servers",
        type=_parse_count,
        default=100,
        metavar="N",
        help="look at this many servers at most (default: 100)",
    )
    doctor.set_defaults(command=_examine)


def _parse_count(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError("write a number of servers, such as 100")
    return int(text)


def _examine(options: argparse.Namespace) -> int:
    """Print a row for each check; return 0 when all are good, 1 with warnings, 2 otherwise.

    Raises StartError when a setting is wrong.
    """
    settings = read_settings()
    # Imported late: asking the running bot does not need the Discord library.
    from bot.doctor.check_results import format_json, format_table, get_exit_code
    from bot.doctor.examination import examine

    set_up_logs("ERROR", settings.log_format, settings.secrets)
    results = asyncio.run(examine(settings, options.servers))
    print(format_json(results) if options.json else format_table(results))
    return get_exit_code(results)


def _ask(_options: argparse.Namespace) -> int:
    """Print what `/healthz` says; return 0 when all is well, 1 when it is not or nothing answers.

    Raises StartError when the bot serves nothing.
    """
    address = read_settings().http_address
    if address is None:
        raise StartError(
            "BOT_HTTP isn't set, so I can't ask the bot: set it, for example to 127.0.0.1:8080, "
            "and start the bot again."
        )
    host, port = _get_host_to_ask(address[0]), address[1]
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_TIMEOUT_S)
    try:
        connection.request("GET", "/healthz")
        answer = json.loads(connection.getresponse().read())
        lines = list(_format_checks(answer["checks"]))
        is_healthy = bool(answer["healthy"])
    except ConnectionRefusedError:
        print(f"Nothing answers at {shown}: start the bot.")
        return PROBLEMS_FOUND
    except TimeoutError:
        print(
            f"I got no answer from {shown} within {ANSWER_TIMEOUT_S:g} seconds: the bot hangs, or "
            "BOT_HTTP names another computer."
        )
        return PROBLEMS_FOUND
    except OSError as error:
        print(f"I can't ask the bot at {shown}: {error.strerror or error}.")
        return PROBLEMS_FOUND
    except (http.client.HTTPException, ValueError, LookupError, TypeError):
        print(f"Another program answers at {shown}: choose another port in BOT_HTTP.")
        return PROBLEMS_FOUND
    finally:
        connection.close()
    print("\n".join(lines))
    return OK if is_healthy else PROBLEMS_FOUND


def _get_host_to_ask(host: str) -> str:
    """Return the host; for "every address of this computer" one of them."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"


def _format_checks(checks: dict[str, Any]) -> Iterator[str]:
    for name, check in checks.items():
        state = "good" if check["healthy"] else "broken"
        yield f"{name.replace('_', ' '):<11} {state:<7} {check['detail']}"
