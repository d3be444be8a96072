"""How much a member may add, and how much may wait, said so that it is clear when there is room."""

from __future__ import annotations

from collections.abc import Sequence

DAY_S = 24 * 60 * 60
NOBODY = "Members add nothing here at the moment: whoever manages this server can change that."


class FullError(Exception):
    """There is no room for another proposal; its text is a sentence on when there will be."""


def why_not(
    times: Sequence[int], waiting: int, *, a_day: int, most_waiting: int, now: int
) -> str | None:
    """Why a member may add nothing at `now`, None when they may; all times are epoch seconds.

    `times` is when their proposals of the last 24 hours were made, oldest first; `a_day` is how
    many a day are allowed, `waiting` how many of the server are undecided.
    """
    if a_day == 0:
        return NOBODY
    recent = [one for one in times if one > now - DAY_S]
    if len(recent) >= a_day:
        again = recent[-a_day] + DAY_S
        many = "1 entry" if a_day == 1 else f"{a_day} entries"
        return f"You have sent in {many} within a day, which is all: send the next <t:{again}:R>."
    if waiting >= most_waiting:
        many = "1 entry waits" if waiting == 1 else f"{waiting} entries wait"
        return (
            f"{many} for a decision here, which is all the room there is: try again when "
            "reviewers have seen to some."
        )
    return None
