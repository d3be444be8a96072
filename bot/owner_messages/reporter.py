"""Collects what needs a person, and tells the owner of the application at most once an hour."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from bot.base import BotBase
from bot.instrumentation.concerns import Concern, Subject
from bot.instrumentation.observers import Event, IncidentLogged
from bot.messaging.outbox_relay import OUTBOX_RELAY, relay_now
from bot.owner_messages.hourly_checks import check_hourly
from bot.owner_messages.wording import build_message, describe_incidents
from storage.errors import DatabaseError
from storage.outbox import OutboxMessage
from storage.owner_notices import INTERVAL_S, LAST_MESSAGE, UntoldIncidents

log = logging.getLogger(__name__)

TICK_S = 30.0
MIN_DURATION = timedelta(minutes=2)
"""How long something must be wrong: what passes by itself needs no person."""
INTERVAL = timedelta(seconds=INTERVAL_S)
REPEAT_AFTER = timedelta(days=1)
"""When the owner is reminded of what is still wrong."""
NO_AUDIENCE = 0
"""The audience of a message that is about no guild."""


class OwnerReporter:
    """Tells one owner what is wrong with one bot."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._notices = bot.store.owner_notices
        self._first_seen: dict[Subject, datetime] = {}
        self._incident_codes: list[str] = []
        """Those that are not counted in the database yet."""
        self._told_at: dict[str, datetime] = {}
        """When the owner was last told of each subject, as far as is known."""
        self._unstored: dict[str, datetime] = {}
        """What the owner was told while the database took no writes, by subject."""
        self._checked_at: datetime | None = None
        bot.observers.add(self._observe)

    def _observe(self, event: Event) -> None:
        if isinstance(event, IncidentLogged):
            self._incident_codes.append(event.code)

    async def run(self) -> None:
        """Report until cancelled; a report that fails is tried again."""
        while True:
            await asyncio.sleep(TICK_S)
            if self._bot.application is None:
                continue  # It is not logged in yet.
            try:
                await self.report(self._bot.clock())
            except Exception:
                log.exception("the owner was not told what is wrong")

    async def report(self, now: datetime) -> None:
        """Look at what is wrong at `now`, an aware instant, and tell what is due to be told."""
        if self._checked_at is None or not timedelta() <= now - self._checked_at < INTERVAL:
            self._checked_at = now
            await check_hourly(self._bot)
        await self._store_what_was_not(now)
        lasting = await self._update_seen(now)
        incidents = await self._read_stored()
        if _is_within(self._told_at.get(LAST_MESSAGE), now, INTERVAL):
            return
        due: dict[Subject, Concern] = {
            subject: concern
            for subject, concern in lasting.items()
            if not _is_within(self._told_at.get(subject), now, REPEAT_AFTER)
        }
        if incidents is not None:
            due[Subject.INCIDENTS] = describe_incidents(incidents, self._bot.settings.log_path)
        if due:
            await self._tell(due, incidents, now)

    async def _store_what_was_not(self, now: datetime) -> None:
        codes, self._incident_codes = self._incident_codes, []
        try:
            if codes:
                await self._notices.add_incidents(len(codes), codes[-1], now)
                codes = []
            if self._unstored:
                await self._notices.mark_told(self._unstored)
                self._unstored = {}
        except DatabaseError as error:
            log.debug("the database does not take what the owner is to be told: %s", error)
            self._incident_codes = codes + self._incident_codes

    async def _read_stored(self) -> UntoldIncidents | None:
        """Read what the owner was told; return the errors that they were not told of."""
        try:
            stored = await self._notices.get_told_at()
            incidents = await self._notices.get_incidents()
        except DatabaseError as error:
            log.debug("what the owner was told cannot be read: %s", error)
            return None
        self._told_at = {**stored, **self._unstored}
        return incidents

    async def _update_seen(self, now: datetime) -> dict[Subject, Concern]:
        """Note what is wrong at `now`; return what has been for long enough."""
        current = self._bot.concerns.current
        over = self._first_seen.keys() - current.keys()
        if over:
            await self._forget(over)
        for subject in current:
            self._first_seen.setdefault(subject, now)
        return {
            subject: concern
            for subject, concern in current.items()
            if not _is_within(self._first_seen[subject], now, MIN_DURATION)
        }

    async def _forget(self, over: set[Subject]) -> None:
        """Forget what is no longer wrong, so that it is told at once when it comes again."""
        try:
            await self._notices.forget(over)
        except DatabaseError as error:
            log.debug("the database does not take that something is over: %s", error)
            return
        for subject in over:
            del self._first_seen[subject]

    async def _tell(
        self, due: dict[Subject, Concern], incidents: UntoldIncidents | None, now: datetime
    ) -> None:
        owner_id = find_owner_id(self._bot.application)
        if owner_id is None:
            return
        message = OutboxMessage.to_member(NO_AUDIENCE, owner_id, build_message(due.values()), now)
        count = 0 if incidents is None else incidents.number
        try:
            if await self._notices.tell(list(due), message, count, now):
                await relay_now(self._bot, message)
        except DatabaseError as error:
            log.warning("the owner is told although that can't be stored: %s", error)
            if await self._bot.resources[OUTBOX_RELAY].send_unstored(message):
                self._unstored.update(dict.fromkeys((LAST_MESSAGE, *due), now))
                self._told_at.update(self._unstored)


def find_owner_id(application: discord.AppInfo | None) -> int | None:
    """Return the id of who owns an application, of its team's owner if a team does."""
    if application is None:
        return None
    if application.team is not None:
        return application.team.owner_id
    return application.owner.id


def _is_within(instant: datetime | None, now: datetime, duration: timedelta) -> bool:
    """Return whether an instant is less than `duration` before `now`.

    One after `now` was noted before the clock was set back.
    """
    return instant is not None and timedelta() <= now - instant < duration
