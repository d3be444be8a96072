"""The protocols that a feature implements to have the scheduler send its posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from bot.ui.card import Card
from storage.posts.models import Schedule


class PostCalendar(Protocol):
    """What one guild gets posted on which dates, as its canon was when this was loaded."""

    def has_post_on(self, schedule: Schedule, day: date, /) -> bool:
        """Return whether there is anything to post on a local date."""
        ...

    async def build_card(self, schedule: Schedule, day: date, /) -> Card:
        """Return the post of a date for which `has_post_on` is true; the same at every call."""
        ...


class PostType(Protocol):
    """One kind of scheduled post."""

    @property
    def kind(self) -> str:
        """The name under which storage keeps its schedules."""
        ...

    @property
    def title(self) -> str:
        """What admins know it by: "Anniversary posts"."""
        ...

    @property
    def setup_command(self) -> str:
        """The command that sets it up, with its slash."""
        ...

    async def load_calendars(self, guild_ids: Iterable[int]) -> Mapping[int, PostCalendar]:
        """Return the calendar of each of the guilds, by guild id."""
        ...

    def custom_id_prefix(self, day: date) -> str:
        """Return the start of a custom id that only the post of `day` carries."""
        ...
