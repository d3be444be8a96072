"""Reads the events of a canon in pages, by year and topic."""

from __future__ import annotations

from dataclasses import dataclass

from seeds.schema import Event
from storage.canon.canon import Canon
from storage.database import Database

_FROM_WHERE = (
    " FROM entry e WHERE e.owner IN (:pack, :owner) AND e.kind = 'event' AND e.retired_at IS NULL"
    " AND (CAST(:year AS TEXT) IS NULL OR e.date_key >= :year AND e.date_key < :next_year)"
    " AND (CAST(:topic AS TEXT) IS NULL"
    " OR e.number IN (SELECT number FROM entry_topic WHERE topic = :topic))"
    " AND (CAST(:with_births AS INTEGER) = 1 OR json_extract(e.body, '$.category') <> 'birth')"
)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of events, newest first, and the number of all matching ones."""

    events: list[Event]
    total: int
    births_left_out: int
    """Births that match but are listed only with a year or a topic."""


class Timeline:
    """Repository of the events that a guild sees: the pack's and its own."""

    def __init__(self, database: Database, canon: Canon) -> None:
        self._database = database
        self._canon = canon

    async def get_page(
        self,
        guild_id: int,
        *,
        year: int | None,
        topic: str | None,
        offset: int,
        limit: int,
        pack_slug: str = "",
    ) -> TimelinePage:
        """Return a page of matching events, newest first; None matches every year or topic.

        Births are no part of the whole story: they match only with a year or a topic. The events
        are of the pack with `pack_slug`, "" for the pack that the guild has now.
        """
        with_births = _is_narrowed(year, topic)
        parameters = {
            **self._build_parameters(
                guild_id, year, topic, with_births=with_births, pack_slug=pack_slug
            ),
            "offset": offset,
            "limit": limit,
        }
        [(total,)] = await self._database.fetch("SELECT count(*)" + _FROM_WHERE, parameters)
        births_left_out = 0 if with_births else await self._count_births(parameters)
        rows = await self._database.fetch(
            "SELECT e.body"
            + _FROM_WHERE
            + " ORDER BY e.date_key DESC, e.id LIMIT :limit OFFSET :offset",
            parameters,
        )
        return TimelinePage(
            [Event.model_validate_json(body) for (body,) in rows], total, births_left_out
        )

    async def _count_births(self, parameters: dict[str, object]) -> int:
        [(births,)] = await self._database.fetch(
            "SELECT count(*)" + _FROM_WHERE + " AND json_extract(e.body, '$.category') = 'birth'",
            {**parameters, "with_births": 1},
        )
        return births

    async def count_by_time(
        self, guild_id: int, *, year: int | None, topic: str | None
    ) -> dict[str, int]:
        """Return the numbers of matching events by year, such as "1997".

        In one year they are by month, such as "1997-04", or "1997-00" where no month is known. The
        events are those of `get_page`.
        """
        rows = await self._database.fetch(
            "SELECT substr(e.date_key, 1, CAST(:length AS INTEGER)), count(*)"
            + _FROM_WHERE
            + " GROUP BY 1",
            {
                **self._build_parameters(
                    guild_id, year, topic, with_births=_is_narrowed(year, topic)
                ),
                "length": 4 if year is None else 7,
            },
        )
        return dict(rows)

    async def list_years(self, guild_id: int, topic: str | None = None) -> list[int]:
        """Return the years that have events, newest first."""
        rows = await self._database.fetch(
            "SELECT DISTINCT substr(e.date_key, 1, 4)" + _FROM_WHERE + " ORDER BY 1 DESC",
            self._build_parameters(guild_id, None, topic),
        )
        return [int(year) for (year,) in rows]

    async def list_topics(self, guild_id: int, year: int | None = None) -> list[str]:
        """Return the topic slugs of the events of a year, None for all years; most used first."""
        rows = await self._database.fetch(
            "SELECT topic FROM entry_topic JOIN entry e USING (number) WHERE e.number IN"
            " (SELECT e.number" + _FROM_WHERE + ") GROUP BY topic ORDER BY count(*) DESC, topic",
            self._build_parameters(guild_id, year, None),
        )
        return [topic for (topic,) in rows]

    def _build_parameters(
        self,
        guild_id: int,
        year: int | None,
        topic: str | None,
        *,
        with_births: bool = True,
        pack_slug: str = "",
    ) -> dict[str, object]:
        pack, owner = self._canon.for_guild(guild_id, pack_slug).owners
        return {
            "pack": pack,
            "owner": owner,
            "year": None if year is None else f"{year:04}",
            "next_year": None if year is None else f"{year + 1:04}",
            "topic": topic,
            "with_births": int(with_births),
        }


def _is_narrowed(year: int | None, topic: str | None) -> bool:
    return year is not None or topic is not None
