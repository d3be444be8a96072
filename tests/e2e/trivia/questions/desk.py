"""Drives a reviewer, and a game whose question was answered wrongly."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor

from storage.proposals.proposals import Proposal
from storage.proposals.question_overrides import QuestionOverride
from storage.proposals.question_reports import ReportReason
from tests.cogs.trivia.rules.games import typed_question
from tests.drivers.canon import CardDriver
from tests.drivers.trivia import TriviaDriver
from tests.posting import add_admin, list_posts
from tests.world import World, card_text


class Desk(CardDriver):
    """Drives a reviewer, and a game whose question alice answered wrongly."""

    def __init__(self, world: World) -> None:
        super().__init__(world, add_admin(world))
        self.table = TriviaDriver(world, questions=[typed_question()])
        self.reveal: Any = None

    async def play(self, guess: str = "Wera of the lamps", *others: MemberActor) -> None:
        """Play a round in which alice answers after others who type the same."""
        await self.table.start_game(rounds=1)
        question = self.table.card
        for member in others:
            await self.table.type_answer(member, guess)
        if self.table.game.round.question.is_typed:
            await self.table.type_answer(self.world.alice, guess)
        else:
            await self.table.answer(self.world.alice, right=False)
        await self.table.skip_pause()
        self.reveal = next(one for one in self.table.channel.history() if one.id == question.id)

    async def report(
        self,
        what: ReportReason = ReportReason.SHOULD_COUNT,
        text: str = "",
        by: MemberActor | None = None,
    ) -> str:
        """Submit the form of the *Report* button; return the text of the answer."""
        member = by or self.world.alice
        form = await self.table.press(member, "Report", self.reveal)
        sent = await member.submit_modal(form, {"what": what.value, "text": text})
        return card_text(sent.response)

    async def reports(self) -> list[Proposal]:
        return await self.world.bot.store.proposals.list_by_kind("report")

    async def override(self) -> QuestionOverride:
        [override] = (
            await self.world.bot.store.question_overrides.get_for_guild(self.world.guild.id)
        ).values()
        return override

    async def points(self, member: MemberActor) -> int:
        figures = await self.world.bot.store.trivia_scores.get_member_stats(
            self.world.guild.id, member.id
        )
        return figures.points

    @property
    def told(self) -> list[str]:
        """The direct messages to alice."""
        return list_posts(self.world.alice.user.dm_channel)
