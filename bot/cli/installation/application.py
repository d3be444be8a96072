"""Asks Discord whose token it is, and makes the link that invites the bot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import discord

from bot.connection.login_errors import describe_login_error
from bot.errors import StartError


class WrongTokenError(StartError):
    """A text is no token, or one that Discord does not accept."""


@dataclass(frozen=True, slots=True)
class Application:
    """An application in the Developer Portal."""

    id: int
    name: str
    may_read_messages: bool
    """Whether Message Content Intent is turned on."""


async def fetch_application(token: str) -> Application:
    """Return the application that a token belongs to.

    Raises WrongTokenError when Discord does not accept the token, UnreachableError when it cannot
    be asked.
    """
    client = discord.Client(intents=discord.Intents.none())
    try:
        async with client:
            await client.login(token)
    except discord.LoginFailure as error:
        raise WrongTokenError(
            "Discord doesn't accept this token: reset it on the Bot page of your application in "
            "the Developer Portal and use the new one."
        ) from error
    except Exception as error:
        described = describe_login_error(error, retry="run init again")
        if described is None:
            raise
        raise described from error
    assert client.application is not None, "known once logged in"
    flags = client.application.flags
    return Application(
        client.application.id,
        client.application.name,
        flags.gateway_message_content or flags.gateway_message_content_limited,
    )


def build_invite_link(application_id: int, permissions: Iterable[str]) -> str:
    """Return the address that adds the bot to a server, with permissions by their attributes."""
    return discord.utils.oauth_url(
        application_id,
        permissions=discord.Permissions(**dict.fromkeys(permissions, True)),
        scopes=("bot", "applications.commands"),
    )
