"""Recognising direct speech: its runs and its speaker, and quoted text that is not speech."""

from __future__ import annotations

import pytest

from tests.seeds.drafting.extraction import draft_text, find_speech, list_speech_doubts

NAMED = "\n\nAna Ruiz, 40, is a writer. Tom Bell, 44, is her editor."


@pytest.mark.parametrize(
    ("text", "speaker", "runs"),
    [
        ("“We begin soon,” Ana Ruiz said.", "ana-ruiz", ["We begin soon"]),
        ('"I love it", said the actor Tom Bell.', "tom-bell", ["I love it"]),
        ("Tom Bell said: “We go home.”", "tom-bell", ["We go home."]),
        ("According to Tom Bell, “it is a mess”.", "tom-bell", ["it is a mess"]),
        ("It was, in Tom Bell’s words, “a mess.” Tom Bell, 4, left.", "tom-bell", ["a mess."]),
        ("The end “was a mess,” as Tom Bell put it.", "tom-bell", ["was a mess"]),
        ("“Yes,” Ana Ruiz, the show’s creator, told reporters.", "ana-ruiz", ["Yes"]),
        ("“Yes,” Ana Ruiz later jokingly added.", "ana-ruiz", ["Yes"]),
        ("Ana Ruiz told Tom Bell: “You are late.”", "ana-ruiz", ["You are late."]),
        ("‘It’s the fans’ film,’ said Tom Bell.", "tom-bell", ["It’s the fans’ film"]),
        ("'It's good,' said Tom Bell.", "tom-bell", ["It's good"]),
        ("‘He said “no way”,’ recalled Tom Bell.", "tom-bell", ["He said “no way”"]),
        ("“I said ‘no way’,” recalled Tom Bell.", "tom-bell", ["I said ‘no way’"]),
        ("“ We did it, ” Tom Bell said.", "tom-bell", ["We did it"]),
        ("Tom Bell said: “ We did it. “", "tom-bell", ["We did it."]),
        ("„We did it“, said Tom Bell.", "tom-bell", ["We did it"]),
        ("« We did it », said Tom Bell.", "tom-bell", ["We did it"]),
        ("»We did it,« said Tom Bell.", "tom-bell", ["We did it"]),
        ("‚We did it‘, said Tom Bell.", "tom-bell", ["We did it"]),
        ("‹ We did it ›, said Tom Bell.", "tom-bell", ["We did it"]),
        ("“I said “no way” to him,” said Tom Bell.", "tom-bell", ["I said “no way” to him"]),
        ("“We did it,” Mr. Bell said. Tom Bell left.", "tom-bell", ["We did it"]),
        ("“We did it,” said editor Dr. Tom Bell.", "tom-bell", ["We did it"]),
        ("“Long\nwords,” said Tom Bell.", "tom-bell", ["Long words"]),
        ("“It’s 3 a.m.,” said Tom Bell, “so go.”", "tom-bell", ["It’s 3 a.m.", "so go."]),
        ("“Is it?” Tom Bell asked. “It is.”", "tom-bell", ["Is it?", "It is."]),
        ("“One.\n\n“Two,” said Tom Bell.", "tom-bell", ["One.", "Two"]),
        ("Tom Bell added:\n\n“I am glad.”", "tom-bell", ["I am glad."]),
    ],
)
def test_speech_is_attributed_to_the_speaker_beside_it(
    text: str, speaker: str, runs: list[str]
) -> None:
    assert find_speech(text) == [(speaker, tuple(runs))]


def test_a_few_words_and_the_reply_to_them_are_two_quotes() -> None:
    text = "The writer Ana Ruiz said it was “a go,” and the editor Tom Bell replied, “At last.”"

    assert find_speech(text) == [("ana-ruiz", ("a go",)), ("tom-bell", ("At last.",))]


