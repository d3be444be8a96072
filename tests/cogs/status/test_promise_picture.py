"""Each promise is a bar from when it was made to when it was due, with what became of it."""

from __future__ import annotations

from datetime import date

from cogs.status.promise_picture import PromiseBar, PromisesPicture, build_promises_picture
from seeds.dates import PartialDate
from seeds.schema import Promise, PromiseOutcome, Status
from tests.pictures.comparison import assert_as_stored, assert_describes, render

TODAY = date(2026, 11, 28)


def build_promise(
    text: str, said: str, due: str | None, outcome: PromiseOutcome
) -> tuple[Status, Promise]:
    """A promise with the status that it was made at."""
    promise = Promise(
        text=text,
        due=PartialDate.parse(due) if due else None,
        outcome=outcome,
        what_happened="It is told elsewhere.",
    )
    status = Status(
        id="status.one",
        as_of=PartialDate.parse(said),
        stage="deals",
        headline="News",
        text="News.",
        certainty="reported",
        promises=(promise,),
    )
    return status, promise


PROMISES = [
    build_promise("Filming begins in summer", "2025-02-19", "2026", PromiseOutcome.OPEN),
    build_promise("Production starts in June", "2025-01-29", "2025-06", PromiseOutcome.SLIPPED),
    build_promise("The draft is finished soon", "2024-02", None, PromiseOutcome.UNKNOWN),
    build_promise("The script is read by both", "2024-05", "2024-11", PromiseOutcome.KEPT),
]


def test_every_promise_is_shown_and_told_with_its_dates_and_outcome() -> None:
    picture = build_promises_picture(PROMISES, TODAY)

    assert_as_stored(picture, "promises")
    assert_describes(
        picture,
        "Promises vs. reality, 2024 to 2026.",
        "“Filming begins in summer”: reported February 19, 2025, due 2026. Still open.",
        "“Production starts in June”: reported January 29, 2025, due June 2025. Slipped.",
        "“The draft is finished soon”: reported February 2024, no date given. No word yet.",
        "“The script is read by both”: reported May 2024, due November 2024. Kept.",
    )


def test_a_promise_that_was_put_off_reaches_to_its_new_date() -> None:
    status, promise = PROMISES[1]
    moved = promise.model_copy(update={"moved_to": PartialDate(2027, 6)})
    picture = build_promises_picture([(status, moved)], TODAY)
    assert_describes(picture, "reality, 2025 to 2027.", "due June 2025, then June 2027. Slipped.")
    render(picture)
    undated = moved.model_copy(update={"due": None})
    assert_describes(build_promises_picture([(status, undated)], TODAY), ", due June 2027.")


def test_a_promise_still_open_after_its_date_goes_on_to_today() -> None:
    late = [
        build_promise("It comes out in fall", "2025-01", "2025-11", PromiseOutcome.OPEN),
        build_promise("The dance is back", "2026-11-28", None, PromiseOutcome.OPEN),
    ]

    assert_as_stored(build_promises_picture(late, TODAY), "promises-late")


def test_one_year_and_many_years_fit_the_scale() -> None:
    within = build_promise("It is cast", "2026-02", "2026-03", PromiseOutcome.KEPT)
    assert_describes(build_promises_picture([within], TODAY), "Promises vs. reality, 2026.")
    render(build_promises_picture([within], TODAY))
    bar = PromiseBar(
        "W" * 90, "1900", "2100", date(1900, 1, 1), date(2100, 1, 1), PROMISES[0][1].outcome
    )
    assert_describes(PromisesPicture((bar,) * 4, TODAY), "1900 to 2100")
    render(PromisesPicture((bar,) * 4, TODAY))
