"""How long each part of the bot may be silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HealthLimits:
    """Times in seconds; after an `end` the process ends with code 75 and is started again."""

    beat: float = 1.0
    """Between two looks at everything."""
    loop_stall: float = 10.0
    """How long the event loop may stand still before its stack is logged."""
    loop_end: float = 30.0
    tick_silence: float = 180.0
    """How long no tick, batch of posts or job may end."""
    tick_end: float = 600.0
    database_probe: float = 15.0
    """Between two writes that test the database."""
    database_silence: float = 10.0
    """How long such a write may take."""
    database_end: float = 60.0
    gateway_probe: float = 300.0
    """Between two questions to each shard."""
    gateway_answer: float = 20.0
    """How long an answer may take."""
    overdue: float = 300.0
    """How late a post counts as overdue; also how old that count may be is a tenth of it."""
    shutdown: float = 15.0
    """How long closing may take once the process is to end."""
