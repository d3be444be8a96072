"""What is wrong at this moment and needs the person who runs the bot."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.markdown import Markdown


class Subject(StrEnum):
    """What something may be wrong with; the values are those in the database."""

    BACKUP = "backup"
    COMMANDS = "commands"
    DATABASE = "database"
    DATABASE_FILE = "database file"
    FEEDS = "feeds"
    FREE_SPACE = "free space"
    GATEWAY = "gateway"
    INCIDENTS = "incidents"


class Concern(NamedTuple):
    """Two sentences without names, ids or words of members: what is wrong, and what to do."""

    fault: Markdown
    remedy: Markdown


class Concerns:
    """The concerns of one process, one for each subject."""

    def __init__(self) -> None:
        self._by_subject: dict[Subject, Concern] = {}

    @property
    def current(self) -> Mapping[Subject, Concern]:
        """The concerns at this moment, by subject."""
        return MappingProxyType(self._by_subject)

    def raise_concern(self, subject: Subject, fault: Markdown, remedy: Markdown) -> None:
        """Note that something is wrong, until `clear` is called."""
        self._by_subject[subject] = Concern(fault, remedy)

    def clear(self, subject: Subject) -> None:
        """Note that all is well again."""
        self._by_subject.pop(subject, None)
