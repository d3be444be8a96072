"""Tells the service manager that started this process how it is, as sd_notify(3) does."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)


class ServiceManager:
    """The manager named by the environment; without one, nothing is sent."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        # An "@" stands for the zero byte of a socket that is no file.
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        is_meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog_seconds = int(environment.get("WATCHDOG_USEC", "0")) / 1e6 if is_meant else 0
        """How often it wants to hear `WATCHDOG=1` at least; 0 when it does not."""

    def notify(self, *assignments: str) -> None:
        """Send assignments such as "READY=1"."""
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
                # A manager that does not read must not stop the event loop.
                channel.setblocking(False)
                channel.sendto("\n".join(assignments).encode(), self._address)
        except OSError as error:
            log.debug("the service manager was not told %s: %s", assignments, error)
