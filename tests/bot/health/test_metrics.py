"""What a scrape holds, and that the document, the dashboard and the alerts speak of the same."""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as parse_openmetrics,
)
from prometheus_client.parser import text_string_to_metric_families
from simcord.enums import ChannelType

from bot.health.limits import HealthLimits
from bot.health.metrics import Metrics
from bot.health.state import HealthState
from bot.instrumentation.observers import InteractionHandled, Outcome
from tests.bot_process import run_bot_process
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.loopback.objects import CHANNEL_ID, GUILD_ID, build_answer
from tests.platform_server import open_platform_server
from tests.posting import add_admin, deny_manage_threads, run_due_at, set_up_anniversaries
from tests.world import World, iter_buttons

DOCS = Path(__file__).parents[3] / "docs"
NAME = re.compile(r"\b(?:fanbot|process)_[a-z_]+")
HISTOGRAM_SUFFIXES = ("_bucket", "_sum", "_count")


@dataclass
class Scrape:
    """The samples of one scrape: values by name and labels."""

    values: dict[tuple[str, frozenset[tuple[str, str]]], float]
    documented_names: set[str]
    """The names of counters and gauges, and of histograms without their suffixes."""

    @classmethod
    def parse(cls, text: str) -> Scrape:
        values: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
        names: set[str] = set()
        for family in text_string_to_metric_families(text):
            names.add(f"{family.name}_total" if family.type == "counter" else family.name)
            for sample in family.samples:
                values[sample.name, frozenset(sample.labels.items())] = sample.value
        return cls(values, names)

    def get(self, name: str, **labels: str) -> float:
        """Return a value, 0 without one."""
        return self.values.get((name, frozenset(labels.items())), 0)


@pytest.fixture
def metrics(world: World) -> Metrics:
    """Count what the bot of the world does."""
    metrics = Metrics(HealthState(HealthLimits(), time.monotonic()))
    world.bot.observers.add(metrics.observe)
    world.bot.store.database.add_wait_listener(metrics.observe_database_wait)
    return metrics


def scrape(metrics: Metrics) -> Scrape:
    """Return what a scrape would hold."""
    body, media_type = metrics.render("")
    assert media_type.startswith("text/plain")
    return Scrape.parse(body.decode())


async def test_commands_clicks_and_forms_are_counted_by_what_became_of_them(
    world: World, metrics: Metrics
) -> None:
    await world.alice.slash(world.channel, "status")
    await world.alice.slash(world.channel, "status")
    panel = await open_setup(world, add_admin(world), "Anniversaries")
    await panel.forge_choice("channel", "1")

    found = scrape(metrics)
    count = "fanbot_interactions_total"
    assert found.get(count, command="/status", outcome="done") == 2
    assert found.get(count, command="/setup", outcome="done") == 1
    assert found.get(count, command="click setup:open", outcome="done") == 1
    assert found.get("fanbot_interaction_seconds_count", command="/status") == 2
    assert 0 < found.get("fanbot_interaction_seconds_sum", command="/status") < 5
    assert found.get(count, command="click setup:choose", outcome="done") == 1


async def test_a_refusal_is_told_from_a_bug(world: World, metrics: Metrics) -> None:
    deny_manage_threads(world)
    world.env.backend.create_thread(
        world.channel.id, "secrets", world.alice.id, type=ChannelType.PRIVATE_THREAD
    )
    world.bot.get_guild(world.guild.id).threads[0].me = None
    await world.alice.slash(world.channel.threads[0], "trivia play")

    found = scrape(metrics)
    assert found.get("fanbot_interactions_total", command="/trivia play", outcome="refused") == 1


async def test_a_bug_is_counted_as_failed(world: World, metrics: Metrics) -> None:
    await world.bot.store.database.write("ALTER TABLE entry RENAME TO lost")
    await world.alice.slash(world.channel, "status")
    world.take_errors()

    found = scrape(metrics)
    assert found.get("fanbot_interactions_total", command="/status", outcome="failed") == 1


async def test_posts_are_counted_by_kind_and_state(world: World, metrics: Metrics) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-03-15 23:59")

    found = scrape(metrics)
    states = {
        dict(labels)["state"]: value
        for (name, labels), value in found.values.items()
        if name == "fanbot_posts_total"
    }
    assert states["sent"] == 1
    assert set(states) <= {"sent", "late", "missed"}
    assert found.get("fanbot_database_wait_seconds_count") > 0


