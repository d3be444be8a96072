"""Marks for tests that are about one engine."""

from __future__ import annotations

import pytest

sqlite_only = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
"""For what only a file has."""
postgres_only = pytest.mark.parametrize("location", ["postgres"], indirect=True)
"""For what only a server has."""
