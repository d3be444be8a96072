"""`doctor` on servers whose settings need what the bot may not do there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from cogs.anniversaries.digest import KIND as ANNIVERSARIES
from storage.posts.models import Occurrence, ScheduleSettings
from tests.bot.doctor.installation import SetUp, open_store
from tests.loopback.objects import CHANNEL_ID, GUILD_ID, build_answer, build_role


async def set_up_anniversaries(set_up: SetUp) -> None:
    """Store that a server has its anniversaries in a channel."""
    async with open_store(set_up) as store:
        due_at = datetime(2030, 3, 1, 9, tzinfo=UTC)
        await store.schedules.save(
            GUILD_ID,
            ANNIVERSARIES,
            ScheduleSettings(CHANNEL_ID, time(9), None, {}, 1),
            Occurrence(date(2030, 3, 1), due_at, due_at + timedelta(hours=12)),
        )


async def test_a_server_that_does_not_let_the_bot_post(set_up: SetUp) -> None:
    await set_up_anniversaries(set_up)
    set_up.platform.roles[:] = [build_role(GUILD_ID, "@everyone", str(0x400))]
    code, check, text = await set_up.find_one()
    assert (code, check) == (1, f"server {GUILD_ID}")
    assert text.startswith("Fans: ")
    assert "Send Messages" in text
    assert text.endswith("Its admins see the same under Diagnosis in /setup.")


async def test_a_server_whose_channel_is_gone(set_up: SetUp) -> None:
    await set_up_anniversaries(set_up)
    set_up.platform.channels.clear()
    gone = build_answer({"message": "Unknown Channel", "code": 10003}, 404)
    set_up.platform.answers["GET", f"/channels/{CHANNEL_ID}"] = gone
    _, _, text = await set_up.find_one()
    assert "The channel for anniversaries is gone: choose another on its page." in text
