"""`python -m bot seeds draft …` as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.cli.main import main

CHECKOUT = Path(__file__).parents[3]
ARTICLE = "date 2024-05-03 “We open in 2025,” said Ana Ruiz.\n"

HIDE_DATEPARSER = """
import sys


class MissingModuleFinder:
    def find_spec(self, name, path=None, target=None):
        if name == "dateparser":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, MissingModuleFinder())
"""
"""Written as `sitecustomize`, which Python imports at its start."""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_the_draft_goes_to_stdout_and_its_summary_to_stderr(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "draft", str(article)]) == 0

    printed = capsys.readouterr()
    assert tomllib.loads(printed.out)["quote"][0]["speaker"] == "ana-ruiz"
    assert printed.err == (
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
    assert [source["document"] for source in sources] == ["lamp.txt", "other.txt"]


def test_an_existing_file_is_not_overwritten(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "draft", str(article), "--output", str(article)]) == 2

    assert capsys.readouterr().err == (
        f"{article} already exists: pick another name, or move it.\n"
    )
    assert article.read_text("utf-8") == ARTICLE


def test_an_output_in_a_missing_folder_gives_one_sentence(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "draft", str(article), "--output", "nowhere/draft.toml"]) == 2

    assert capsys.readouterr().err == (
        "I can't write nowhere/draft.toml: No such file or directory.\n"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "is empty"), (b"\0", "isn't a text file"), (b"\xff", "isn't UTF-8")],
)
def test_one_unreadable_article_gives_one_sentence_and_no_output(
    tmp_path: Path,
    article: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    problem: str,
) -> None:
    bad, output = tmp_path / "bad.txt", tmp_path / "draft.toml"
    bad.write_bytes(content)

    assert main(["seeds", "draft", str(article), str(bad), "--output", str(output)]) == 2

    error = capsys.readouterr().err
    assert problem in error
    assert error.count("\n") == 1
    assert not output.exists()


def test_without_dateparser_drafting_says_what_to_install_and_writes_nothing(
    tmp_path: Path, article: Path, without_dateparser: dict[str, str]
) -> None:
    output = tmp_path / "draft.toml"

    done = run_python(
        "-m", "bot", "seeds", "draft", article, "--output", output, env=without_dateparser
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Drafting needs dateparser, which isn't installed: run `.venv/bin/python -m pip "
        "install '.[drafting]'`.\n"
    )
    assert not output.exists()


def test_without_dateparser_every_other_command_works(without_dateparser: dict[str, str]) -> None:
    done = run_python("-m", "bot", "seeds", "check", env=without_dateparser)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_bot_starts_without_loading_drafting_or_dateparser() -> None:
    script = """
import importlib, pkgutil, sys
import bot.app, bot.cli.main, cogs

for module in pkgutil.walk_packages(cogs.__path__, "cogs."):
    importlib.import_module(module.name)
print([name for name in sys.modules if name.startswith(("dateparser", "seeds.drafting"))])
"""

    done = run_python("-W", "ignore::DeprecationWarning", "-c", script, env=dict(os.environ))

    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.fixture
def without_dateparser(tmp_path: Path) -> dict[str, str]:
    """The environment of a Python process in which dateparser cannot be imported."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HIDE_DATEPARSER, "utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def run_python(*arguments: str | Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python in the checkout, and return its exit code and what it printed."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=CHECKOUT, env=env
    )
