"""Files that members send in forms, and those that wait for a confirmation."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.base import Interaction
from bot.errors import RefusedError
from bot.markdown import format_number
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most

log = logging.getLogger(__name__)

DOWNLOAD_TIMEOUT_S = 20.0
MAX_PENDING = 20
"""Files that wait for a confirmation at the same time."""


class UploadedFile(NamedTuple):
    """A file in a submitted form; `size` is in bytes."""

    name: str
    size: int
    url: str

    async def read(self, interaction: Interaction, max_bytes: int) -> bytes:
        """Return the content. Raises RefusedError when it is too large or Discord has it not."""
        if self.size > max_bytes:
            raise RefusedError(
                f"That file is over {format_number(max_bytes // 1_000, ',')} kB: split it and send "
                "the parts."
            )
        try:
            return await wait_at_most(
                DOWNLOAD_TIMEOUT_S, interaction.client.http.get_from_cdn(self.url)
            )
        except REQUEST_ERRORS as error:
            log.info("server %s: no file from a form: %r", interaction.guild_id, error)
            raise RefusedError("I couldn't get that file from Discord: send it again.") from None


class PendingUpload(Protocol):
    """A checked file that waits until the member who sent it confirms it."""

    @property
    def guild_id(self) -> int:
        """The guild that it was sent in."""
        ...

    @property
    def member_id(self) -> int:
        """The member who sent it."""
        ...


UploadT = TypeVar("UploadT", bound=PendingUpload)


class PendingUploads(Generic[UploadT]):
    """Files that wait for confirmation, in memory only."""

    def __init__(self, expired_error: Callable[[], RefusedError]) -> None:
        self._expired_error = expired_error
        self._by_token: OrderedDict[str, UploadT] = OrderedDict()

    def add(self, pending: UploadT) -> str:
        """Keep a file and return its token; the oldest is dropped when there are too many."""
        token = secrets.token_hex(4)
        self._by_token[token] = pending
        while len(self._by_token) > MAX_PENDING:
            self._by_token.popitem(last=False)
        return token

    def pop(self, token: str, guild_id: int, member_id: int) -> UploadT:
        """Remove and return the file of that member.

        Raises the error given to the constructor when it is not here any more.
        """
        pending = self._by_token.get(token)
        if pending is None or (pending.guild_id, pending.member_id) != (guild_id, member_id):
            raise self._expired_error()
        return self._by_token.pop(token)
