"""The command `init`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.cli.exit_codes import OK
from bot.cli.installation.env_file import write_env_file
from bot.cli.installation.questions import ask, ask_secret, ask_yes_no, can_ask
from bot.errors import StartError
from bot.hosting.data_place import check_data_place, is_in_our_image
from bot.hosting.folders import (
    DEFAULT_DATABASE,
    ENV_FILE,
    find_bot_folder,
)
from bot.hosting.start_commands import build_start_command
from bot.settings import check_token

if TYPE_CHECKING:
    from bot.cli.installation.application import Application

PORTAL = "https://discord.com/developers/applications"


class Choices(NamedTuple):
    """What the owner wants."""

    folder: Path
    token: str
    has_pictures: bool
    pins_card: bool
    gives_roles: bool
    reads_answers: bool


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `init`."""
    init = add_parser("init", help="ask for the token, write .env, and print the invite link")
    init.add_argument(
        "--token", metavar="TOKEN", help="the bot's token; - reads it from standard input"
    )
    init.add_argument(
        "--pictures",
        action=argparse.BooleanOptionalAction,
        help="draw pictures on cards (default: yes)",
    )
    init.add_argument(
        "--pins",
        action=argparse.BooleanOptionalAction,
        help="pin the status card (default: no)",
    )
    init.add_argument(
        "--roles",
        action=argparse.BooleanOptionalAction,
        help="give members a role that is pinged (default: no)",
    )
    init.add_argument(
        "--typed-answers",
        action=argparse.BooleanOptionalAction,
        help="read trivia answers in the channel; needs Message Content Intent (default: no)",
    )
    init.add_argument(
        "--replace", action="store_true", help="change the settings of an .env that is there"
    )
    init.set_defaults(command=_initialize)


def _initialize(options: argparse.Namespace) -> int:
    choices = _gather(options)
    # Imported late: refusing what was typed does not need the Discord library.
    from bot.cli.installation.application import fetch_application

    application = asyncio.run(fetch_application(choices.token))
    if choices.reads_answers and not application.may_read_messages:
        raise StartError(
            f"{application.name} isn't allowed to read messages: turn on Message Content Intent on "
            "its Bot page in the Developer Portal, or leave typed answers out."
        )
    write_env_file(
        choices.folder / ENV_FILE,
        {
            "DISCORD_TOKEN": choices.token,
            "BOT_PICTURES": "on" if choices.has_pictures else "off",
            "BOT_MESSAGE_CONTENT": "true" if choices.reads_answers else "false",
        },
    )
    _print_next_steps(application, choices)
    print(f"\nThen start it: {build_start_command(choices.folder, is_named='folder' in options)}")
    return OK


def _gather(options: argparse.Namespace) -> Choices:
    """Return what the options say, and the answers to what they leave open.

    Raises StartError for a token that is none and for a folder that cannot be used.
    """
    is_asking = can_ask() and options.token is None
    if options.token is None and not is_asking:
        raise StartError(
            "There is no one to ask for the token: give it with --token, or - and standard input."
        )
    folder = find_bot_folder().absolute()
    # In a container, where it is follows from the volume.
    if is_asking and "folder" not in options and not is_in_our_image():
        folder = Path(ask("Folder for everything the bot keeps", str(folder))).expanduser()
    _check_folder(folder, may_replace=options.replace, is_asking=is_asking)
    token = _get_token(options.token)
    check_token(token)
    questions = (
        (options.pictures, "Pictures on cards?", True),
        (options.pins, "Pin the status card?", False),
        (options.roles, "Give members a role that is pinged?", False),
        (options.typed_answers, "Read trivia answers that are typed in the channel?", False),
    )
    return Choices(
        folder,
        token,
        *(
            given
            if given is not None
            else ask_yes_no(question, default=default)
            if is_asking
            else default
            for given, question, default in questions
        ),
    )


def _check_folder(folder: Path, *, may_replace: bool, is_asking: bool) -> None:
    """Raise StartError unless the settings and the data can be written there, and may be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(
            f"I can't make {error.filename}: {error.strerror}. Name another folder with --folder."
        ) from None
    check_data_place(folder / DEFAULT_DATABASE)
    env_file = folder / ENV_FILE
    if not env_file.exists() or may_replace:
        return
    if not is_asking:
        raise StartError(
            f"{env_file} is there already: add --replace to change its token, or name another "
            "folder with --folder."
        )
    if not ask_yes_no(f"{env_file} is there already. Change its token?", default=False):
        raise StartError("Nothing was changed: name another folder with --folder.")


def _get_token(given: str | None) -> str:
    if given == "-":
        return sys.stdin.readline().strip()
    if given is not None:
        return given
    print(f"The token is on the Bot page of your application: {PORTAL}")
    return ask_secret("Token (it isn't shown)")


def _print_next_steps(application: Application, choices: Choices) -> None:
    from bot.cli.installation.application import build_invite_link
    from bot.permissions import get_permission_name, list_invite_permissions

    flags = list_invite_permissions(
        has_pictures=choices.has_pictures,
        pins_card=choices.pins_card,
        gives_roles=choices.gives_roles,
    )
    names = ", ".join(map(get_permission_name, flags))
    print(f"Discord knows the token: it is {application.name}'s.")
    print(f"The settings are in {choices.folder / ENV_FILE}, which only you can read.")
    print(f"\nInvite the bot with this link, which asks for {names}:\n")
    print(f"    {build_invite_link(application.id, flags)}")
