"""The page of `/setup` for the canon: reviewers, news channel, quotas and links."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.connection.command_access import format_remedy, sees_by_default
from bot.errors import RefusedError
from bot.markdown import Markdown, format_number, mention_channel, mention_role
from bot.messaging.channels import PostableChannel, find_obstacle
from bot.permissions import ADMIN_PERMISSION, POST_PERMISSIONS
from bot.setup.controls import SetupButton, footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.publishing import FIELD as PUBLISH_FIELD
from bot.setup.publishing import (
    build_publish_rows,
    describe_publish_choice,
    parse_publish_choice,
)
from bot.setup.registry import (
    INVALID_CHOICE,
    ChannelRequirement,
    FieldChange,
    PageRequirements,
    RoleRequirement,
)
from bot.setup.selects import (
    channel_select,
    hidden_channel_note,
    number_select,
    role_select,
    visible_channels,
)
from bot.ui.permission_hints import obstacle_hint
from cogs.canon.permissions import REVIEW_GROUP
from storage.guilds.settings import GuildSettings

DAILY_OPTIONS = (0, 1, 3, 5, 10, 20, 50, 100)
WAITING_OPTIONS = (10, 25, 50, 100, 250, 500, 1_000)
DAILY_LABELS = {0: "0: members can't add anything"}


class CanonPage:
    """The settings of reviewers, the news channel, the quotas of members and their links."""

    key = "canon"
    position = 40
    title: Markdown = "Canon"

    def __init__(self, bot: BotBase) -> None:
        self._settings = bot.store.guild_settings

    async def summarize(self, guild: discord.Guild) -> Markdown:
        settings = await self._settings.get(guild.id)
        news = settings.news_channel_id
        reviewer = settings.reviewer_role_id
        who = f"{mention_role(reviewer)} reviews" if reviewer else "admins review"
        return (
            f"{who}, {f'news goes to {mention_channel(news)}' if news else 'no news announcements'}"
        )

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        settings = await self._settings.get(guild.id)
        parts = (
            self._build_reviewers_row(guild, settings),
            self._build_review_channel_row(guild, settings),
            self._build_news_channel_row(guild, settings),
            *build_publish_rows(
                guild, self.key, settings.news_channel_id, is_on=settings.publishes_news
            ),
            SetupRow(
                "**Per day**: how many things one member can propose",
                (
                    number_select(
                        self.key, "day", DAILY_OPTIONS, settings.entries_a_day, DAILY_LABELS
                    ),
                ),
            ),
            SetupRow(
                "**Waiting**: how many things can wait for a decision",
                (number_select(self.key, "waiting", WAITING_OPTIONS, settings.entries_waiting),),
            ),
            footer_row(_build_links_button(self.key, settings)),
        )
        state = f"What members add here waits for review. {_describe_links(settings.shows_links)}"
        return SetupCard(self.title, state, parts)

    def _build_reviewers_row(self, guild: discord.Guild, settings: GuildSettings) -> SetupRow:
        role_id = settings.reviewer_role_id
        role = guild.get_role(role_id) if role_id else None
        missing_note = (
            "\nThe chosen role is gone: choose another, or none." if role_id and not role else ""
        )
        select = role_select(self.key, "reviewers", role, placeholder="No one else")
        text = f"**Reviewers** in addition to those with {ADMIN_PERMISSION}{missing_note}"
        if role is not None and not sees_by_default(role):
            text += f"\nDiscord hides `/{REVIEW_GROUP}` from them at first. " + format_remedy(
                REVIEW_GROUP
            )
        return SetupRow(text, (select,))

    def _build_news_channel_row(self, guild: discord.Guild, settings: GuildSettings) -> SetupRow:
        chosen = settings.news_channel_id
        select = channel_select(
            self.key, "news", visible_channels(guild, [chosen]), placeholder="Nowhere", min_values=0
        )
        hidden_note = hidden_channel_note(guild, chosen)
        return SetupRow(f"**News channel**, told when the status changes{hidden_note}", (select,))

    def _build_review_channel_row(self, guild: discord.Guild, settings: GuildSettings) -> SetupRow:
        chosen = settings.review_channel_id
        select = channel_select(
            self.key,
            "waiting_in",
            visible_channels(guild, [chosen]),
            placeholder="A message to the admins",
            min_values=0,
        )
        hidden_note = hidden_channel_note(guild, chosen)
        return SetupRow(
            f"**Review channel**, where I say once a day that something new waits{hidden_note}",
            (select,),
        )

    async def apply_change(self, change: FieldChange) -> Markdown:
        match change.field:
            case "reviewers":
                return await self._change_reviewers(change)
            case "news":
                return await self._change_news(change)
            case "waiting_in":
                return await self._change_review_channel(change)
            case "day":
                number = change.get_number(0, max(DAILY_OPTIONS))
                await self._settings.update(change.guild.id, entries_a_day=number)
                return (
                    f"A member can propose {format_number(number)} a day from now on."
                    if number
                    else "Members can't propose anything from now on."
                )
            case "waiting":
                number = change.get_number(1, max(WAITING_OPTIONS))
                await self._settings.update(change.guild.id, entries_waiting=number)
                return f"At most {format_number(number)} can wait at once from now on."
            case _ if change.field == PUBLISH_FIELD:
                is_on = parse_publish_choice(change)
                await self._settings.update(change.guild.id, publishes_news=is_on)
                return describe_publish_choice("News posts", is_on)
            case "links":
                shows = change.get_option(("show", "hide")) == "show"
                await self._settings.update(change.guild.id, shows_links=shows)
                return _describe_links(shows)
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def _change_reviewers(self, change: FieldChange) -> Markdown:
        role = change.get_role()
        await self._settings.update(change.guild.id, reviewer_role_id=role.id if role else None)
        if role is None:
            return f"Only members with {ADMIN_PERMISSION} can review from now on."
        return f"{mention_role(role.id)} can review from now on."

    async def _change_news(self, change: FieldChange) -> Markdown:
        channel = await _fetch_postable_channel(change)
        await self._settings.update(
            change.guild.id, news_channel_id=channel.id if channel else None
        )
        if channel is None:
            return "I won't announce a changed status from now on."
        return f"I'll announce a changed status in {mention_channel(channel.id)} from now on."

    async def _change_review_channel(self, change: FieldChange) -> Markdown:
        channel = await _fetch_postable_channel(change)
        await self._settings.update(
            change.guild.id, review_channel_id=channel.id if channel else None
        )
        where = f"in {mention_channel(channel.id)}" if channel else "in a message to the admins"
        return f"I'll say {where} when something new waits for review."

    async def get_requirements(self, guild: discord.Guild) -> PageRequirements:
        settings = await self._settings.get(guild.id)
        news, reviewer = settings.news_channel_id, settings.reviewer_role_id
        channels: dict[Markdown, int | None] = {
            "news": news,
            "notices to reviewers": settings.review_channel_id,
        }
        return PageRequirements(
            channels=[
                ChannelRequirement(channel_id, POST_PERMISSIONS, purpose)
                for purpose, channel_id in channels.items()
                if channel_id
            ],
            roles=[RoleRequirement(reviewer, "reviewers", command=REVIEW_GROUP)]
            if reviewer
            else [],
        )


async def _fetch_postable_channel(change: FieldChange) -> PostableChannel | None:
    """Return the chosen channel, None for none; raise RefusedError when I may not post there."""
    channels = await change.fetch_channels()
    if not channels:
        return None
    [channel] = channels[:1]
    if len(channels) > 1 or not isinstance(channel, PostableChannel):
        raise RefusedError(INVALID_CHOICE)
    obstacle = find_obstacle(channel)
    if obstacle is not None:
        raise RefusedError(f"{obstacle_hint(obstacle, channel.id)} Nothing was changed.")
    return channel


def _describe_links(shows: bool) -> Markdown:
    if shows:
        return "People can click the links in their sources."
    return "Links in their sources are hidden."


def _build_links_button(key: str, settings: GuildSettings) -> SetupButton:
    """Return the button for the other setting; it names its target, so double clicks are safe."""
    if settings.shows_links:
        return SetupButton(key, "links", "Hide members' links", "hide")
    return SetupButton(key, "links", "Show members' links", "show")
