"""Groups a guild's own entries by the number they share, and finds them by their words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from discord import app_commands

from bot.ui.name_search import MAX_CHOICES
from bot.ui.text import clip, escape
from cogs.canon.proposals.errors import ProposalError
from cogs.canon.proposals.summary import get_headline, get_id_suffix
from seeds.folding import fold
from seeds.schema import AnyEntry, Source
from storage.canon.guild_canon import GuildCanon
from storage.canon.rows import StoredEntry

MAX_CHOICE_NAME = 100
"""Characters the platform takes for one suggestion."""
_NUMBER = re.compile(r"#?(?:own-)?(?P<number>\d{1,9})")


class EntryNotFoundError(ProposalError):
    """The guild has no entry of its own that is called like this."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"This server has added nothing called “{escape(clip(typed, 50))}”: pick one from the "
            "list that comes up as you type."
        )


class EntryGroup(NamedTuple):
    """Entries that were added together: news is a source, an event and a status."""

    key: str
    """ "own-12"."""
    stored: tuple[StoredEntry, ...]

    @property
    def entries(self) -> list[AnyEntry]:
        """All of them, in the order they were added."""
        return [one.entry for one in self.stored]

    @property
    def main(self) -> StoredEntry:
        """The entry that the others were added for."""
        return self.stored[-1]

    @property
    def is_retired(self) -> bool:
        """Whether all of it is retired."""
        return all(one.is_retired for one in self.stored)

    @property
    def name(self) -> str:
        """ "own-12 · quote: I would fold it all again."."""
        gone = ", retracted" if self.is_retired else ""
        entry = self.main.entry
        return f"{self.key} · {entry.kind}{gone}: {get_headline(entry)}"


class EntryGroupIndex:
    """All entries a guild has added, newest first."""

    def __init__(self, stored: Iterable[StoredEntry]) -> None:
        groups: dict[str, list[StoredEntry]] = {}
        for one in stored:
            groups.setdefault(get_id_suffix(one.entry.id), []).append(one)
        self._groups = {
            number: EntryGroup(number, tuple(ones)) for number, ones in reversed(groups.items())
        }
        self._search_texts = {number: fold(one.name) for number, one in self._groups.items()}

    def get(self, key: str) -> EntryGroup | None:
        """Return what shares a number such as "own-12"; None without any."""
        return self._groups.get(key)

    def find(self, typed: str) -> EntryGroup | None:
        """Return what `typed` names: "12", "own-12", "#12", or the id of a single entry."""
        wanted = typed.strip().casefold()
        match = _NUMBER.fullmatch(wanted)
        if match:
            return self._groups.get(f"own-{int(match['number'])}")
        group = self._groups.get(get_id_suffix(wanted))
        if group is None:
            return None
        alone = tuple(one for one in group.stored if one.entry.id == wanted)
        return EntryGroup(group.key, alone) if alone else None

    def get_named(self, typed: str) -> EntryGroup:
        """Return what `typed` names, as `find` does; raises EntryNotFoundError."""
        group = self.find(typed)
        if group is None:
            raise EntryNotFoundError(typed)
        return group

    def suggest(self, typed: str, *, include_retired: bool) -> list[app_commands.Choice[str]]:
        """Return the groups that hold all the words typed, as choices."""
        words = fold(typed).split()
        matching_groups = (
            one
            for number, one in self._groups.items()
            if (include_retired or not one.is_retired)
            and all(w in self._search_texts[number] for w in words)
        )
        return [
            app_commands.Choice(name=clip(one.name, MAX_CHOICE_NAME), value=one.key)
            for one, _ in zip(matching_groups, range(MAX_CHOICES), strict=False)
        ]

    def list_retractable_ids(self, group: EntryGroup) -> list[str]:
        """Return the ids to retract with a group: all but sources that other entries cite."""
        own_ids = {entry.id for entry in group.entries}
        cited = self._get_ids_cited_by_others(own_ids)
        return [
            one.entry.id
            for one in group.stored
            if not one.is_retired and not (isinstance(one.entry, Source) and one.entry.id in cited)
        ]

    def _get_ids_cited_by_others(self, own_ids: Collection[str]) -> set[str]:
        return {
            reference
            for group in self._groups.values()
            for one in group.stored
            if one.entry.id not in own_ids and not one.is_retired
            for reference in one.entry.references
        }


async def build_entry_group_index(canon: GuildCanon) -> EntryGroupIndex:
    """Index a guild's own entries; to be called through `GuildCanon.derive`."""
    return EntryGroupIndex(await canon.list_guild_entries())
