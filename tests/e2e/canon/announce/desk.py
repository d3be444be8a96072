"""Drives a reviewer in a guild that announces news."""

from __future__ import annotations

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from seeds.dates import PartialDate
from tests.drivers.canon import NEWS, CardDriver, propose
from tests.posting import add_admin, list_posts, run_due_at
from tests.world import World

OLDER = NEWS.model_copy(update={"date": PartialDate(2020), "headline": "It was said long ago"})


START = "2026-01-01 00:00"


class Killed(BaseException):
    """The death of the process; no handler of Exception catches it."""


def dies() -> None:
    raise Killed


class Desk(CardDriver):
    """Drives a reviewer in a guild that announces news."""

    def __init__(self, world: World, news: ChannelHandle) -> None:
        super().__init__(world, add_admin(world))
        self.news = news
        self.number = 0

    async def let_in(self, draft: object = NEWS) -> str:
        """Approve a piece of news; return what the reviewer reads."""
        assert isinstance(draft, type(NEWS))
        self.number = await propose(self.world, draft)
        await self.open()
        return await self.press_and_read("Approve")

    @property
    def posts(self) -> list[str]:
        return list_posts(self.news)

    @property
    def notices(self) -> list[str]:
        return list_posts(self.member.user.dm_channel)

    async def outcome(self) -> tuple[str, str] | None:
        return await self.world.bot.store.announcements.get_outcome(
            self.world.guild.id, f"status.own-{self.number}"
        )

    def deny(self, **denied: bool) -> None:
        """Deny permissions to all members in the news channel."""
        overwrite = discord.PermissionOverwrite(**{name: not on for name, on in denied.items()})
        allow, deny_ = overwrite.pair()
        self.world.env.backend.set_overwrite(
            self.news.id,
            Overwrite(
                self.world.guild.default_role.id, OverwriteType.ROLE, allow.value, deny_.value
            ),
        )

    async def die_while_announcing(self) -> None:
        """Let the process die during the delivery."""
        with pytest.raises((Killed, BaseExceptionGroup)):
            await run_due_at(self.world, START)


async def ask_for_it(desk: Desk) -> None:
    """Queue an announcement without delivering it, as after a crash."""
    desk.world.bot.scheduler.periodic_jobs.unregister("announcements")
    cog = desk.world.bot.get_cog("Announcements")
    await desk.world.bot.remove_cog("Announcements")
    await desk.let_in()
    assert cog is not None
    await desk.world.bot.add_cog(cog)
