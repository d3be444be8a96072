"""Resolves names once for each connection, which then uses exactly the checked addresses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Container

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching.addresses import is_reachable


class UnreachableNameError(OSError):
    """A name stands for an address that may not be reached."""


class CheckedResolver(AbstractResolver):
    """A resolver that refuses a name if any of its addresses may not be reached.

    The connector connects to what this returns and asks no second time, so that a name cannot
    change its address between check and connection.
    """

    def __init__(self, local_ports: Container[int] = ()) -> None:
        self._local_ports = local_ports

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
        )
        results: list[ResolveResult] = []
        for found_family, _, protocol, _, sockaddr in found:
            address = str(sockaddr[0])
            if not is_reachable(address, port, self._local_ports):
                raise UnreachableNameError(f"{host} is {address}")
            results.append(
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=port,
                    family=found_family,
                    proto=protocol,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        return results

    async def close(self) -> None:
        """Do nothing: no connection is kept."""
