"""Decides which addresses may be fetched: public web servers, and nothing inside of a network."""

from __future__ import annotations

import ipaddress
from collections.abc import Container
from typing import TypeAlias
from urllib.parse import urlsplit

from yarl import URL

from bot.errors import RefusedError
from bot.markdown import format_number

WEB_PORTS = (80, 443)
MAX_ADDRESS = 500
IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that a translator turns into the IPv4 address in their last 32 bits."""


class AddressError(RefusedError):
    """The address may not be fetched; the message is one sentence that says what to do."""


def parse_address(text: str, local_ports: Container[int] = ()) -> URL:
    """Return the address in `text`; raises AddressError when it may not be fetched.

    Names are not resolved here. `local_ports` are those of this computer that may be reached.
    """
    text = text.strip()
    if len(text) > MAX_ADDRESS:
        raise AddressError(
            f"That address is too long: give one of at most {format_number(MAX_ADDRESS)} letters."
        )
    try:
        url = URL(text)
        host, port, is_web = url.host, url.port, url.scheme in ("http", "https")
    except ValueError:
        raise AddressError(
            "That isn't an address: paste all of it, starting with https://."
        ) from None
    if not is_web or not host:
        raise AddressError("That isn't a web address: paste one that starts with https://.")
    if "@" in urlsplit(text).netloc:
        raise AddressError("That address holds a name or password: give one without an @.")
    if not _is_local_name(host, port, local_ports):
        _check_host(host)
        if port not in WEB_PORTS:
            raise AddressError("That address has a port of its own: only the usual ones are open.")
    return url.with_fragment(None)


def is_reachable(address: str, port: int | None, local_ports: Container[int] = ()) -> bool:
    """Return whether a resolved IP address may be connected to."""
    found = _parse_ip(address)
    if found is None:
        return False
    if found.is_loopback and port is not None and port in local_ports:
        return True
    return _is_public(found)


def _check_host(host: str) -> None:
    found = _parse_ip(host)
    if found is not None:
        if not _is_public(found):
            raise AddressError("That address is inside of a network: give one on the public web.")
    elif "." not in host.strip(".") or host.rstrip(".").rpartition(".")[2].isdecimal():
        # "localhost", names of a local network, and numbers that systems read as an IP address.
        raise AddressError("That address names no public site: give one on the public web.")


def _is_local_name(host: str, port: int | None, local_ports: Container[int]) -> bool:
    found = _parse_ip(host)
    is_this_computer = found.is_loopback if found else host == "localhost"
    return is_this_computer and port is not None and port in local_ports


def _parse_ip(host: str) -> IPAddress | None:
    try:
        return _unwrap(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return None


def _unwrap(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 one stands for, else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address.teredo):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_link_local
    )
