"""Processes that split the shards: each has a part, one more stands by, a late one is silent."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Generator

import pytest

from bot.connection.login_errors import SHARDING_REQUIRED
from storage.engines.location import PostgresUrl
from tests.bot.parts.conftest import LEASE_S, StartProcess
from tests.bot_process import BotProcess
from tests.loopback.objects import APPLICATION_ID
from tests.platform_server import PlatformServer
from tests.postgres import Cluster, open_cluster

pytestmark = pytest.mark.slow

TRY_LATER, CANNOT_START = 75, 2


@pytest.fixture
def url(cluster: Cluster) -> Generator[PostgresUrl]:
    with cluster.create_database() as created:
        yield created


def count_syncs(platform: PlatformServer) -> int:
    path = f"/applications/{APPLICATION_ID}/commands"
    return platform.requests.count(("PUT", path))


async def wait_for_shards(platform: PlatformServer, count: int) -> None:
    """Wait until so many shards have identified themselves."""
    async with asyncio.timeout(60):
        while platform.sessions < count:
            await asyncio.sleep(0.02)


def list_identified(platform: PlatformServer) -> list[int]:
    return [one.shard for one in platform.identifies]


async def test_two_processes_have_half_the_shards_each_and_a_third_takes_over_from_a_killed_one(
    platform: PlatformServer, start: StartProcess, url: PostgresUrl
) -> None:
    platform.shards = 4
    first, second = await asyncio.gather(start(url, 2), start(url, 2))
    await wait_for_shards(platform, 4)
    assert sorted(list_identified(platform)) == [0, 1, 2, 3]
    for process in (first, second):
        await process.wait_until_healthy()
        assert (await process.get_health())[1]["gateway"][
            "detail"
        ] == "2 of 2 shards are connected."

    third = await start(url, 2)
    await third.wait_for_log("I stand by: all 2 parts are held by other processes.")
    healthy, checks = await third.get_health()
    assert healthy
    assert checks["gateway"]["detail"] == "I stand by: all 2 parts are held by other processes."
    assert (await third.get("/readyz"))[0] == 503

    first.process.send_signal(signal.SIGKILL)
    began = asyncio.get_running_loop().time()
    await wait_for_shards(platform, 6)
    assert asyncio.get_running_loop().time() - began < LEASE_S
    await third.wait_until_healthy()
    assert "stand by" not in (await third.get_health())[1]["gateway"]["detail"]
    assert set(list_identified(platform)) == {0, 1, 2, 3}
    assert count_syncs(platform) == 1


async def test_a_process_that_was_stopped_for_longer_than_the_lease_sends_nothing_and_ends(
    platform: PlatformServer, start: StartProcess, url: PostgresUrl
) -> None:
    first = await start(url, 1)
    await wait_for_shards(platform, 1)
    await first.wait_until_healthy()
    second = await start(url, 1)
    await second.wait_for_log("I stand by: the bot is held by other processes.")

    first.process.send_signal(signal.SIGSTOP)
    await wait_for_shards(platform, 2)
    await second.wait_until_healthy()
    # Both sockets of the shard are open: the one that has stopped finds this when it wakes.
    await platform.use_command("help", 1 << 60)
    sent_before = len(platform.requests)
    first.process.send_signal(signal.SIGCONT)
    async with asyncio.timeout(30):
        assert await first.process.wait() == TRY_LATER
    assert "Another process has taken over part 1 of the shards: I end" in first.log
    callbacks = [path for _, path in platform.requests if "/callback" in path]
    assert len(callbacks) == 1
    later = platform.requests[sent_before:]
    assert [one for one in later if one[0] != "GET" and "/interactions/" not in one[1]] == []
    assert (await second.get_health())[0]


async def test_after_a_restart_of_the_server_every_process_goes_on_without_a_new_identify(
    platform: PlatformServer, start: StartProcess, cluster: Cluster
) -> None:
    platform.shards = 2
    with open_cluster(cluster.programs) as own, own.create_database() as url:
        processes = [await start(url, 2) for _ in range(2)]
        await wait_for_shards(platform, 2)
        standby = await start(url, 2)
        await standby.wait_for_log("I stand by")
        for process in processes:
            await process.wait_until_healthy()

        own.run("pg_ctl", "-w", "-m", "fast", "stop")
        own.start()
        for process in processes:
            await process.wait_for_log("again and go on", 20)
        await platform.use_command("help", 1 << 60)
        await processes[0].wait_for(
            lambda: any("/callback" in path for _, path in platform.requests), 10
        )
        assert platform.sessions == 2
        assert standby.process.returncode is None
        for process in (*processes, standby):
            assert await process.stop() == 0


async def test_five_processes_that_start_at_once_on_an_empty_database_make_one_bot(
    platform: PlatformServer, start: StartProcess, cluster: Cluster
) -> None:
    platform.shards = 4
    platform.identify_s = 0.15
    with cluster.create_database(is_empty=True) as url:
        processes = await asyncio.gather(*(start(url, 4) for _ in range(5)))
        await wait_for_shards(platform, 4)
        assert sorted(list_identified(platform)) == [0, 1, 2, 3]
        assert all(one.is_accepted for one in platform.identifies)

        def count_standbys() -> int:
            return sum("I stand by" in process.log for process in processes)

        await processes[0].wait_for(lambda: count_standbys() == 1)
        await processes[0].wait_for(lambda: count_syncs(platform) == 1)
        loads = [re.findall(r"loaded .*: [1-9]\d* added", process.log) for process in processes]
        assert sum(map(len, loads)) == 1
        for process in processes:
            await process.wait_until_healthy()
            assert await process.stop() == 0
    assert count_syncs(platform) == 1


async def test_a_process_with_another_number_of_parts_does_not_start(
    platform: PlatformServer, start: StartProcess, url: PostgresUrl
) -> None:
    await start(url, 2)
    await wait_for_shards(platform, 1)
    other = await start(url, 3)
    assert await other.process.wait() == CANNOT_START
    assert "split the shards in 2 parts, and BOT_PARTS is 3: use 2" in other.log
    third = await start(url, 2, BOT_SHARDS="7")
    assert await third.process.wait() == CANNOT_START
    assert "have 2 shards, and BOT_SHARDS is 7: use 2" in third.log


async def test_a_number_of_shards_that_discord_will_soon_refuse_is_warned_of(
    platform: PlatformServer, start: StartProcess, url: PostgresUrl
) -> None:
    first = await start(url, 1, BOT_SHARDS="1")
    await wait_for_shards(platform, 1)
    assert "recommends" not in first.log
    assert await first.stop() == 0

    platform.shards = 3
    second = await start(url, 1, BOT_SHARDS="1")
    await second.wait_for_log("Discord recommends 3 shards, and there are 1: before it refuses")
    await wait_for_shards(platform, 2)
    await platform.drop_sockets(code=SHARDING_REQUIRED)
    async with asyncio.timeout(30):
        assert await second.process.wait() == TRY_LATER
    assert "Discord wants more shards for this many servers: start me again" in second.log


async def test_a_part_waits_while_the_platform_lets_no_more_shards_start(
    platform: PlatformServer, start: StartProcess, url: PostgresUrl
) -> None:
    platform.session_starts["remaining"] = 1
    process: BotProcess = await start(url, 2, BOT_SHARDS="4")
    await process.wait_for_log("Discord lets shards of this bot connect 1 more times for now")
    await process.wait_for_log("I try again in 60 minutes.")
    assert platform.identifies == []
    assert await process.stop() == 0
