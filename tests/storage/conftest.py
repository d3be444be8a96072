"""A store in which somebody has left traces."""

from __future__ import annotations

import pytest

from storage.store import Store
from tests.traces import DIRECT, HERE, MIA, OLE, THERE, act_in_direct, act_in_server


@pytest.fixture
async def busy(store: Store) -> Store:
    """A store in which Mia has done everything, in two servers and in direct messages."""
    await act_in_server(store, HERE, MIA, OLE)
    await act_in_server(store, THERE, MIA, OLE)
    await act_in_direct(store, DIRECT, MIA)
    return store
