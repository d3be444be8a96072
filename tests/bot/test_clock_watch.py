"""A computer's clock that differs from Discord's is noticed at the first response."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from aiohttp import web
from simcord.actors import MemberActor

from bot.clock_watch import ClockWatch, format_offset
from tests.drivers.setup import open_setup
from tests.posting import add_admin
from tests.world import World

SECOND = timedelta(seconds=1)


async def measure(offset: timedelta) -> ClockWatch:
    """Send a request to a real server whose clock is this far behind, and return the watch."""

    async def answer(_request: web.Request) -> web.Response:
        sent_at = datetime.now(UTC) - offset
        return web.Response(headers={"Date": format_datetime(sent_at, usegmt=True)})

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    watch = ClockWatch(lambda: datetime.now(UTC))
    try:
        async with aiohttp.ClientSession(trace_configs=[watch.build_trace()]) as session:
            port = runner.addresses[0][1]
            await (await session.get(f"http://127.0.0.1:{port}/")).read()
    finally:
        await runner.cleanup()
    return watch


@pytest.mark.parametrize("seconds", [-3_600, -30, 30, 86_400])
async def test_a_wrong_clock_is_replaced_by_that_of_the_responses(
    seconds: int, caplog: pytest.LogCaptureFixture
) -> None:
    watch = await measure(seconds * SECOND)
    assert abs(watch.offset - seconds * SECOND) < 4 * SECOND
    assert abs(datetime.now(UTC) - seconds * SECOND - watch.now()) < 4 * SECOND
    assert "this computer's clock is" in caplog.text


@pytest.mark.parametrize("seconds", [-3, 0, 3])
async def test_a_clock_that_is_nearly_right_is_believed(seconds: int) -> None:
    assert (await measure(seconds * SECOND)).offset == timedelta()


def test_a_slow_response_proves_nothing() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    watch = ClockWatch(lambda: now)
    watch.observe(now - 60 * SECOND, now - 30 * SECOND, now)
    assert watch.offset == timedelta()


class TwoClocks:
    """A wall clock that can be set, and a monotonic clock that cannot."""

    def __init__(self) -> None:
        self.true = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.set_ahead = timedelta()
        self.asleep = timedelta()
        self.watch = ClockWatch(
            lambda: self.true + self.set_ahead,
            lambda: (self.true - self.asleep).timestamp(),
        )

    def wait(self, seconds: float) -> None:
        self.true += seconds * SECOND
        self.watch.now()

    def hear_from_discord(self) -> None:
        shown = self.true + self.set_ahead
        self.watch.observe(shown, self.true, shown)


@pytest.mark.parametrize("days", [365, -1, 1])
def test_a_clock_that_is_set_changes_no_time_that_is_told(
    days: int, caplog: pytest.LogCaptureFixture
) -> None:
    clocks = TwoClocks()
    clocks.set_ahead = timedelta(days=days)
    clocks.wait(20)
    assert clocks.watch.now() == clocks.true
    assert not clocks.watch.is_confirmed
    assert "is suddenly" in caplog.text
    clocks.set_ahead = timedelta()
    clocks.wait(20)
    assert clocks.watch.now() == clocks.true
    assert clocks.watch.is_confirmed


def test_a_clock_that_stays_wrong_is_known_by_the_next_response() -> None:
    clocks = TwoClocks()
    clocks.set_ahead = timedelta(days=365)
    clocks.wait(20)
    clocks.hear_from_discord()
    assert clocks.watch.is_confirmed
    assert abs(clocks.watch.now() - clocks.true) <= SECOND
    clocks.set_ahead = timedelta()
    assert not clocks.watch.is_confirmed
    assert abs(clocks.watch.now() - clocks.true) <= SECOND
    clocks.hear_from_discord()
    assert (clocks.watch.now(), clocks.watch.offset) == (clocks.true, timedelta())


def test_a_computer_that_was_asleep_is_believed_after_the_next_response() -> None:
    clocks = TwoClocks()
    clocks.asleep = timedelta(hours=8)
    clocks.wait(8 * 3600)
    assert not clocks.watch.is_confirmed
    clocks.hear_from_discord()
    assert clocks.watch.is_confirmed
    assert clocks.watch.now() == clocks.true


def test_a_clock_that_is_set_during_a_request_is_measured_by_the_time_that_passed() -> None:
    clocks = TwoClocks()
    started_at = clocks.true
    clocks.set_ahead = timedelta(days=365)
    clocks.wait(2)
    ended_at = clocks.true + clocks.set_ahead
    clocks.watch.observe(ended_at - 2 * SECOND, started_at + SECOND, ended_at)
    assert abs(clocks.watch.now() - clocks.true) <= 2 * SECOND


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (12 * SECOND, "12 seconds ahead"),
        (-180 * SECOND, "3 minutes behind"),
        (timedelta(hours=5), "5 hours ahead"),
        (timedelta(days=-400), "400 days behind"),
    ],
)
def test_an_offset_is_told_in_the_largest_unit_that_fits(offset: timedelta, text: str) -> None:
    assert format_offset(offset) == text


@pytest.fixture
def admin(world: World) -> MemberActor:
    return add_admin(world)


async def test_a_wrong_clock_stands_in_the_diagnosis(world: World, admin: MemberActor) -> None:
    now = world.env.now()
    world.bot.clock_watch.observe(now, now - 61 * SECOND, now)
    panel = await open_setup(world, admin, "Diagnosis")
    assert "The clock of the computer that I run on is 60 seconds ahead" in panel.text
    world.bot.clock_watch.observe(now, now, now)
    await panel.press("Check again")
    assert "The clock" not in panel.text
