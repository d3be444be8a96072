"""Which addresses may be fetched."""

from __future__ import annotations

import pytest

from bot.fetching.addresses import AddressError, is_reachable, parse_address


@pytest.mark.parametrize(
    "address",
    [
        "https://variety.com/feed/",
        "http://example.org:80/rss",
        "https://example.org:443/",
        "https://1.1.1.1/feed",
        "https://[2606:4700::1111]/feed",
        "https://bücher.example/feed",
    ],
)
def test_public_web_addresses_are_fetched(address: str) -> None:
    assert parse_address(f"  {address} ").scheme in ("http", "https")


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("", "web address"),
        ("variety.com/feed", "web address"),
        ("ftp://example.org/feed", "web address"),
        ("file:///etc/passwd", "web address"),
        ("gopher://example.org/", "web address"),
        ("https://", "web address"),
        ("https://name:secret@example.org/feed", "name or password"),
        ("https://name@example.org/feed", "name or password"),
        ("https://@example.org/", "name or password"),
        ("http://example.org:8080/", "port"),
        ("https://example.org:22/", "port"),
        ("http://localhost/", "public site"),
        ("http://router/", "public site"),
        ("http://2130706433/", "public"),
        ("http://127.1/", "public"),
        ("http://0x7f.0.0.1/", "public"),
        ("https://example.org/" + "a" * 600, "too long"),
    ],
)
def test_other_addresses_are_refused_with_what_to_do(address: str, hint: str) -> None:
    with pytest.raises(AddressError, match=hint):
        parse_address(address)


NOT_PUBLIC = (
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "239.255.255.250",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "not an address",
)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_inside_of_networks_are_not_reached(address: str) -> None:
    assert not is_reachable(address, 443)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressError):
        parse_address(f"http://{host}/feed")


def test_public_addresses_are_reached() -> None:
    for address in ("1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"):
        assert is_reachable(address, 443)


def test_this_computer_is_reached_only_at_the_ports_that_are_named() -> None:
    assert parse_address("http://127.0.0.1:4000/feed", (4000,)).port == 4000
    assert parse_address("http://localhost:4000/feed", (4000,)).host == "localhost"
    assert is_reachable("127.0.0.1", 4000, (4000,))
    for address in ("http://127.0.0.1:4001/", "http://10.0.0.1:4000/", "http://example.org:4000/"):
        with pytest.raises(AddressError):
            parse_address(address, (4000,))
    assert not is_reachable("127.0.0.1", 4001, (4000,))
    assert not is_reachable("10.0.0.1", 4000, (4000,))
