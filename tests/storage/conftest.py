"""A store in which somebody has left traces."""

from __future__ import annotations

import pytest

from storage.store import Store
from tests.traces import (
    DM_CHANNEL_ID,
    GUILD_ID,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    leave_traces_in_dm,
    leave_traces_in_guild,
)


@pytest.fixture
async def busy(store: Store) -> Store:
    """A store in which Mia has done everything, in two servers and in direct messages."""
    await leave_traces_in_guild(store, GUILD_ID, MIA, OLE)
    await leave_traces_in_guild(store, OTHER_GUILD_ID, MIA, OLE)
    await leave_traces_in_dm(store, DM_CHANNEL_ID, MIA)
    return store
