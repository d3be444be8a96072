"""Reads what a command of anniversaries answers."""

from __future__ import annotations

from simcord.actors import MemberActor

from tests.world import World, card_text


async def read(world: World, member: MemberActor, command: str, **options: object) -> str:
    result = await member.slash(world.channel, command, **options)
    return card_text(result.response)
