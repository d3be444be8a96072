"""Writes the log to a file as well."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from queue import Full, Queue

from bot.logs.rotated_file import RotatedFile

log = logging.getLogger(__name__)

MAX_WAITING_LINES = 10_000
"""Lines that wait for a disk which hangs; further ones are not written to the file."""
FLUSH_TIMEOUT_S = 2.0


class FileHandler(QueueHandler):
    """Has a thread write the lines, so that a disk which hangs holds up nothing else.

    Raises OSError when the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._lines = Queue[logging.LogRecord](MAX_WAITING_LINES)
        super().__init__(self._lines)
        self._writer = _Writer(self._lines, path)
        self._writer.start()

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return logging.makeLogRecord({"msg": self.format(record)})

    def enqueue(self, record: logging.LogRecord) -> None:
        with suppress(Full):
            self._lines.put_nowait(record)

    def flush(self) -> None:
        self._wait()

    def _wait(self) -> bool:
        """Wait until all lines are written; return False when that takes too long."""
        lines = self._lines
        with lines.all_tasks_done:
            return lines.all_tasks_done.wait_for(
                lambda: not lines.unfinished_tasks, FLUSH_TIMEOUT_S
            )

    def close(self) -> None:
        if self._wait():
            self._writer.stop()
        super().close()


class _Writer(QueueListener):
    """The thread, which tells of a full disk once."""

    def __init__(self, lines: Queue[logging.LogRecord], path: Path) -> None:
        super().__init__(lines)
        self._path = path
        self._file = RotatedFile(path)
        self._is_failing = False

    def handle(self, record: logging.LogRecord) -> None:
        try:
            self._file.write_line(record.getMessage())
        except OSError as error:
            if not self._is_failing:
                self._is_failing = True
                log.warning("the log can't be written to %s: %s", self._path, error.strerror)
        else:
            self._is_failing = False

    def stop(self) -> None:
        super().stop()
        self._file.close()
