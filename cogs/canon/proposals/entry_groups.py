"""Groups a guild's own entries by the number they share, and finds them by their words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from discord import app_commands

from bot.markdown import escape
from bot.ui.name_search import MAX_CHOICES
from bot.ui.text import clip
from cogs.canon.proposals.errors import ProposalError
from cogs.canon.proposals.summary import get_headline, get_id_suffix
from seeds.folding import fold
from seeds.schema import AnyEntry, Event, Source, Status
from storage.canon.guild_canon import GuildCanon
from storage.canon.rows import StoredEntry

MAX_CHOICE_NAME = 100
"""The platform's limit for the name of a choice, in characters."""
_NUMBER = re.compile(r"#?(?:own-)?(?P<number>\d{1,9})")


class EntryNotFoundError(ProposalError):
    """The guild has no entry of its own with this number or id."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"This server hasn't added anything called “{escape(clip(typed, 50))}”: pick one from "
            "the list that comes up as you type."
        )


class EntryGroup(NamedTuple):
    """Entries that were added together, such as the source, event and status of one news item."""

    key: str
    """ "own-12"."""
    stored: tuple[StoredEntry, ...]

    @property
    def entries(self) -> list[AnyEntry]:
        """All its entries, in the order they were added."""
        return [one.entry for one in self.stored]

    @property
    def number(self) -> int:
        """The number of the proposal that added it, or one that no proposal has."""
        return int(self.key.removeprefix("own-"))

    @property
    def main(self) -> StoredEntry:
        """The entry that the others belong to: the last one, of those in use if there are any."""
        return next((one for one in reversed(self.stored) if not one.is_retired), self.stored[-1])

    @property
    def is_retired(self) -> bool:
        """Whether all its entries are retired."""
        return all(one.is_retired for one in self.stored)

    @property
    def name(self) -> str:
        """The name shown in choices: "Quote 12, taken back: I would fold it all again."."""
        gone = ", taken back" if self.is_retired else ""
        entry = self.main.entry
        kind = "news" if isinstance(entry, Event | Status) else entry.kind
        return f"{kind.capitalize()} {self.number}{gone}: {get_headline(entry)}"


class EntryGroupIndex:
    """All entries a guild has added, newest first."""

    def __init__(self, stored: Iterable[StoredEntry]) -> None:
        groups: dict[str, list[StoredEntry]] = {}
        for stored_entry in stored:
            groups.setdefault(get_id_suffix(stored_entry.entry.id), []).append(stored_entry)
        self._groups = {
            key: EntryGroup(key, tuple(sorted(entries, key=_get_position)))
            for key, entries in reversed(groups.items())
        }
        self._search_texts = {
            key: fold(f"{key} {group.name}") for key, group in self._groups.items()
        }

    def get(self, key: str) -> EntryGroup | None:
        """Return the group with a key such as "own-12"; None if there is none."""
        return self._groups.get(key)

    def find(self, typed: str) -> EntryGroup | None:
        """Return the group that `typed` names; None if there is none.

        "12", "own-12" and "#12" name a whole group; the id of an entry names that entry alone.
        """
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
        """Return what `find` does; raises EntryNotFoundError instead of returning None."""
        group = self.find(typed)
        if group is None:
            raise EntryNotFoundError(typed)
        return group

    def suggest(self, typed: str, *, include_retired: bool) -> list[app_commands.Choice[str]]:
        """Return choices for the groups whose names contain all the words in `typed`."""
        words = fold(typed).split()
        matching_groups = (
            group
            for key, group in self._groups.items()
            if (include_retired or not group.is_retired)
            and all(word in self._search_texts[key] for word in words)
        )
        return [
            app_commands.Choice(name=clip(group.name, MAX_CHOICE_NAME), value=group.key)
            for group, _ in zip(matching_groups, range(MAX_CHOICES), strict=False)
        ]

    def list_retractable_ids(self, group: EntryGroup) -> list[str]:
        """Return the active ids of a group, without sources that entries of other groups cite."""
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


def _get_position(stored: StoredEntry) -> int:
    """Return where drafts have entries of that kind: sources first, a status last.

    A source or status may have been added later than the rest, when its proposal was approved
    again. Entries of one kind stay in the order in which they were added.
    """
    match stored.entry:
        case Source():
            return 0
        case Status():
            return 2
        case _:
            return 1


async def build_entry_group_index(canon: GuildCanon) -> EntryGroupIndex:
    """Index a guild's own entries; call it through `GuildCanon.derive`, which caches the result."""
    return EntryGroupIndex(await canon.list_guild_entries())
