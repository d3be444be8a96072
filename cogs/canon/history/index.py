"""A server's own entries by the number they share, and the words they are found by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from discord import app_commands

from bot.ui.name_search import MAX_CHOICES
from bot.ui.text import clip
from cogs.canon.proposals.summary import headline_of, number_of
from seeds.folding import fold
from seeds.schema import AnyEntry, Source
from storage.canon.guild_entries import StoredEntry

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon
    from storage.store import Store

MAX_NAME = 100
"""Characters the platform takes for one suggestion."""
_TYPED = re.compile(r"#?(?:own-)?(?P<number>\d{1,9})")


class Numbered(NamedTuple):
    """What came in together: a piece of news is its source, its event and its status."""

    number: str
    """ "own-12"."""
    stored: tuple[StoredEntry, ...]

    @property
    def entries(self) -> list[AnyEntry]:
        """All of them, in the order they were added."""
        return [one.entry for one in self.stored]

    @property
    def shown(self) -> StoredEntry:
        """The one that the others came along for."""
        return self.stored[-1]

    @property
    def is_retired(self) -> bool:
        """Whether none of it counts."""
        return all(one.is_retired for one in self.stored)

    @property
    def name(self) -> str:
        """ "own-12 · quote: I would fold it all again."."""
        gone = ", retracted" if self.is_retired else ""
        entry = self.shown.entry
        return f"{self.number} · {entry.kind}{gone}: {headline_of(entry)}"


class Index:
    """All there ever was, newest first."""

    def __init__(self, stored: Iterable[StoredEntry]) -> None:
        groups: dict[str, list[StoredEntry]] = {}
        for one in stored:
            groups.setdefault(number_of(one.entry.id), []).append(one)
        self._groups = {
            number: Numbered(number, tuple(ones)) for number, ones in reversed(groups.items())
        }
        self._words = {number: fold(one.name) for number, one in self._groups.items()}

    def get(self, number: str) -> Numbered | None:
        """What shares a number such as "own-12"."""
        return self._groups.get(number)

    def find(self, typed: str) -> Numbered | None:
        """What `typed` names: "12", "own-12", "#12", or the id of one entry, which comes alone."""
        wanted = typed.strip().casefold()
        match = _TYPED.fullmatch(wanted)
        if match:
            return self._groups.get(f"own-{int(match['number'])}")
        group = self._groups.get(number_of(wanted))
        if group is None:
            return None
        alone = tuple(one for one in group.stored if one.entry.id == wanted)
        return Numbered(group.number, alone) if alone else None

    def suggest(self, typed: str, *, retired: bool) -> list[app_commands.Choice[str]]:
        """Those that hold all the words typed; without `retired`, only what counts."""
        words = fold(typed).split()
        fitting = (
            one
            for number, one in self._groups.items()
            if (retired or not one.is_retired) and all(w in self._words[number] for w in words)
        )
        return [
            app_commands.Choice(name=clip(one.name, MAX_NAME), value=one.number)
            for one, _ in zip(fitting, range(MAX_CHOICES), strict=False)
        ]

    def to_retract(self, group: Numbered) -> list[str]:
        """The ids of a group that go with it: all but sources that something else cites."""
        own = {entry.id for entry in group.entries}
        cited = self._cited_by_others(own)
        return [
            one.entry.id
            for one in group.stored
            if not one.is_retired and not (isinstance(one.entry, Source) and one.entry.id in cited)
        ]

    def _cited_by_others(self, own: Collection[str]) -> set[str]:
        return {
            reference
            for group in self._groups.values()
            for one in group.stored
            if one.entry.id not in own and not one.is_retired
            for reference in one.entry.references
        }


class Indexes:
    """The index of each server, made anew once its canon has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: WeakKeyDictionary[GuildCanon, Index] = WeakKeyDictionary()

    async def of(self, guild_id: int) -> Index:
        """What a server has and had of its own."""
        view = self._store.canon.for_guild(guild_id)
        if view.guild_id != guild_id:
            return Index(())
        index = self._kept.get(view)
        if index is None:
            index = self._kept[view] = Index(await self._store.guild_entries.list_all(guild_id))
        return index
