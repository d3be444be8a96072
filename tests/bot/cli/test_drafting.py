"""`python -m bot seeds draft …` as a person types it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.cli.main import main

ARTICLE = "date 2024-05-03 “We open in 2025,” said Ana Ruiz.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_a_draft_goes_to_the_screen_and_its_summary_beside_it(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "draft", str(article)]) == 0

    told = capsys.readouterr()
    assert tomllib.loads(told.out)["quote"][0]["speaker"] == "ana-ruiz"
    assert told.err == (
        "1 article, 1 quote, 1 event, 1 person. Now look for “fill in” and “unsure”.\n"
    )


def test_several_articles_go_into_one_new_file(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("It rained.", "utf-8")
    output = tmp_path / "draft.toml"

    assert main(["seeds", "draft", str(article), str(other), "--output", str(output)]) == 0

    assert capsys.readouterr().out == ""
    sources = tomllib.loads(output.read_text("utf-8"))["source"]
    assert [one["document"] for one in sources] == ["lamp.txt", "other.txt"]


def test_a_file_that_is_there_is_never_written_over(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "draft", str(article), "--output", str(article)]) == 2

    assert capsys.readouterr().err == (
        f"{article} exists already: give another name, or move it away.\n"
    )
    assert article.read_text("utf-8") == ARTICLE


def test_an_output_in_no_folder_is_one_sentence(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "draft", str(article), "--output", "nowhere/draft.toml"]) == 2

    assert capsys.readouterr().err == (
        "nowhere/draft.toml cannot be written: No such file or directory.\n"
    )


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "is empty"), (b"\0", "is not a text file"), (b"\xff", "not UTF-8")]
)
def test_one_file_that_cannot_be_read_stops_all_and_writes_nothing(
    tmp_path: Path,
    article: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    told: str,
) -> None:
    bad, output = tmp_path / "bad.txt", tmp_path / "draft.toml"
    bad.write_bytes(content)

    assert main(["seeds", "draft", str(article), str(bad), "--output", str(output)]) == 2

    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not output.exists()


def test_only_drafting_loads_the_date_parser() -> None:
    script = "import sys, bot.cli.main, seeds.loader; print('dateparser' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=True,
    )

    assert done.stdout == "False\n"