async def test_answers_are_counted_once_they_are_stored(world: World, metrics: Metrics) -> None:
    questions = [choice_question(f"question.{n}") for n in range(3)]
    driver = TriviaDriver(world, questions=questions)
    await driver.start_game(world.bob, rounds=1)
    await driver.answer(world.alice)
    assert world.bot.observers.gauges["games_running"]() == 1
    daily = await world.bob.slash(world.channel, "trivia daily")
    first = next(iter_buttons(daily.response.components))["custom_id"]
    await world.bob.click(daily.response.message, custom_id=first)

    found = scrape(metrics)
    assert found.get("fanbot_answers_total", game="channel") == 1
    assert found.get("fanbot_answers_total", game="daily") == 1


def test_names_beyond_any_that_the_code_has_are_counted_together(metrics: Metrics) -> None:
    for number in range(1_000):
        name = f"click invented{number}"
        metrics.observe(InteractionHandled(name, Outcome.DONE, 0.01))

    found = scrape(metrics)
    assert found.get("fanbot_interactions_total", command="other", outcome="done") == 800


async def test_the_documents_name_what_a_running_bot_serves_and_no_name_or_id_is_in_it(
    tmp_path: Path,
) -> None:
    limits = HealthLimits(beat=0.1)
    async with (
        open_platform_server() as platform,
        run_bot_process(platform, tmp_path, limits) as bot,
    ):
        await bot.wait_for_log("ready as")
        await platform.use_command("status", 10**18)
        limited = {"message": "You are being rate limited.", "retry_after": 0.1, "global": False}
        callback = ("POST", f"/interactions/{10**18 + 1}/token-{10**18 + 1}/callback")
        platform.answers[callback] = build_answer(
            limited, 429, {"X-RateLimit-Scope": "shared", "Retry-After": "1"}
        )
        await platform.use_command("status", 10**18 + 1)
        await bot.wait_for(lambda: callback in platform.requests)
        refused = ("POST", f"/interactions/{10**18 + 2}/token-{10**18 + 2}/callback")
        gone = {"code": 10062, "message": "Unknown interaction"}
        platform.answers[refused] = build_answer(gone, 404)
        await platform.use_command("status", 10**18 + 2)
        async with asyncio.timeout(120):
            while 'code="10062"' not in (await bot.get("/metrics"))[1]:
                await asyncio.sleep(0.05)
        platform.answers.clear()
        await bot.wait_until_healthy()
        status, text = await bot.get("/metrics")
        _, open_text = await bot.get("/metrics", Accept="application/openmetrics-text")
        assert (await bot.get("/elsewhere"))[0] == 404
        assert await bot.stop() == 0

    assert status == 200
    found = Scrape.parse(text)
    assert {family.name for family in parse_openmetrics(open_text)}
    assert found.get("fanbot_rate_limits_total", scope="shared") >= 1
    assert found.get("fanbot_refusals_total", status="404", code="10062") == 1
    assert found.get("fanbot_interactions_total", command="/status", outcome="expired") == 1
    for word in (str(GUILD_ID), str(CHANNEL_ID), "Fans", "alice", "token", "general"):
        assert word not in text
    assert_documented(found)


def assert_documented(found: Scrape) -> None:
    """Raise AssertionError unless the documents name exactly what a scrape holds."""
    table = re.findall(r"^\| `((?:fanbot|process)_\w+)` \| (.*?) \|", read("metrics.md"), re.M)
    assert {name for name, _ in table} == found.documented_names
    labels = {name: set(re.findall(r"`(\w+)`", text)) for name, text in table}
    for (name, pairs), _ in found.values.items():
        base = next(
            (name.removesuffix(one) for one in HISTOGRAM_SUFFIXES if name.endswith(one)), name
        )
        assert {label for label, _ in pairs} - {"le"} == labels[base], name
    sampled = {name for name, _ in found.values}
    known = sampled | found.documented_names
    dashboard = json.dumps(json.loads(read("grafana-dashboard.json")))
    assert set(NAME.findall(dashboard)) <= known
    assert set(NAME.findall(read("alert-rules.yaml"))) <= known
    shown = {re.sub("(_bucket|_sum|_count)$", "", name) for name in NAME.findall(dashboard)}
    assert found.documented_names - shown == set(), "the dashboard shows them all"


def read(name: str) -> str:
    """Return a file of the documents."""
    return (DOCS / name).read_text("utf-8")


def test_there_are_three_alerts_that_say_what_to_do() -> None:
    [group] = yaml.safe_load(read("alert-rules.yaml"))["groups"]
    assert [rule["alert"] for rule in group["rules"]] == [
        "FanBotBroken",
        "FanBotPostsOverdue",
        "FanBotCommandsFail",
    ]
    assert all(rule["annotations"]["description"] for rule in group["rules"])


def test_each_panel_of_the_dashboard_says_what_it_shows() -> None:
    panels = json.loads(read("grafana-dashboard.json"))["panels"]
    assert all(panel["description"] and panel["targets"] for panel in panels)
    places = [tuple(panel["gridPos"].values()) for panel in panels]
    assert len(set(places)) == len(places)
