"""Fixtures of the tests in a browser."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import skip_unless_ci

BROWSER_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture
def chromium() -> str:
    """Return the path of the browser; skip the test without one."""
    found = next((path for name in BROWSER_COMMANDS if (path := shutil.which(name))), None)
    if found is None:
        skip_unless_ci("no Chromium was found: install the package chromium to run this test")
    return found
