"""The command line as its user meets it: what is printed, and the exit code."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot import __version__
from bot.cli.main import main
from seeds.loader import BUNDLED_PACK
from seeds.trivia_lists.yaml_format import parse_yaml_list
from tests.packs.pack_on_disk import PackOnDisk
from tests.world import TINY_DOCUMENTS, TINY_PACK

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"


@pytest.fixture
def pack(tmp_path: Path) -> PackOnDisk:
    return PackOnDisk.copy_tiny(tmp_path)


def run_bot(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot …` in a process of its own, away from the checkout and its `.env`."""
    settings = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        encoding=settings["PYTHONIOENCODING"],
        timeout=60,
        check=False,
    )


def test_checking_a_clean_pack_prints_counts_and_ends_with_0() -> None:
    done = run_bot("seeds", "check", str(TINY_PACK), "--documents", str(TINY_DOCUMENTS))

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["source", "2"],
        ["event", "2"],
        ["fact", "1"],
        ["quote", "2"],
        ["status", "2"],
        ["question", "1"],
    ]


def test_checking_a_faulty_pack_prints_every_problem_and_ends_with_1(pack: PackOnDisk) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.gone")
    pack.change("quote.never-dark", "was never dark", "was ever dark")
    pack.change("question.lamp-maker", "Per Lund", "Ida Holm")

    done = run_bot("seeds", "check", str(pack.folder), "--documents", str(TINY_DOCUMENTS))

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "entries.toml:23: event.first-light: refers to source.gone, which is not in the pack",
        "entries.toml:63: quote.never-dark: source.lamp-letter does not print these words:"
        " “It was ever dark on that set.”",
        "entries.toml:101: question.lamp-maker: distractor “Ida Holm” is also a right answer",
    ]
    assert done.stderr == f"{pack.folder}: 3 problems\n"


@pytest.mark.parametrize("arguments", [[], ["run"]])
def test_running_without_a_token_is_one_sentence_and_ends_with_2(arguments: list[str]) -> None:
    done = run_bot(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("DISCORD_TOKEN isn't set: ")
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_DEV_GUILD", "my server"),
        ("BOT_LOG_LEVEL", "LOUD"),
        ("BOT_LOG_FORMAT", "xml"),
        ("BOT_MESSAGE_CONTENT", "perhaps"),
        ("BOT_POSTS_PER_SECOND", "1000"),
        ("BOT_SEEDS", "no/such/folder"),
        ("BOT_DATABASE", "/dev/null/bot.sqlite3"),
        ("DISCORD_TOKEN", "nonsense"),
    ],
)
def test_a_malformed_value_is_one_sentence_and_ends_with_2(name: str, value: str) -> None:
    done = run_bot("run", **{"DISCORD_TOKEN": TOKEN, name: value})

    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.splitlines()
    assert name in sentence
    assert TOKEN not in sentence


def test_a_faulty_pack_stops_the_start_with_its_problems(pack: PackOnDisk) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.gone")

    done = run_bot("run", DISCORD_TOKEN=TOKEN, BOT_SEEDS=str(pack.folder))

    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "entries.toml:23: event.first-light: refers to source.gone, which is not in the pack"
    ) in done.stderr.splitlines()
    assert "Traceback" not in done.stderr


def test_a_terminal_without_our_letters_gets_escapes() -> None:
    listing = run_bot(
        "seeds", "list", "question", BOT_SEEDS=str(TINY_PACK), PYTHONIOENCODING="cp1252"
    )

    assert (listing.returncode, listing.stderr) == (0, "")
    assert listing.stdout.endswith("Vera? \\u2192 Ida Holm\n")


@pytest.mark.parametrize("code_page", ["cp1252", "ascii"])
def test_json_is_utf_8_whatever_the_code_page_of_the_console(
    pack: PackOnDisk, code_page: str
) -> None:
    pack.change("fact.ida-plays-vera", "Vera.", "Věra → 灯.")
    settings = {"BOT_SEEDS": str(pack.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "seeds", "list", "fact", "--json"],
        env={**os.environ, **settings, "PYTHONIOENCODING": code_page},
        capture_output=True,
        timeout=60,
        check=True,
    )

    [fact] = json.loads(done.stdout.decode("utf-8"))
    assert fact["text"] == "Ida Holm plays the lamp maker Věra → 灯."


@pytest.mark.parametrize("code_page", ["ascii", "cp437", "cp1252"])
def test_what_other_programs_read_is_utf_8_whatever_the_code_page(
    code_page: str, tmp_path: Path
) -> None:
    settings = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": code_page,
        "BOT_SEEDS": str(BUNDLED_PACK),
    }
    output = tmp_path / "sources.json"

    def run(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, env=settings, capture_output=True, check=True).stdout

    listing = run("seeds", "list", "quote", "--json")
    exported = run("trivia", "export")
    run("seeds", "list", "quote", "--json", "--output", str(output))

    assert not listing.isascii()
    assert len(json.loads(listing.decode("utf-8"))) > 5
    assert output.read_bytes() == listing
    assert not exported.isascii()
    assert parse_yaml_list(exported.decode("utf-8")).questions


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["seeds"], "ACTION"),
        (["seeds", "list", "movie"], "invalid choice: 'movie'"),
        (["seeds", "list"], "KIND"),
        (["dance"], "invalid choice: 'dance'"),
        (["demo", "--port", "http"], "a port is a number from 0 to 65535"),
        (["demo", "--port", "65536"], "a port is a number from 0 to 65535"),
    ],
)
def test_a_command_that_makes_no_sense_ends_with_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"fan-community-bot {__version__}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_sigterm_ends_the_start_even_where_a_signal_has_no_default_action() -> None:
    """Process 1 of a container is in that position: a signal without a handler is dropped."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
    )
    while process.poll() is None:
        process.terminate()
        time.sleep(0.005)
    assert process.stderr is not None
    with process.stderr as stderr:
        # Without a handler, the end would be 2 and a sentence about the missing token.
        assert (process.returncode, stderr.read()) == (0, "")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert {"run", "demo", "seeds"} <= set(capsys.readouterr().out.split())


def test_whoever_reads_only_the_first_line_gets_no_traceback() -> None:
    listing = subprocess.Popen(
        [sys.executable, "-m", "bot", "seeds", "list", "question"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    assert listing.stdout.readline()
    listing.stdout.close()
    assert listing.stderr.read() == b""
    listing.stderr.close()
    assert listing.wait() == 0


def test_what_may_be_over_in_a_while_ends_with_75_so_that_a_service_manager_tries_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        done = run_bot("run", DISCORD_TOKEN=TOKEN, BOT_DATABASE=str(path))
    assert (done.returncode, done.stdout) == (75, "")
    (sentence,) = done.stderr.splitlines()
    assert "is held by another program: close that, then start again" in sentence
