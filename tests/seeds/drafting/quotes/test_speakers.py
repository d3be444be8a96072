"""Resolving speakers: a pronoun or description needs one possible person, and is a doubt."""

from __future__ import annotations

import pytest

from tests.seeds.drafting.extraction import find_speech, list_speech_doubts


@pytest.mark.parametrize(
    ("text", "speaker", "doubt"),
    [
        (
            "Tom Bell, 40, is back. “I rest now,” he said.",
            "tom-bell",
            "I read “he” as Tom Bell, the only one here it fits",
        ),
        (
            "The actress Ana Ruiz met Tom Bell, her brother. “I like him,” she said.",
            "ana-ruiz",
            "I read “she” as Ana Ruiz, the only one here it fits",
        ),
        (
            "Director Ana Ruiz and writer Tom Bell met. “I like it,” she said.",
            None,
            "“she” may be Ana Ruiz or Tom Bell",
        ),
        (
            "Actor Tom Bell is back. “We rest now,” they said.",
            None,
            "“they” may be one person or several",
        ),
        (
            "The actress Ana Ruiz met Lea Holm, a singer. “I like it,” she said.",
            "ana-ruiz",
            "I read “she” as Ana Ruiz, because these sentences are about them, "
            "but Lea Holm is named here too",
        ),
        (
            "“We rest now,” he said. Actor Tom Bell was there.",
            None,
            "“he” names no one, and neither does this paragraph before it",
        ),
        (
            "Ana Ruiz, who sang, was tired. “No more,” the singer said.",
            "ana-ruiz",
            "I read “the singer” as Ana Ruiz, the only one here it fits",
        ),
        (
            "Director Ana Ruiz was tired. “No more,” the singer said.",
            None,
            "nothing here says who “the singer” is",
        ),
        (
            "Actor Ana Ruiz was tired. “No more,” one critic wrote.",
            None,
            "the article doesn't name “one critic”",
        ),
        (
            "Actor Ana Ruiz was tired. “No more,” Ruiz’s publicist said.",
            None,
            "nothing here says who “Ruiz’s publicist” is",
        ),
        (
            "“It is over for us,” Northlight said.",
            None,
            "the article doesn't say whether “Northlight” is a person or a company",
        ),
        (
            "Actor Al Bell and actor Ann Bell sing. “It is over for us,” Bell said.",
            None,
            "“Bell” may be Al Bell or Ann Bell",
        ),
        (
            "The sign above the door said: “Closed for the winter.”",
            None,
            "I don't know anyone named next to “said”",
        ),
    ],
)
def test_pronouns_and_descriptions_are_resolved_with_a_doubt(
    text: str, speaker: str | None, doubt: str
) -> None:
    ((found, _),) = find_speech(text)

    assert found == speaker
    assert doubt in list_speech_doubts(text)


def test_a_full_name_is_no_doubt() -> None:
    assert list_speech_doubts("“We rest now,” Tom Bell said.") == []


def test_a_reply_is_not_by_the_last_speaker() -> None:
    text = "“Is it done?” asked actor Tom Bell. “No,” he replied."

    assert [speech.speaker for speech in find_speech(text)] == ["tom-bell", None]


def test_a_paragraph_without_names_takes_the_subject_of_the_one_before_if_the_pronoun_fits() -> (
    None
):
    previous = "The actress Ana Ruiz was tired.\n\n"

    assert find_speech(f"{previous}“No more of it,” she said.")[0].speaker == "ana-ruiz"
    assert find_speech(f"{previous}“No more of it,” he said.")[0].speaker is None


ACTORS = "Ida Holm, 61, and Per Lund, 58, are back.\n\n"


@pytest.mark.parametrize(
    ("text", "speaker", "doubt"),
    [
        (
            "Holm, who married Lund in 2003, said: “We never argue.”",
            "per-lund",
            "“Holm” may be the one speaking",
        ),
        (
            "She thanked Lund and said, “I owe him a ladder.”",
            "per-lund",
            "“She” may be the one speaking",
        ),
        (
            "“You will ruin us all,” Holm recalled Lund shouting.",
            "ida-holm",
            "“Lund” may be the one speaking",
        ),
        (
            "Holm and Lund said in a statement, “We are glad.”",
            None,
            "“Holm and Lund” may be Ida Holm or Per Lund",
        ),
        (
            "“We are glad,” said Holm and Lund.",
            None,
            "“Holm and Lund” may be Ida Holm or Per Lund",
        ),
        (
            "Holm and she said: “We are glad.”",
            "ida-holm",
            "I read “she” as Ida Holm, the only one here it fits; “Holm” may be the one speaking",
        ),
        (
            "“We are glad,” said the actress and Lund.",
            None,
            "nothing here says who “the actress” is",
        ),
        (
            "Holm denied ever having said “I hate this town and its rain.”",
            "ida-holm",
            "the article seems to say that these words were not spoken",
        ),
        (
            "Lund has never said “I will leave this stage for good.”",
            "per-lund",
            "the article seems to say that these words were not spoken",
        ),
        (
            "Holm wore a shirt that said “Vote for the tall one and nobody else.”",
            "ida-holm",
            "nothing says who is speaking; the sentence before is about Ida Holm",
        ),
    ],
)
def test_an_uncertain_speaker_has_a_doubt(text: str, speaker: str | None, doubt: str) -> None:
    assert [speech.speaker for speech in find_speech(ACTORS + text)] == [speaker]
    assert list_speech_doubts(ACTORS + text) == [doubt]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Standing beside Lund, Holm said: “He is taller than the lamp.”", "ida-holm"),
        ("Holm smiled and Lund said, “The harbour is closed.”", "per-lund"),
        ("“You are late again,” Holm told Lund.", "ida-holm"),
    ],
)
def test_another_person_in_a_clear_sentence_is_no_doubt(text: str, speaker: str) -> None:
    assert [speech.speaker for speech in find_speech(ACTORS + text)] == [speaker]
    assert list_speech_doubts(ACTORS + text) == []
