"""compose.yaml starts one container, or one more than there are parts, on a server that is up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

COMPOSE = Path(__file__).parents[3] / "compose.yaml"
_VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


def fill_in(node: Any, environment: Mapping[str, str]) -> Any:
    """Return a part of the file with the variables of `.env`, as compose does it."""
    if isinstance(node, dict):
        return {key: fill_in(value, environment) for key, value in node.items()}
    if isinstance(node, list):
        return [fill_in(one, environment) for one in node]
    if isinstance(node, str):
        return _VARIABLE.sub(lambda found: environment.get(found[1]) or found[2], node)
    return node


def list_started(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the services that are started, by name."""
    filled = fill_in(yaml.safe_load(COMPOSE.read_text("utf-8")), environment)
    profiles = set(environment.get("COMPOSE_PROFILES", "").split(","))
    return {
        name: service
        for name, service in filled["services"].items()
        if profiles.issuperset(service.get("profiles", ())) or not service.get("profiles")
    }


@pytest.mark.parametrize("parts", [1, 3])
def test_the_profile_of_parts_starts_one_more_container_than_there_are_parts(parts: int) -> None:
    environment = {"COMPOSE_PROFILES": "postgres,parts", "BOT_PARTS": str(parts)}
    started = list_started(environment)
    assert set(started) == {"bot", "others", "database"}
    replicas = [int(one.get("deploy", {}).get("replicas", 1)) for one in started.values()]
    assert sum(replicas) - 1 == parts + 1
    named = [one for one in started.values() if "container_name" in one]
    assert all("deploy" not in one for one in named), "several containers cannot have one name"


def test_one_container_on_a_file_is_started_without_any_setting() -> None:
    started = list_started({})
    assert list(started) == ["bot"]
    assert started["bot"]["environment"]["BOT_DATABASE"] == "/data/bot.sqlite3"
    assert started["bot"]["depends_on"]["database"]["required"] is False


def test_the_bot_waits_for_the_server_itself_and_not_for_the_one_that_makes_the_database() -> None:
    started = list_started({"COMPOSE_PROFILES": "postgres"})
    assert started["bot"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert "--host=127.0.0.1" in started["database"]["healthcheck"]["test"]
