"""What became of a card: sent, kept out, refused for good, or to be sent again."""

from __future__ import annotations

import pytest

from bot.messaging.channels import Obstacle
from bot.messaging.sending import (
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
    send_once,
)
from bot.ui.card import Card
from storage.posts.models import PauseReason
from tests.bot.messaging.channels import get_channel
from tests.posting import FakePlatform, list_posts, raise_disconnected
from tests.world import World


async def send(world: World, *, is_repeated: bool = False) -> SendOutcome:
    channel = get_channel(world)
    view = Card("A lamp is lit", "It burns.").build_view(world.bot.packs.get(None).colour)
    return await send_once(channel.send(view=view, nonce="lamp"), is_repeated=is_repeated)


def refuse(world: World, status: int, code: int = 0, times: int | None = 1) -> None:
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=status, code=code, message="No.", times=times)


async def test_a_card_is_sent_and_known_by_its_id(world: World) -> None:
    assert await send(world) == Sent(world.channel.history()[0].id)


async def test_the_same_nonce_brings_the_first_message_back(world: World) -> None:
    FakePlatform(world)
    first = await send(world)
    assert await send(world, is_repeated=True) == first
    assert len(list_posts(world.channel)) == 1


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (404, 10003, PauseReason.CHANNEL_GONE),
        (400, 50083, PauseReason.THREAD_LOCKED),
        (403, 50013, PauseReason.MISSING_PERMISSION),
    ],
)
async def test_what_is_wrong_with_the_channel_is_an_obstacle(
    world: World, status: int, code: int, reason: PauseReason
) -> None:
    refuse(world, status, code)
    outcome = await send(world)
    assert isinstance(outcome, Obstacle)
    assert outcome.reason is reason


@pytest.mark.parametrize(
    ("status", "code"), [(403, 40333), (403, 0), (404, 0), (400, 0), (503, 0), (403, 20026)]
)
async def test_an_answer_that_names_no_cause_is_a_fault_that_passes(
    world: World, status: int, code: int
) -> None:
    refuse(world, status, code)
    assert isinstance(await send(world), RetryLater)


async def test_a_malformed_card_is_rejected_in_the_platforms_words(world: World) -> None:
    refuse(world, 400, 50035)
    assert await send(world) == Rejected("Discord refused it: No.")


async def test_a_repeated_card_whose_message_was_deleted_counts_as_sent(world: World) -> None:
    refuse(world, 404, 10008)
    assert await send(world, is_repeated=True) == Sent(None)


async def test_a_server_that_cannot_be_found_is_tried_again(world: World) -> None:
    refuse(world, 404, 10004)
    assert isinstance(await send(world, is_repeated=True), RetryLater)


async def test_an_unreachable_platform_is_tried_again(world: World) -> None:
    platform = FakePlatform(world)
    platform.before_send = raise_disconnected
    assert isinstance(await send(world), RetryLater)
    platform.before_send = lambda: None
    refuse(world, 503, times=None)
    assert isinstance(await send(world), RetryLater)
