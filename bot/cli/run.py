"""The commands `run` and `demo`, and how a bot runs until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.cli.exit_codes import OK
from bot.cli.packs import describe_pack_refusal
from bot.errors import StartError
from bot.hosting.data_place import check_data_place
from bot.hosting.folders import DEFAULT_DEMO_FOLDER, find_bot_folder
from bot.hosting.missing_extras import build_missing_extra_error
from bot.hosting.restore_advice import describe_refusal
from bot.logs.configuration import set_up_logs
from bot.logs.destinations import find_log_problem, open_handlers, write_reason
from bot.settings import Settings, read_settings
from seeds.pack import PackError
from storage.errors import StorageError

log = logging.getLogger(__name__)


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `run` and `demo`."""
    run = add_parser("run", help="run on Discord; needs DISCORD_TOKEN")
    run.add_argument(
        "--fresh",
        action="store_true",
        help="begin with an empty database although the bot ran before",
    )
    run.set_defaults(command=run_bot)

    demo = add_parser("demo", help="try everything in a browser, without a token")
    demo.add_argument("--port", type=_parse_port, help="port to serve on (default: 8765)")
    demo.add_argument(
        "--keep",
        type=Path,
        nargs="?",
        const=DEFAULT_DEMO_FOLDER,
        metavar="FOLDER",
        help="keep everything for the next start (default: data/demo in the bot's folder)",
    )
    demo.add_argument(
        "--speed", type=_parse_speed, default=1.0, help="let time pass this many times as fast"
    )
    demo.add_argument(
        "--no-open", dest="opens", action="store_false", help="do not open the browser"
    )
    demo.set_defaults(command=_run_demo)


def run_bot(options: argparse.Namespace) -> int:
    """Run the bot on Discord until it is stopped, and return the exit code.

    Raises StartError when a setting is wrong or Discord refuses the bot.
    """
    settings = read_settings(is_token_required=True)
    if isinstance(settings.database, Path):
        check_data_place(settings.database)
    # Imported late: checking a pack or refusing a setting does not need the Discord library.
    from bot.app import run_on_discord

    handlers = list(open_handlers(settings))
    program = run_on_discord(settings, may_be_new=options.fresh)
    return _run_until_stopped(program, settings, handlers, find_log_problem(settings))


def _run_demo(options: argparse.Namespace) -> int:
    try:
        from bot.demo.server import run_demo
    except ModuleNotFoundError as error:
        raise build_missing_extra_error("The demo", "demo", error) from None
    settings = read_settings()
    keep = options.keep
    if keep is DEFAULT_DEMO_FOLDER:
        keep = find_bot_folder() / keep
    if "log_level" not in settings.model_fields_set:
        settings = settings.model_copy(update={"log_level": "WARNING"})
    return _run_until_stopped(
        run_demo(settings, options.port, keep, speed=options.speed, opens=options.opens),
        settings,
    )


def _parse_port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _parse_speed(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) <= 1000:
            return float(text)
    raise argparse.ArgumentTypeError("a speed is a number up to 1000, such as 10")


def _run_until_stopped(
    program: Coroutine[Any, Any, None],
    settings: Settings,
    more_handlers: Iterable[logging.Handler] = (),
    log_problem: str | None = None,
) -> int:
    """Run `program` until it ends, or until Ctrl-C or a service manager's SIGTERM.

    `log_problem` is logged first. The reason of an end that the owner has to see to is written to
    `more_handlers`, too. Raises StartError for a faulty pack.
    """
    handlers = list(more_handlers)
    set_up_logs(settings.log_level, settings.log_format, settings.secrets, more_handlers=handlers)
    if log_problem is not None:
        log.warning("%s", log_problem)
    try:
        asyncio.run(_cancel_on_sigterm(program))
    except (asyncio.CancelledError, KeyboardInterrupt):
        log.info("stopped, as asked")
    except PackError as error:
        refusal = StartError(describe_pack_refusal(error))
        write_reason(handlers, str(refusal))
        raise refusal from error
    except (StartError, StorageError) as error:
        write_reason(handlers, describe_refusal(error))
        raise
    return OK


async def _cancel_on_sigterm(program: Coroutine[Any, Any, None]) -> None:
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError):  # Windows has no such signal handlers
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await program
