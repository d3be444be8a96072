"""Fetches one page or feed with limits of time, size and redirects, and without cookies."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Container
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
from aiohttp import hdrs
from yarl import URL

from bot.base import ResourceKey
from bot.fetching.addresses import AddressError, parse_address
from bot.fetching.pacing import HostPacer
from bot.fetching.resolver import CheckedResolver, UnreachableNameError

TIMEOUT_S = 10.0
"""Seconds for one page with all its redirects; waiting for a host's turn is not counted."""
MAX_BYTES = 2 * 2**20
"""Bytes of a page, as sent and as decompressed."""
MAX_REDIRECTS = 5
HOST_GAP_S = 1.0
MAX_CONNECTIONS = 10
MAX_RETRY_AFTER_S = 7 * 86_400
FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " application/json;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """Nothing was fetched; the message is a clause that says why."""

    def __init__(
        self, reason: str, *, retry_after_s: int | None = None, is_gone: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s
        """Seconds after which the server wants to be asked again; None when it does not say."""
        self.is_gone = is_gone
        """Whether the server says that the page is gone for good."""


class Fetched(NamedTuple):
    """A fetched page; with `is_unchanged`, the page is as it was and there is no content."""

    address: str
    """Where the redirects led."""
    content: bytes = b""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


class Condition(NamedTuple):
    """The validators of an earlier answer: only a changed page is sent again."""

    etag: str = ""
    last_modified: str = ""


class Fetcher:
    """Fetches from public web servers under the name `user_agent`.

    `local_ports` are ports of this computer that may be reached too: for tests, the example feed
    of the demo, and one command of the command line. Call `close` at the end.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        local_ports: Container[int] = (),
        host_gap_s: float = HOST_GAP_S,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._user_agent = user_agent.encode("ascii", "ignore").decode()
        self._local_ports = local_ports
        self._timeout_s = timeout_s
        self._pacer = HostPacer(host_gap_s)
        self._session: aiohttp.ClientSession | None = None

    def check_address(self, text: str) -> str:
        """Return the address in `text` as it is fetched; raises AddressError."""
        return str(parse_address(text, self._local_ports))

    async def fetch(
        self, address: str, accept: str = PAGE_TYPES, condition: Condition | None = None
    ) -> Fetched:
        """Fetch a page. Raises FetchError, also when an address on the way may not be fetched."""
        condition = condition or Condition()
        url = self._parse(address)
        try:
            for _ in range(MAX_REDIRECTS + 1):
                async with self._pacer.turn(url.host or ""), asyncio.timeout(self._timeout_s):
                    answer = await self._request(url, accept, condition)
                if isinstance(answer, Fetched):
                    return answer
                url = answer
        except TimeoutError:
            raise FetchError(f"it took more than {self._timeout_s:.0f} seconds") from None
        except UnreachableNameError:
            raise FetchError("its name leads into a network that is not public") from None
        except aiohttp.ClientConnectorError as error:
            raise FetchError(_describe_connection_error(error)) from None
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as error:
            raise FetchError(f"the connection failed ({type(error).__name__})") from None
        raise FetchError(f"it redirects more than {MAX_REDIRECTS} times")

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _parse(self, address: str) -> URL:
        try:
            return parse_address(address, self._local_ports)
        except AddressError:
            raise FetchError("its address is not one on the public web") from None

    async def _request(self, url: URL, accept: str, condition: Condition) -> Fetched | URL:
        """Send one request; return the page, or the address of a redirect."""
        headers = {
            hdrs.USER_AGENT: self._user_agent,
            hdrs.ACCEPT: accept,
            hdrs.ACCEPT_ENCODING: "gzip, deflate",
        }
        if condition.etag:
            headers[hdrs.IF_NONE_MATCH] = condition.etag
        if condition.last_modified:
            headers[hdrs.IF_MODIFIED_SINCE] = condition.last_modified
        session = self._get_session()
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS and hdrs.LOCATION in response.headers:
                return self._parse(str(url.join(URL(response.headers[hdrs.LOCATION]))))
            if response.status == 304:
                return Fetched(str(url), is_unchanged=True)
            if response.status != 200:
                raise _build_status_error(response)
            return Fetched(
                str(url),
                await _read_body(response),
                _get_charset(response),
                response.headers.get(hdrs.ETAG, "")[:200],
                response.headers.get(hdrs.LAST_MODIFIED, "")[:100],
            )

    def _get_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=CheckedResolver(self._local_ports),
                use_dns_cache=False,
                limit=MAX_CONNECTIONS,
                force_close=True,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                max_line_size=8_190,
                max_field_size=8_190,
            )
        return self._session


async def _read_body(response: aiohttp.ClientResponse) -> bytes:
    """Return the decompressed body. Raises FetchError when it is too large or too compressed."""
    encoding = response.headers.get(hdrs.CONTENT_ENCODING, "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError("it is compressed in a way I do not read")
    inflate = zlib.decompressobj(47) if encoding not in ("identity", "") else None
    body, received = bytearray(), 0
    async for chunk in response.content.iter_chunked(2**14):
        received += len(chunk)
        if inflate is None:
            body += chunk
        else:
            body += inflate.decompress(chunk, MAX_BYTES + 1 - len(body))
        if len(body) > MAX_BYTES or received > MAX_BYTES:
            raise FetchError(f"it is larger than {MAX_BYTES // 2**20} MiB")
    return bytes(body)


def _build_status_error(response: aiohttp.ClientResponse) -> FetchError:
    reason = {
        401: "it asks for a password",
        403: "the server refuses me",
        404: "there is nothing at that address",
        410: "it is gone for good",
        429: "the server wants fewer requests",
    }.get(response.status, f"the server answers with error {response.status}")
    retry_after_s = _parse_retry_after(response.headers)
    return FetchError(reason, retry_after_s=retry_after_s, is_gone=response.status == 410)


def _parse_retry_after(headers: Any) -> int | None:
    text = headers.get(hdrs.RETRY_AFTER, "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        seconds = int(text)
    else:
        try:
            until = parsedate_to_datetime(text)
            seconds = int((until - datetime.now(until.tzinfo)).total_seconds())
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(seconds, 0), MAX_RETRY_AFTER_S)


def _get_charset(response: aiohttp.ClientResponse) -> str:
    return (response.charset or "")[:40]


def _describe_connection_error(error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error.os_error, UnreachableNameError):
        return "its name leads into a network that is not public"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its name is not known"
    if isinstance(error.os_error, ssl.SSLError) or isinstance(error, aiohttp.ClientSSLError):
        return "its certificate is not valid"
    return "nothing answers there"


FETCHER = ResourceKey[Fetcher]("fetcher")
