"""The command `init`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.cli.exit_codes import INTERRUPTED, OK
from bot.cli.installation.env_file import write_env_file
from bot.cli.installation.questions import ask, ask_secret, ask_yes_no, can_ask
from bot.errors import StartError
from bot.hosting.data_place import check_data_place, is_in_our_image
from bot.hosting.folders import (
    DEFAULT_DATABASE,
    ENV_FILE,
    find_bot_folder,
)
from bot.hosting.new_folder import make_folder, remove_folder
from bot.hosting.setting_hints import HINTS
from bot.hosting.start_commands import build_start_command
from bot.settings import looks_like_token

if TYPE_CHECKING:
    from bot.cli.installation.application import Application

PORTAL = "https://discord.com/developers/applications"
STANDARD_INPUT = "-"
MAX_TRIES = 3
"""How often a person may type a token."""
QUESTIONS = (
    ("Pictures on cards, such as the road to the release? The text says the same.", True),
    ("Pin the status card, so that it is easy to find? Needs Pin Messages.", False),
    ("Give members who want it a role that posts ping? Needs Manage Roles.", False),
    (
        "Read trivia answers that are typed in the channel? Needs Message Content Intent; buttons "
        "work without.",
        False,
    ),
)
"""What is asked after the token, with the answer of those who only press Enter."""


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
    try:
        application, choices = _prepare(options)
    except KeyboardInterrupt:
        print("\nNothing was written.", file=sys.stderr)
        return INTERRUPTED
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


def _prepare(options: argparse.Namespace) -> tuple[Application, Choices]:
    """Return whose the token is, what the options say, and the answers to what they leave open.

    Raises StartError for a token that is none, for one of an application that may not do what is
    chosen, and for a folder that cannot be used.
    """
    given: str | None = options.token
    is_asking = given is None and can_ask()
    if given is None and not is_asking:
        raise StartError(
            "Give the token with --token TOKEN, or with --token - and the token on standard input."
        )
    folder = find_bot_folder().absolute()
    # In a container, where it is follows from the volume.
    if is_asking and "folder" not in options and not is_in_our_image():
        folder = Path(ask("Folder for everything the bot keeps", str(folder))).expanduser()
    with _hold_folder(folder):
        _check_folder(folder, may_replace=options.replace, is_asking=is_asking)
        if given is None:
            token, application = _ask_for_token()
        else:
            token = sys.stdin.readline().strip() if given == STANDARD_INPUT else given
            application = _find_application(token)
        choices = Choices(folder, token, *_choose(options, is_asking=is_asking))
        if choices.reads_answers and not application.may_read_messages:
            raise StartError(
                f"{application.name} isn't allowed to read messages: turn on Message Content "
                "Intent on its Bot page in the Developer Portal, or leave typed answers out."
            )
    return application, choices


def _choose(options: argparse.Namespace, *, is_asking: bool) -> Iterator[bool]:
    """Yield the last choices in their order: as given, or else as answered, or the default."""
    for given, (question, default) in zip(
        (options.pictures, options.pins, options.roles, options.typed_answers),
        QUESTIONS,
        strict=True,
    ):
        if given is not None:
            yield given
        else:
            yield ask_yes_no(question, default=default) if is_asking else default


@contextmanager
def _hold_folder(folder: Path) -> Generator[None]:
    """Make a folder for the block, and remove what was made if that raises.

    Raises StartError when it cannot be made.
    """
    try:
        made = make_folder(folder)
    except OSError as error:
        raise StartError(
            f"I can't make {error.filename}: {error.strerror}. Name another folder with --folder."
        ) from None
    try:
        yield
    except BaseException:
        remove_folder(made)
        raise


def _check_folder(folder: Path, *, may_replace: bool, is_asking: bool) -> None:
    """Raise StartError unless the settings and the data can be written there, and may be."""
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
        raise StartError("Nothing was changed.")


def _ask_for_token() -> tuple[str, Application]:
    """Ask for the token until Discord accepts one, at most three times.

    Raises WrongTokenError at the last one.
    """
    from bot.cli.installation.application import WrongTokenError

    print(
        f"The token lets me log in as your bot. It is on the Bot page of your application: {PORTAL}"
    )
    for tries_left in reversed(range(MAX_TRIES)):
        token = ask_secret("Token (it isn't shown)")
        try:
            return token, _find_application(token)
        except WrongTokenError as error:
            if not tries_left:
                raise
            print(error)
    raise AssertionError("the last try returns or raises")


def _find_application(token: str) -> Application:
    """Return the application of a token. Raises WrongTokenError and UnreachableError."""
    # Imported late: refusing what was typed before does not need the Discord library.
    from bot.cli.installation.application import WrongTokenError, fetch_application

    if not looks_like_token(token):
        raise WrongTokenError(f"That isn't a bot token: {HINTS['DISCORD_TOKEN']}.")
    return asyncio.run(fetch_application(token))


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
