"""The page of `/setup` for what members add to the canon: who reviews, how much, how it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.messaging.channels import POSTING, Place, obstacle_in
from bot.messaging.permission_hints import how_to_mend
from bot.setup.controls import PanelButton, PanelCard, Part, back
from bot.setup.registry import FORGED, Change, Checkup, Need, RefusedError, RoleNeed
from bot.setup.selects import channel_select, in_sight, number_select, out_of_sight, role_select
from storage.guilds.settings import GuildSettings

if TYPE_CHECKING:
    from bot.client import FanBot

A_DAY = (0, 1, 3, 5, 10, 20, 50, 100)
WAITING = (10, 25, 50, 100, 250, 500, 1_000)
NOBODY = {0: "0: members add nothing"}


class CanonPage:
    """Who decides about entries, where news is told, and what members may add."""

    key = "canon"
    title = "Canon"

    def __init__(self, bot: FanBot) -> None:
        self._settings = bot.store.guild_settings

    async def summary(self, guild: discord.Guild) -> str:
        settings = await self._settings.get(guild.id)
        news = settings.news_channel_id
        reviewer = settings.reviewer_role_id
        who = f"<@&{reviewer}> reviews" if reviewer else "admins review"
        return f"{who}, {f'news goes to <#{news}>' if news else 'news is not announced'}"

    async def card(self, guild: discord.Guild) -> PanelCard:
        settings = await self._settings.get(guild.id)
        parts = (
            self._reviewers(guild, settings),
            self._news(guild, settings),
            Part(
                "**Entries a day** that one member may propose",
                (number_select(self.key, "day", A_DAY, settings.entries_a_day, NOBODY),),
            ),
            Part(
                "**Entries waiting** for a decision, at most",
                (number_select(self.key, "waiting", WAITING, settings.entries_waiting),),
            ),
            back(_link_switch(self.key, settings)),
        )
        links = "can be clicked" if settings.shows_links else "are hidden"
        state = f"What members add here waits for review. Links in their sources {links}."
        return PanelCard(self.title, state, parts)

    def _reviewers(self, guild: discord.Guild, settings: GuildSettings) -> Part:
        role_id = settings.reviewer_role_id
        role = guild.get_role(role_id) if role_id else None
        gone = "\nThe chosen role is gone: choose another, or none." if role_id and not role else ""
        select = role_select(self.key, "reviewers", role, placeholder="Nobody else")
        return Part(f"**Reviewers** beside whoever has Manage Server{gone}", (select,))

    def _news(self, guild: discord.Guild, settings: GuildSettings) -> Part:
        chosen = settings.news_channel_id
        select = channel_select(
            self.key, "news", in_sight(guild, [chosen]), placeholder="Nowhere", at_least=0
        )
        gone = out_of_sight(guild, chosen)
        return Part(f"**News channel**, told when the status changes{gone}", (select,))

    async def change(self, change: Change) -> str:
        match change.field:
            case "reviewers":
                return await self._change_reviewers(change)
            case "news":
                return await self._change_news(change)
            case "day":
                number = change.number(0, max(A_DAY))
                await self._settings.update(change.guild.id, entries_a_day=number)
                return f"Entries a member may propose a day: {number}."
            case "waiting":
                number = change.number(1, max(WAITING))
                await self._settings.update(change.guild.id, entries_waiting=number)
                return f"Entries that may wait at once: {number}."
            case "links":
                shows = change.one_of(("show", "hide")) == "show"
                await self._settings.update(change.guild.id, shows_links=shows)
                return f"Links in members' sources {'can be clicked' if shows else 'are hidden'}."
            case _:
                raise RefusedError(FORGED)

    async def _change_reviewers(self, change: Change) -> str:
        role = change.role()
        await self._settings.update(change.guild.id, reviewer_role_id=role.id if role else None)
        if role is None:
            return "Only whoever has Manage Server reviews from now on."
        return f"{role.mention} may review from now on."

    async def _change_news(self, change: Change) -> str:
        channels = await change.channels()
        if not channels:
            await self._settings.update(change.guild.id, news_channel_id=None)
            return "A changed status is announced nowhere from now on."
        [channel] = channels[:1]
        if len(channels) > 1 or not isinstance(channel, Place):
            raise RefusedError(FORGED)
        obstacle = obstacle_in(channel)
        if obstacle is not None:
            raise RefusedError(f"{how_to_mend(obstacle, channel.id)} Nothing was changed.")
        await self._settings.update(change.guild.id, news_channel_id=channel.id)
        return f"A changed status is announced in {channel.mention} from now on."

    async def checkup(self, guild: discord.Guild) -> Checkup:
        settings = await self._settings.get(guild.id)
        news, reviewer = settings.news_channel_id, settings.reviewer_role_id
        return Checkup(
            needs=[Need(news, POSTING, "news")] if news else [],
            roles=[RoleNeed(reviewer, "reviewers")] if reviewer else [],
        )


def _link_switch(key: str, settings: GuildSettings) -> PanelButton:
    """The button names what it leads to, so that a second click changes nothing back."""
    if settings.shows_links:
        return PanelButton(key, "links", "Hide members' links", "hide")
    return PanelButton(key, "links", "Show members' links", "show")
