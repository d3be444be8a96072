"""The guild of the demo: its people, channels, roles, and the bot's first message in it."""

from __future__ import annotations

import discord
from simcord import Env

from bot.client import FanBot
from bot.demo.welcome import build_welcome

MEMBER_NAMES = ("Alex", "Bo", "Casey")
"""The owner of the guild, its reviewer, and a member."""
GENERAL, NEWS = "general", "news"
REVIEW_COMMAND = "review"
REVIEWER_ROLE, PINGED_ROLE = "Reviewers", "Sequel news"


async def build_guild(env: Env, bot: FanBot) -> None:
    """Create the guild with a reviewer and a news channel set up, and have the bot say hello."""
    users = [env.create_user(name.lower(), global_name=name) for name in MEMBER_NAMES]
    owner, reviewer, member = users
    guild = env.create_guild(bot.packs.get(None).manifest.title, owner=owner)
    channel = guild.create_text_channel(GENERAL)
    news = guild.create_text_channel(NEWS)
    reviewers = guild.create_role(REVIEWER_ROLE)
    guild.create_role(PINGED_ROLE, mentionable=True)
    guild.add_member(owner)
    guild.add_member(reviewer, roles=[reviewers])
    guild.add_member(member)
    await env.settle()
    await bot.store.guild_settings.update(
        guild.id, reviewer_role_id=reviewers.id, news_channel_id=news.id
    )
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    await found.send(view=build_welcome(bot.packs.get(None).colour, *MEMBER_NAMES))
    await env.settle()


async def show_review_commands(env: Env, bot: FanBot) -> None:
    """Show `/review` to the reviewers, as an admin does in Server Settings, Integrations."""
    await env.settle()
    for command in await bot.tree.fetch_commands():
        if command.name == REVIEW_COMMAND:
            env.guild.set_command_permissions(command, {env.guild.roles[REVIEWER_ROLE]: True})
