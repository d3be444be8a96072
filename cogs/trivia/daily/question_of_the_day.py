"""Chooses the question of the day, takes its answers, and finds the previous question."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf

from bot.time_zones import get_time_zone
from bot.ui.citations import get_shown_sources
from cogs.trivia.daily.choice import REMEMBERED, choose_daily_question
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.errors import AlreadyAnsweredError, WrongDayError, WrongPhaseError
from cogs.trivia.rules.periods import count_daily_streak
from cogs.trivia.rules.round import Round
from seeds.schema import Source
from seeds.trivia_question import TriviaQuestion
from storage.store import Store
from storage.trivia.daily import DailyAnswer

DAILY_QUESTION_KIND = "daily question"
"""The kind of the scheduled posts."""
MAX_TABLE_ROWS = 10
"""The most right answers of a day shown with their names."""


@dataclass(frozen=True, slots=True)
class PreviousQuestion:
    """The question of an earlier day, with every answer to it and its sources."""

    day: date
    question: TriviaQuestion
    answers: list[DailyAnswer]
    sources: list[Source]
    streaks: Mapping[int, int] = field(default_factory=dict[int, int])
    """The days in a row up to that day of those shown in its table, by member id."""


class DailyQuestionService:
    """The daily questions of one audience."""

    def __init__(self, store: Store, banks: GuildQuestionBanks, audience_id: int) -> None:
        self._store = store
        self._banks = banks
        self._audience_id = audience_id

    async def is_posted(self) -> bool:
        """Return whether the questions are posted, with the answers to the previous ones."""
        schedule = await self._store.schedules.get(self._audience_id, DAILY_QUESTION_KIND)
        return schedule is not None and schedule.pause_reason is None

    async def get_today(self, now: datetime) -> date:
        """Return the local date of the audience at `now`."""
        settings = await self._store.guild_settings.get(self._audience_id)
        return now.astimezone(get_time_zone(settings.zone)).date()

    async def get_open_keys(self, now: datetime) -> set[str]:
        """Return the key of the question of today, empty before it is chosen."""
        known = await self._store.trivia_daily.get(self._audience_id, await self.get_today(now))
        return {TriviaQuestion.model_validate_json(known).key} if known else set()

    async def get_or_choose_question(self, day: date, rng: random.Random) -> TriviaQuestion | None:
        """Return the question of `day`, chosen at the first call; None without any question."""
        known = await self._store.trivia_daily.get(self._audience_id, day)
        if known is not None:
            return TriviaQuestion.model_validate_json(known)
        times = await self._store.trivia_questions.get_times_asked(self._audience_id)
        bank = await self._banks.get(self._audience_id)
        settings = await self._store.guild_settings.get(self._audience_id)
        matching = bank.list_matching(None, None, with_lists=settings.asks_lists_always)
        bodies = await self._store.trivia_daily.list_latest(self._audience_id, day, REMEMBERED)
        latest = [TriviaQuestion.model_validate_json(body) for body in bodies]
        chosen = choose_daily_question(bank, matching, times, latest, rng)
        if chosen is None:
            return None
        body = chosen.shuffled(rng).model_dump_json()
        stored_body = await self._store.trivia_daily.get_or_create(
            self._audience_id, day, chosen.key, body
        )
        return TriviaQuestion.model_validate_json(stored_body)

    async def answer(
        self,
        day: date,
        today: date,
        member_id: int,
        guess: int | str,
        seconds: float | None = None,
    ) -> DailyAnswer:
        """Store a member's answer, and return it; `seconds` is how long it took, None if unknown.

        Raise WrongDayError when `day` is not `today`, WrongPhaseError before the question is
        chosen, and AlreadyAnsweredError for a second answer.
        """
        known = await self._store.trivia_daily.get(self._audience_id, day)
        if day != today:
            raise WrongDayError
        if known is None:
            raise WrongPhaseError
        question = TriviaQuestion.model_validate_json(known)
        round_ = Round(turn=0, number=0, question=question, seconds=1)
        lock = round_.lock_answer(member_id, guess, answered_at=0)
        given = DailyAnswer(
            member_id, lock.choice, round_.format_answer(lock), lock.is_right, seconds
        )
        if not await self._store.trivia_daily.add_answer(self._audience_id, day, given):
            own = await self.get_answer(day, member_id)
            raise AlreadyAnsweredError(own.answer_text if own else given.answer_text)
        return given

    async def get_answer(self, day: date, member_id: int) -> DailyAnswer | None:
        """Return the answer of a member to the question of `day`, None before it."""
        answers = await self._store.trivia_daily.list_answers(self._audience_id, day)
        return next((answer for answer in answers if answer.member_id == member_id), None)

    async def get_previous_question(self, day: date) -> PreviousQuestion | None:
        """Return the last question before `day`, None when this is the first."""
        found = await self._store.trivia_daily.get_previous(self._audience_id, day)
        if found is None:
            return None
        previous_day, body = found
        question = TriviaQuestion.model_validate_json(body)
        answers = await self._store.trivia_daily.list_answers(self._audience_id, previous_day)
        canon = self._store.canon.for_guild(self._audience_id)
        sources = await get_shown_sources(self._store, canon, question.sources)
        winner_ids = [one.member_id for one in rank_right_answers(answers)[:MAX_TABLE_ROWS]]
        streaks = await count_streaks(self._store, self._audience_id, winner_ids, previous_day)
        return PreviousQuestion(previous_day, question, answers, sources, streaks)

    async def get_streak(self, today: date, member_id: int) -> int:
        """Return the number of days in a row with an answer; ignore one missed day a week."""
        streaks = await count_streaks(self._store, self._audience_id, [member_id], today)
        return streaks[member_id]


def rank_right_answers(answers: Iterable[DailyAnswer]) -> list[DailyAnswer]:
    """Return the right answers, the fastest first, and those without a time last."""
    right = [one for one in answers if one.is_right]
    return sorted(right, key=lambda one: inf if one.seconds is None else one.seconds)


async def count_streaks(
    store: Store, audience_id: int, member_ids: Collection[int], day: date
) -> dict[int, int]:
    """Return each member's number of days in a row with an answer up to `day`, by id."""
    days = await store.trivia_daily.list_days_of_members(audience_id, member_ids)
    return {
        member_id: count_daily_streak([one for one in answered if one <= day], day)
        for member_id, answered in days.items()
    }
