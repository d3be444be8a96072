"""The command `emoji sync`."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.cli.exit_codes import OK
from bot.errors import StartError
from bot.settings import Settings, read_settings
from seeds.loader import load_pack

if TYPE_CHECKING:
    from bot.icons.sync import IconSync

EMOJI_LIMIT_REACHED = 30008
"""The code of Discord's refusal of a further emoji."""
NO_ROOM = (
    "Your application has as many emoji as Discord allows: delete some on its Emojis page, then "
    "run this again."
)


def add_commands(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `emoji` with its action."""
    emoji = add_parser("emoji", help="give cards small icons for stages and certainties")
    actions = emoji.add_subparsers(metavar="ACTION", required=True)
    sync = actions.add_parser("sync", help="upload the icons that Discord lacks or has outdated")
    sync.set_defaults(command=_sync)


def _sync(_options: argparse.Namespace) -> int:
    settings = read_settings(is_token_required=True)
    print(format_sync(asyncio.run(_sync_on_discord(settings))))
    return OK


async def _sync_on_discord(settings: Settings) -> IconSync:
    """Upload the icons of the packs. Raises StartError when Discord refuses, and PackError."""
    manifests = [load_pack(one).manifest for one in settings.seeds]
    # Imported late: other commands do not need the Discord library.
    import discord

    from bot.connection.login_errors import describe_login_error
    from bot.icons.sync import sync_icons

    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(settings.require_token())
            return await sync_icons(client, *manifests)
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code == EMOJI_LIMIT_REACHED:
                raise StartError(NO_ROOM) from error
            described = describe_login_error(error, retry="run this again")
            if described is None:
                raise
            raise StartError(str(described)) from error


def format_sync(done: IconSync) -> str:
    """Return what was done, as one sentence or two."""
    if not done.uploaded and not done.replaced:
        return f"All {done.kept} icons are there already."
    parts = [
        f"{verb} {number} {'icon' if number == 1 else 'icons'}"
        for verb, number in (("uploaded", done.uploaded), ("replaced", done.replaced))
        if number
    ]
    kept = f"; {done.kept} were there already" if done.kept else ""
    return f"I {' and '.join(parts)}{kept}. Cards show them from the bot's next start."
