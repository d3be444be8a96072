"""What every running game of one bot shares."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bot.base import BotBase
from bot.messaging.rate_limiter import RateLimiter
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.questions.picker import DrawLocks
from cogs.trivia.rules.timing import Timing
from storage.trivia.group_commit import GroupCommit


@dataclass(frozen=True, slots=True)
class GameContext:
    """The bot, its questions, and how fast its games go."""

    bot: BotBase
    banks: GuildQuestionBanks
    timing: Timing
    rate_limiter: RateLimiter
    rng: random.Random
    commits: GroupCommit
    draw_locks: DrawLocks = field(default_factory=DrawLocks)
