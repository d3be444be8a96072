"""`python -m bot trivia …` as an owner types it."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.main import main
from seeds.trivia_lists.models import TriviaListQuestion
from seeds.trivia_lists.yaml_format import parse_yaml_list
from storage.proposals.question_reports import QuestionReport
from storage.store import Store
from storage.trivia.lists import NewList
from tests.world import TINY_PACK


@pytest.fixture(autouse=True)
def _tiny_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SEEDS", str(TINY_PACK))


def test_an_imported_list_comes_out_again_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "times.yaml"
    file.write_text("AUTHOR: Per\nWhen does it begin?:\n- 12:30\n- 07\nIs it dark?: No\n")
    assert main(["trivia", "import", str(file)]) == 0
    assert "2 questions on times." in capsys.readouterr().out
    assert main(["trivia", "export", "--topic", "times"]) == 0
    out = parse_yaml_list(capsys.readouterr().out)
    assert [(one.text, one.answers) for one in out.questions] == [
        ("When does it begin?", ("12:30", "07")),
        ("Is it dark?", ("No",)),
    ]


def test_a_topic_of_the_pack_is_meant_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("Who?: Ida\n")
    assert main(["trivia", "import", str(file), "--topic", "Season TWO"]) == 0
    assert "on season-two" in capsys.readouterr().out
    assert main(["trivia", "export"]) == 0
    everything = parse_yaml_list(capsys.readouterr().out)
    assert everything.author == "Paper Lantern Fans"
    assert [one.text for one in everything.questions] == ["Who plays the lamp maker Vera?", "Who?"]


def test_a_topic_of_blanks_is_the_file_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lamps.yaml"
    file.write_text("Who?: Ida\n")
    assert main(["trivia", "import", str(file), "--topic", "  "]) == 0
    assert capsys.readouterr().out.startswith("1 question on lamps.")


def test_what_is_good_is_taken_and_what_is_left_out_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "some.yaml"
    file.write_text("A?:\n- a\nB?: []\nCONFIG:\n  timeout: 20\n")
    assert main(["trivia", "import", str(file)]) == 0
    assert capsys.readouterr().out == (
        f"{file}:3: a question needs an answer\n"
        f"{file}:4: CONFIG is for another bot: games here are set with /trivia play\n"
        "1 question on some. 2 things left out. If the bot is running, restart it to use them.\n"
    )


def test_a_list_without_anything_good_is_not_stored_and_its_faults_have_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("A?: []\nB?:\n- {x: y}\n")
    assert main(["trivia", "import", str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == f"{file}:1: a question needs an answer\n{file}:3: an answer is text\n"
    assert told.err == f"{file}: there's nothing to import in it, so nothing was stored\n"
    assert main(["trivia", "export", "--topic", "bad"]) == 2


def test_a_file_that_is_no_list_is_told_what_it_looks_like(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.yaml"
    file.write_text("<html><body>Not found</body></html>")
    assert main(["trivia", "import", str(file)]) == 2
    assert capsys.readouterr().out.startswith(f"{file}:1: looks like a web page or XML; a list is")


def test_a_list_of_opentdb_is_about_its_category_and_keeps_its_choices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "api.json"
    item = {
        "type": "multiple",
        "difficulty": "easy",
        "category": "Entertainment: Film",
        "question": "Who isn&#039;t in it?",
        "correct_answer": "Ida",
        "incorrect_answers": ["Per", "Vera", "Amélie"],
    }
    file.write_text(json.dumps({"response_code": 0, "results": [item]}), "utf-8")
    assert main(["trivia", "import", str(file)]) == 0
    assert capsys.readouterr().out.startswith("1 question on Entertainment: Film.")
    assert main(["trivia", "export", "--list", "api"]) == 0
    assert capsys.readouterr().out == (
        "# Choices: Ida | Per | Vera | Amélie\nWho isn't in it?:\n- Ida\n"
    )


def test_lists_are_listed_and_removed_by_their_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trivia", "lists"]) == 0
    assert capsys.readouterr().err == "No lists yet: `trivia import FILE` adds one.\n"
    file = tmp_path / "lamps.yaml"
    file.write_text("AUTHOR: Per\nWho?: Ida\n")
    assert main(["trivia", "import", str(file)]) == 0
    own = NewList("lamps", "harbour", "", "", [TriviaListQuestion("Who?", ("Vera",))])
    asyncio.run(store_own_list(7, own))
    capsys.readouterr()
    assert main(["trivia", "lists"]) == 0
    assert capsys.readouterr().out == (
        "lamps: 1 question on lamps, by Per\nlamps: 1 question on harbour, only for server 7\n"
    )
    assert main(["trivia", "remove", "lamps"]) == 0
    assert capsys.readouterr().out.startswith("Removed lamps, with 1 question.")
    assert main(["trivia", "remove", "lamps"]) == 2
    told = capsys.readouterr().err
    assert told == "There's no list called lamps: `trivia lists` prints the names.\n"
    assert main(["trivia", "remove", "lamps", "--server", "9" * 30]) == 2
    assert main(["trivia", "remove", "lamps", "--server", "7"]) == 0
    assert main(["trivia", "lists"]) == 0


async def store_own_list(guild_id: int, own: NewList) -> None:
    """Store a list of one server alone."""
    store = await Store.open(Path("data/bot.sqlite3"), random.Random())
    await store.trivia_lists.replace(guild_id, own)
    await store.close()


def test_an_export_keeps_authors_and_descriptions_and_goes_to_a_new_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lamps.yaml"
    file.write_text("AUTHOR: Per\nDESCRIPTION: On lamps\nWho is Amélie?: Ida\n", "utf-8")
    assert main(["trivia", "import", str(file)]) == 0
    capsys.readouterr()
    output = tmp_path / "all.yaml"
    assert main(["trivia", "export", "--output", str(output)]) == 0
    assert capsys.readouterr().out == ""
    read = parse_yaml_list(output.read_text("utf-8"))
    assert (read.author, read.description) == ("Paper Lantern Fans, Per", "On lamps")
    assert main(["trivia", "export", "--output", str(output)]) == 2
    assert "already exists" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trivia", "import", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "I can't read nowhere.yaml: No such file or directory.\n"


def test_reports_are_listed_by_what_the_question_asks(capsys: pytest.CaptureFixture[str]) -> None:
    async def report() -> None:
        store = await Store.open(Path("data/bot.sqlite3"), random.Random())
        for key, said in (("question.lamp", "It was gas."), ("question.lamp-maker", "")):
            await store.question_reports.submit(
                1, 2, key, QuestionReport(said=said), datetime.now(UTC), 9
            )
        await store.close()

    asyncio.run(report())
    assert main(["trivia", "reports"]) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == [
        "Who plays the lamp maker Vera? (question.lamp-maker): wrong: no reason given",
        "question.lamp: wrong: It was gas.",
    ], "a question that is gone has only its key"


def test_where_nobody_reported_anything_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trivia", "reports"]) == 0
    assert capsys.readouterr().err == "No one has reported a question.\n"
