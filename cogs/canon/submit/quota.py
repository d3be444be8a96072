"""How much a member may add, and how much may wait, said so that it is clear when there is room."""

from __future__ import annotations

from collections.abc import Sequence

DAY_S = 24 * 60 * 60
SUBMISSIONS_DISABLED = (
    "Members add nothing here at the moment: whoever manages this server can change that."
)


class QuotaExceededError(Exception):
    """There is no room for another proposal; its text is a sentence on when there will be."""


def quota_error(
    submission_times: Sequence[int], waiting: int, *, daily_limit: int, max_waiting: int, now: int
) -> str | None:
    """Why a member may add nothing at `now`, None when they may; all times are epoch seconds.

    `times` is when their proposals of the last 24 hours were made, oldest first; `a_day` is how
    many a day are allowed, `waiting` how many of the server are undecided.
    """
    if daily_limit == 0:
        return SUBMISSIONS_DISABLED
    recent = [one for one in submission_times if one > now - DAY_S]
    if len(recent) >= daily_limit:
        retry_at = recent[-daily_limit] + DAY_S
        count_text = "1 entry" if daily_limit == 1 else f"{daily_limit} entries"
        return (
            f"You have sent in {count_text} within a day, which is all: send the next "
            f"<t:{retry_at}:R>."
        )
    if waiting >= max_waiting:
        count_text = "1 entry waits" if waiting == 1 else f"{waiting} entries wait"
        return (
            f"{count_text} for a decision here, which is all the room there is: try again when "
            "reviewers have seen to some."
        )
    return None
