"""Says what to type to give the bot its token and to start it, also on a container's host."""

from __future__ import annotations

import os
from pathlib import Path

from bot.hosting.data_place import (
    CONTAINER,
    IMAGE,
    VOLUME_VARIABLE,
    find_mounted_source,
    is_in_our_image,
)
from bot.hosting.folders import (
    ENV_FILE,
    FOLDER_VARIABLE,
    find_bot_folder,
    get_program_name,
    is_run_from_source,
    quote_path,
)

DEFAULT_VOLUME = "fan-bot-data"
"""The name that the documents give to the volume."""


def build_start_command(folder: Path, *, is_named: bool) -> str:
    """Return what to type in this terminal to run the bot with everything in `folder`.

    The folder is part of it if `is_named`, or if it is not the one that would be found. For a
    container it is what to type on its host.
    """
    if is_in_our_image():
        return (
            f"docker run --detach --name {CONTAINER} --restart unless-stopped --read-only "
            f"--tmpfs /tmp {_build_volume_option()} {IMAGE}"
        )
    return f"{_build_program(folder, is_named=is_named)} run"


def build_init_command() -> str:
    """Return what to type to have the token asked for."""
    if is_in_our_image():
        return f"docker run --rm --interactive --tty {_build_volume_option()} {IMAGE} init"
    return f"{build_program()} init"


def advise_on_missing_token() -> str:
    """Return where the token belongs, as a clause."""
    init = f"run `{build_init_command()}`, which asks for it"
    if is_in_our_image():
        return init
    file = find_bot_folder() / ENV_FILE
    if file.exists():
        init = f"put your bot's token after it in {file}, or {init}"
    demo = "make demo" if is_run_from_source() else f"{get_program_name()} demo"
    return f"{init}; `{demo}` doesn't need one"


def build_program() -> str:
    """Return what to type for the program in this terminal, with the folder if one is named."""
    is_named = bool(os.environ.get(FOLDER_VARIABLE, "").strip())
    return _build_program(find_bot_folder(), is_named=is_named)


def _build_program(folder: Path, *, is_named: bool) -> str:
    if is_named or folder.absolute() != find_bot_folder().absolute():
        return f"{get_program_name()} --folder {quote_path(folder)}"
    return get_program_name()


def _build_volume_option() -> str:
    volume = os.environ[VOLUME_VARIABLE].strip()
    return f"--volume {find_mounted_source(Path(volume)) or DEFAULT_VOLUME}:{volume}"
