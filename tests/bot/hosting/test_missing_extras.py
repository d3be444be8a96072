"""A part that is not installed is installed by the command that the message names."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.hosting.folders
from bot.hosting.missing_extras import LOCKED, build_missing_extra_error

ROOT = Path(__file__).parents[3]
ERROR = ModuleNotFoundError("No module named 'lamps'", name="lamps")


def test_in_a_checkout_it_is_the_command_for_its_environment() -> None:
    assert str(build_missing_extra_error("The demo", "demo", ERROR)) == (
        "The demo needs lamps, which isn't installed: run `make demo`."
    )
    assert str(build_missing_extra_error("BOT_SENTRY_DSN", "sentry", ERROR)).endswith(
        ": run `python -m pip install --require-hashes -r requirements-sentry.lock`."
    )
    assert str(build_missing_extra_error("Drafting", "drafting", ERROR)).endswith(
        ": run `python -m pip install '.[drafting]'`."
    )


def test_an_installed_bot_is_installed_again_from_its_source_as_no_index_has_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bot.hosting.folders, "PROGRAM_FOLDER", tmp_path)

    assert str(build_missing_extra_error("The demo", "demo", ERROR)).endswith(
        ": run `pipx install --force '.[demo]'` in the folder with the bot's source."
    )


def test_the_image_is_built_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_VOLUME", str(tmp_path))

    assert str(build_missing_extra_error("BOT_SENTRY_DSN", "sentry", ERROR)).endswith(
        ": build the image again with `--build-arg LOCK=requirements-sentry.lock`."
    )


def test_the_locks_are_there() -> None:
    assert [one for one in LOCKED if not (ROOT / f"requirements-{one}.lock").is_file()] == []
