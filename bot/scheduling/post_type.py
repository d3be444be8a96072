"""The protocols that a feature implements so that the scheduler sends its posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from bot.ui.card import Card
from storage.posts.models import Schedule


class PostCalendar(Protocol):
    """The dates with a post and the posts of one guild, by its canon at the time of loading."""

    def has_post_on(self, schedule: Schedule, day: date, /) -> bool:
        """Return whether there is anything to post on a local date."""
        ...

    async def build_card(self, schedule: Schedule, day: date, /) -> Card:
        """Return the post of a date for which `has_post_on` is true; each call returns the same."""
        ...


class PostType(Protocol):
    """One kind of scheduled post."""

    @property
    def kind(self) -> str:
        """The `kind` of its schedules in storage."""
        ...

    @property
    def title(self) -> str:
        """The name in notices to admins: "Anniversary posts"."""
        ...

    @property
    def setup_command(self) -> str:
        """The command to set it up, with the slash."""
        ...

    async def load_calendars(self, guild_ids: Iterable[int]) -> Mapping[int, PostCalendar]:
        """Return the calendar of each of the guilds, by guild id."""
        ...

    def custom_id_prefix(self, day: date) -> str:
        """Return the start of a custom id that only the post of `day` carries."""
        ...
