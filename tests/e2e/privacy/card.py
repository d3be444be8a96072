"""Drives the private card of `/privacy`."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor

from tests.posting import get_raw_components
from tests.world import World, card_text, iter_buttons


async def ask(world: World, member: MemberActor | None = None) -> Any:
    """`/privacy` in the server; gives what the member sees."""
    return await (member or world.alice).slash(world.channel, "privacy")


async def press(member: Any, shown: Any, label: str) -> Any:
    """Press the button with this label on the card of a result."""
    message = newest(shown).message
    found = next(one for one in iter_buttons(get_raw_components(message)) if one["label"] == label)
    return await member.click(message, custom_id=found["custom_id"])


def newest(result: Any) -> Any:
    """The last thing a member was shown in answer."""
    return result.followups[-1] if result.followups else result.response


def text(result: Any) -> str:
    return card_text(newest(result))


def labels(result: Any) -> list[str]:
    return [one["label"] for one in iter_buttons(newest(result).components)]
