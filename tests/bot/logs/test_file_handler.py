"""The log is in a file too, also when the disk is full for a while, or hangs."""

from __future__ import annotations

import io
import logging
import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import bot.logs.file_handler
from bot.logs.configuration import set_up_logs
from bot.logs.file_handler import FileHandler
from bot.logs.rotated_file import RotatedFile

log = logging.getLogger("bot.lamps")


@contextmanager
def log_to(path: Path, secrets: dict[str, str]) -> Generator[io.StringIO]:
    """Log to a file inside the block; yield what is shown on standard error."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    handler, shown = FileHandler(path), io.StringIO()
    set_up_logs("INFO", "text", secrets, shown, [handler])
    try:
        yield shown
    finally:
        handler.close()
        root.handlers[:] = before
        root.setLevel(level)


def test_the_file_has_what_is_shown_without_secrets(tmp_path: Path) -> None:
    path = tmp_path / "bot.log"
    with log_to(path, {"s3cr3t": "[token]"}) as shown:
        log.info("logging in with %s", "s3cr3t")
        try:
            raise ValueError("no oil in s3cr3t")
        except ValueError:
            log.exception("incident %s", "a1b2c3", stack_info=True)

    text = path.read_text("utf-8")
    assert text == shown.getvalue()
    assert "logging in with [token]\n" in text
    assert "ValueError: no oil in [token]" in text
    assert text.count("Stack (most recent call last)") == 1


class FullDisk:
    """Takes the place of the file's method to write, and fails as a full disk does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = True
        self._write = RotatedFile.write_line
        monkeypatch.setattr(RotatedFile, "write_line", lambda file, text: self.write(file, text))

    def write(self, file: RotatedFile, text: str) -> None:
        if self.is_full:
            raise OSError(28, os.strerror(28))
        self._write(file, text)


def test_a_full_disk_is_told_once_and_the_file_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.log"
    disk = FullDisk(monkeypatch)
    with log_to(path, {}) as shown:
        for number in range(3):
            log.info("lamp %d", number)
            logging.getLogger().handlers[1].flush()
        disk.is_full = False
        log.info("lamp 3")

    told = f"the log can't be written to {path}: No space left on device"
    assert shown.getvalue().count(told) == 1
    assert shown.getvalue().count("lamp") == 4 + shown.getvalue().count("bot.lamps")
    assert path.read_text("utf-8").splitlines()[-1].endswith("lamp 3")


def test_a_disk_that_hangs_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    write = RotatedFile.write_line

    def hang(file: RotatedFile, text: str) -> None:
        goes_on.wait(60)
        write(file, text)

    monkeypatch.setattr(RotatedFile, "write_line", hang)
    monkeypatch.setattr(bot.logs.file_handler, "FLUSH_TIMEOUT_S", 0.2)
    monkeypatch.setattr(bot.logs.file_handler, "MAX_WAITING_LINES", 50)
    path = tmp_path / "bot.log"
    with log_to(path, {}) as shown:
        began = time.monotonic()
        for number in range(1_000):
            log.info("lamp %d", number)
        logging.getLogger().handlers[1].flush()
        assert time.monotonic() - began < 5
        goes_on.set()
        monkeypatch.setattr(bot.logs.file_handler, "FLUSH_TIMEOUT_S", 10)

    assert len(shown.getvalue().splitlines()) == 1_000
    assert 50 <= len(path.read_text().splitlines()) <= 52


def test_what_was_logged_last_is_in_the_file_after_a_flush(tmp_path: Path) -> None:
    path = tmp_path / "bot.log"
    with log_to(path, {}):
        handlers: list[Any] = logging.getLogger().handlers
        log.error("I end")
        handlers[1].flush()
        assert path.read_text("utf-8").endswith("I end\n")
