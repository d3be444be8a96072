"""`python -m bot trivia …` as an owner types it."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.main import main
from seeds.trivia_yaml import parse_trivia_list
from storage.proposals.question_reports import QuestionReport
from storage.store import Store
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
    out = parse_trivia_list(capsys.readouterr().out)
    assert out.questions == [("When does it begin?", ("12:30", "07")), ("Is it dark?", ("No",))]


def test_a_topic_of_the_pack_is_meant_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("Who?: Ida\n")
    assert main(["trivia", "import", str(file), "--topic", "Season TWO"]) == 0
    assert "on season-two" in capsys.readouterr().out
    assert main(["trivia", "export"]) == 0
    everything = parse_trivia_list(capsys.readouterr().out)
    assert everything.author == "Paper Lantern Fans"
    assert [one.text for one in everything.questions] == ["Who plays the lamp maker Vera?", "Who?"]


def test_a_topic_of_blanks_is_the_file_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lamps.yaml"
    file.write_text("Who?: Ida\n")
    assert main(["trivia", "import", str(file), "--topic", "  "]) == 0
    assert capsys.readouterr().out.startswith("1 question on lamps.")


def test_faults_are_printed_with_their_lines_and_nothing_is_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("A?:\n- a\nB?: []\n")
    assert main(["trivia", "import", str(file)]) == 1
    told = capsys.readouterr()
    assert told.out == f"{file}:3: a question needs an answer\n"
    assert "1 fault, nothing stored" in told.err
    assert main(["trivia", "export", "--topic", "bad"]) == 2


def test_a_file_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trivia", "import", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "nowhere.yaml cannot be read: No such file or directory.\n"


def test_reports_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    async def report() -> None:
        store = await Store.open(Path("data/bot.sqlite3"), random.Random())
        await store.question_reports.submit(
            1, 2, "question.lamp", QuestionReport(said="It was gas."), datetime.now(UTC), 9
        )
        await store.close()

    asyncio.run(report())
    assert main(["trivia", "reports"]) == 0
    assert capsys.readouterr().out == "question.lamp: wrong: It was gas.\n"


def test_where_nobody_reported_anything_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trivia", "reports"]) == 0
    assert capsys.readouterr().err == "Nobody has reported a question.\n"