@pytest.mark.parametrize(
    "title",
    ["Who Let the Crows Out?", "Are You There, Margaret?", "Never Look Back!", "The Way Home,"],
)
def test_a_title_in_marks_is_no_speech_whatever_it_ends_with(title: str) -> None:
    assert find_speech(f"“{title}” was third. It stars Ana Ruiz, 40.") == []
    assert find_speech(f"“{title}” said Tom Bell, 44.") != []


def test_two_speakers_are_kept_apart() -> None:
    text = "“Is it done?” Ana Ruiz asked. “Nearly,” said Tom Bell. “Hurry,” Ana Ruiz replied."

    assert find_speech(text) == [
        ("ana-ruiz", ("Is it done?",)),
        ("tom-bell", ("Nearly",)),
        ("ana-ruiz", ("Hurry",)),
    ]


def test_an_attribution_that_introduces_the_next_quote_does_not_belong_to_the_last() -> None:
    text = "“How is it going?” Tom Bell replied, “It is going well.”" + NAMED

    assert find_speech(text)[1] == ("tom-bell", ("It is going well.",))
    assert find_speech(text)[0].speaker is None


def test_a_list_of_short_quotes_has_one_speaker() -> None:
    text = "Director Ana Ruiz said she felt “blessed” and “over the moon” about it."

    assert find_speech(text) == [("ana-ruiz", ("blessed",)), ("ana-ruiz", ("over the moon",))]
    assert (
        list_speech_doubts(text)
        == ["it's so short that it may be a name for something, or irony"] * 2
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("She saw “Romy and Michele” again.", "it's written like a title"),
        ("Ana Ruiz said she saw “Paper Moon” twice.", "it's written like a title"),
        ("The so-called “lost album” is back.", "the words before it name something"),
        ("Ana Ruiz dislikes the word “sequel”.", "the words before it name something"),
        ("The tape was found “by chance” in May.", "nothing next to it says that it was spoken"),
        ("Why “it is nearly here” is a lie", "it's in a heading"),
        ("“It goes on and on", "it's in a heading"),
        (
            "“It goes on.\n\nIt ends.",
            "nothing next to it says that it was spoken, and its closing mark is ",
        ),
    ],
)
def test_quoted_text_that_is_not_speech_is_skipped_with_the_reason(text: str, reason: str) -> None:
    draft = draft_text(text)

    assert not draft.speeches
    (skipped,) = draft.skipped
    assert skipped.reason.startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "The fans' votes and the actors' work mattered in the '90s, 'til they didn't.",
        "Rock 'n' roll isn’t dead; it’s the ’60s again.",
        'It was 6\' 2" tall and 3" wide.',
        "”",
        '"',
        '""',
        "“”",
        "“,” “…”",
    ],
)
def test_apostrophes_inches_and_empty_marks_are_not_quotes(text: str) -> None:
    draft = draft_text(text)

    assert (draft.speeches, draft.skipped) == ([], [])


def test_a_missing_closing_mark_is_a_doubt() -> None:
    assert list_speech_doubts("Tom Bell said: “We go home.\n\nThey went.") == [
        "its closing mark is missing"
    ]


def test_a_quoted_sentence_without_an_attribution_is_kept_without_a_speaker() -> None:
    text = "It rained. “We danced all the same.”"

    assert find_speech(text) == [(None, ("We danced all the same.",))]
    assert "no one is named next to these words" in list_speech_doubts(text)


def test_text_between_two_quotes_is_never_inside_a_run() -> None:
    text = "“We danced,” said Tom Bell on May 3, 2024, to nobody’s surprise, “all night.”"
    draft = draft_text(text)

    assert find_speech(text) == [("tom-bell", ("We danced", "all night."))]
    assert (
        str(draft.speeches[0].date_mention and draft.speeches[0].date_mention.date) == "2024-05-03"
    )


def test_a_date_in_the_sentence_before_is_marked_as_such() -> None:
    (dated_speech,) = draft_text("Tom Bell danced in May 2019. “It was cold,” he said.").speeches

    assert dated_speech.is_in_previous_sentence
    assert str(dated_speech.date_mention and dated_speech.date_mention.date) == "2019-05"
