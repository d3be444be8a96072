"""How rows are shown, and what the exit code says of them."""

from __future__ import annotations

import json

from bot.doctor.check_results import (
    broken,
    format_json,
    format_table,
    get_exit_code,
    good,
    warning,
)

FINDINGS = (
    good("clock", "It agrees with Discord's."),
    warning("backup", "I find none.", "Make one: " + "every day " * 12),
    broken("token", "DISCORD_TOKEN isn't set.", "Set it."),
)


def test_the_exit_code_is_that_of_the_worst_row() -> None:
    assert get_exit_code([]) == 0
    assert [get_exit_code(FINDINGS[:count]) for count in (1, 2, 3)] == [0, 1, 2]


def test_a_row_is_wrapped_beside_its_check() -> None:
    lines = format_table(FINDINGS).splitlines()
    assert lines[0] == "good    clock           It agrees with Discord's."
    assert lines[1].startswith("warning backup          I find none. Make one: every day")
    assert lines[2].startswith(" " * 24 + "every")
    assert lines[-1] == "broken  token           DISCORD_TOKEN isn't set. Set it."
    assert max(map(len, lines)) <= 100


def test_as_json_each_row_has_the_same_four_keys() -> None:
    rows = json.loads(format_json(FINDINGS))
    assert rows[2] == {
        "check": "token",
        "verdict": "broken",
        "text": "DISCORD_TOKEN isn't set.",
        "remedy": "Set it.",
    }
