"""How what is found in feeds becomes a proposal: the contract between the two features."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from bot.base import ResourceKey
from seeds.feeds.findings import Finding


class FoundBody(NamedTuple):
    """A proposal of news that was found: its kind and its body, as the canon reads them."""

    kind: str
    body: str


class FindIntake(Protocol):
    """Turns findings into proposals; the canon implements it."""

    async def build(self, guild_id: int, finding: Finding) -> FoundBody | None:
        """Return the proposal of a finding; None when its page is on record already."""
        ...

    def add_source(self, body: str, finding: Finding) -> str:
        """Return the body of a proposal with a further source.

        It is the same body when it has that source, has enough, or cannot be read.
        """
        ...


FIND_INTAKE = ResourceKey[FindIntake]("intake of finds")
