"""What every running game of one bot shares."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.messaging.rate_limiter import Pace
from cogs.trivia.questions.guild_banks import Banks
from cogs.trivia.questions.picker import Turns
from cogs.trivia.rules.timing import Tempo

if TYPE_CHECKING:
    from bot.client import FanBot


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The bot, its questions, and how fast its games go."""

    bot: FanBot
    banks: Banks
    tempo: Tempo
    pace: Pace
    rng: random.Random
    turns: Turns = field(default_factory=Turns)
