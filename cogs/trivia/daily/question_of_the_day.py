"""The question of the day: which it is, who may still answer, and what yesterday's was."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime

from cogs.trivia.questions.guild_banks import Banks
from cogs.trivia.rules.errors import AlreadyLockedError, NotNowError
from cogs.trivia.rules.periods import daily_streak
from cogs.trivia.rules.question import Question
from cogs.trivia.rules.round import Round
from seeds.schema import Source
from storage.store import Store
from storage.trivia.daily import DailyAnswer


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier day's question with everybody's answers, and where its own stands."""

    day: date
    question: Question
    answers: list[DailyAnswer]
    sources: list[Source]


class Daily:
    """One audience's daily question at one instant."""

    def __init__(self, store: Store, banks: Banks, audience_id: int) -> None:
        self._store = store
        self._banks = banks
        self._audience = audience_id

    async def today(self, now: datetime) -> date:
        """The local day of the audience."""
        return now.astimezone(await self._store.time_zones.get(self._audience)).date()

    async def open_keys(self, now: datetime) -> set[str]:
        """The key of the question that may be answered now, as a set; empty before it is chosen."""
        known = await self._store.trivia_daily.get(self._audience, await self.today(now))
        return {Question.model_validate_json(known).key} if known else set()

    async def question(self, day: date, rng: random.Random) -> Question | None:
        """The question of `day`, chosen when it is first asked for; None when there is none."""
        known = await self._store.trivia_daily.get(self._audience, day)
        if known is not None:
            return Question.model_validate_json(known)
        times = await self._store.trivia_questions.get_times_asked(self._audience)
        bank = await self._banks.of(self._audience)
        chosen = bank.choose(bank.fitting(None, None), times, (), rng)
        if chosen is None:
            return None
        body = chosen.shuffled(rng).model_dump_json()
        kept = await self._store.trivia_daily.get_or_create(self._audience, day, chosen.key, body)
        return Question.model_validate_json(kept)

    async def answer(self, day: date, today: date, member: int, guess: int | str) -> str:
        """Keep a member's one answer; gives it in words.

        Raises NotNowError on another day, and AlreadyLockedError for a second answer.
        """
        known = await self._store.trivia_daily.get(self._audience, day)
        if day != today or known is None:
            raise NotNowError
        question = Question.model_validate_json(known)
        round_ = Round(turn=0, number=0, question=question, seconds=1)
        lock = round_.lock(member, guess, at=0)
        given = DailyAnswer(member, lock.choice, round_.shown(lock), lock.is_right)
        if not await self._store.trivia_daily.add_answer(self._audience, day, given):
            own = await self.own_answer(day, member)
            raise AlreadyLockedError(own.answer_text if own else given.answer_text)
        return given.answer_text

    async def own_answer(self, day: date, member: int) -> DailyAnswer | None:
        """What a member answered on `day`, None when nothing yet."""
        answers = await self._store.trivia_daily.list_answers(self._audience, day)
        return next((one for one in answers if one.member_id == member), None)

    async def past(self, day: date) -> Past | None:
        """The last question before `day`, None when this is the first."""
        found = await self._store.trivia_daily.get_previous(self._audience, day)
        if found is None:
            return None
        when, body = found
        question = Question.model_validate_json(body)
        answers = await self._store.trivia_daily.list_answers(self._audience, when)
        sources = await self._store.canon.for_guild(self._audience).get_sources(question.sources)
        return Past(when, question, answers, sources)

    async def streak(self, today: date, member: int) -> int:
        """Days a member answered in a row, one missed day a week forgiven."""
        return daily_streak(
            set(await self._store.trivia_daily.list_answered_days(self._audience, member)), today
        )
