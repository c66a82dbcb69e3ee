"""Downloading one page or file: redirects checked, sizes and times bounded, tried again where that may help."""

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from extract.fetch.failure import FetchFailure
from extract.fetch.politeness import ROBOTS_BYTES, Politeness
from extract.fetch.transport import GuardedNetwork, GuardedTransport, Resolve, resolve

AGENT = "xianjian"
_KEPT = ("etag", "last-modified", "content-type", "content-disposition", "date", "content-length")
_CUT = re.compile("closed connection|disconnected|incomplete")
_REDIRECTS = 5
_LONGEST_WAIT = 60.0
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How much a download may take, and how often it is tried.

    Attributes:
        seconds: longest time for one try, from the request to the last byte.
        megabytes: largest file, after unpacking what the server compressed.
        tries: how often a passing failure is tried.
        delay: least seconds between two requests to a host.
        allow_private: whether private and loopback addresses may be asked.
        robots: whether robots.txt is obeyed.
        contact: an address for the site's people, sent along with the program's name.
    """

    seconds: float = 60.0
    megabytes: float = 64.0
    tries: int = 3
    delay: float = 1.0
    allow_private: bool = False
    robots: bool = True
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """What a server gave: the bytes (None where it said that nothing changed), the last URL, and headers."""

    content: bytes | None
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Downloader:
    """Fetches URLs. Use it as a context manager."""

    def __init__(
        self,
        options: FetchOptions,
        *,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolve = resolve,
    ) -> None:
        """Opens no connection yet; `sleep` and `resolver` are for tests."""
        self._options = options
        self._sleep = sleep
        agent = f"{AGENT}/0.1 ({options.contact})" if options.contact else f"{AGENT}/0.1"
        self._network = GuardedNetwork(allow_private=options.allow_private, resolver=resolver)
        self._client = httpx.Client(
            transport=GuardedTransport(self._network),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(min(options.seconds, 20.0)),
            follow_redirects=False,
            trust_env=False,
        )
        self._politeness = Politeness(self._robots, agent=AGENT, delay=options.delay, sleep=sleep)

    def __enter__(self) -> "Downloader":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, url: str, *, known: Mapping[str, str] | None = None) -> Download:
        """Downloads `url`.

        Args:
            url: http or https.
            known: headers of the last receipt; the server is asked whether anything changed since.

        Raises:
            FetchFailure: after the last try.
        """
        for attempt in range(1, self._options.tries + 1):
            try:
                return self._follow(url, known or {})
            except FetchFailure as failure:
                if not failure.passing or attempt == self._options.tries:
                    raise
                # Twice as long each time, with chance, so that many clients do not return together.
                backoff = 2.0 ** (attempt - 1) * (0.5 + random.random())  # noqa: S311 - not a secret
                self._sleep(min(max(backoff, failure.wait or 0.0), _LONGEST_WAIT))
        raise AssertionError("unreachable: the last try returns or raises")

    def _follow(self, url: str, known: Mapping[str, str]) -> Download:
        for _ in range(_REDIRECTS + 1):
            _check_url(url)
            if self._options.robots:
                self._politeness.check(url)
            self._politeness.wait(url)
            status, headers, content = self._request(url, _conditions(known), self._options.megabytes * _MEGABYTE)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                url = urljoin(url, headers["location"])
                continue
            kept = {name: headers[name] for name in _KEPT if name in headers}
            if status == 304:
                return Download(None, url, kept)
            _check_status(status, headers)
            return Download(content, url, kept)
        raise FetchFailure("too_many_redirects", f"More than {_REDIRECTS} redirects, the last to {url}.")

    def _robots(self, url: str) -> tuple[int, str]:
        try:
            status, _, content = self._request(url, {}, ROBOTS_BYTES)
        except FetchFailure as failure:
            if failure.reason == "private_address" or not failure.passing:
                raise
            raise FetchFailure("robots_unreachable", f"{url}: {failure.message}", passing=True) from failure
        return status, content.decode("utf-8", "replace")

    def _request(self, url: str, headers: Mapping[str, str], most: float) -> tuple[int, dict[str, str], bytes]:
        self._network.deadline = time.monotonic() + self._options.seconds
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as answer:
                body = _body(answer, most) if answer.status_code == 200 else b""
                return answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, body
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchFailure("timeout", f"{url} did not answer in time.", passing=True) from error
        except (httpcore.RemoteProtocolError, httpcore.ReadError, httpx.ReadError) as error:
            cut = isinstance(error, httpcore.ReadError) or bool(_CUT.search(str(error)))
            raise FetchFailure("cut_short" if cut else "bad_answer", f"{url}: {error}.", passing=cut) from error
        except httpx.DecodingError as error:
            raise FetchFailure("bad_answer", f"{url}: the compression is broken.", passing=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
            raise FetchFailure("connection", f"{url}: {error or type(error).__name__}.", passing=True) from error
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchFailure("bad_url", f"{url}: {error}.") from error


def _body(answer: httpx.Response, most: float) -> bytes:
    """The body, unpacked, within bounds; a compressed bomb is cut off as it swells."""
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        # What was not asked for, or packed twice, can swell a million times in one step.
        raise FetchFailure("bad_answer", f"The body is packed as {encoding!r}, which was not asked for.")
    announced = answer.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise FetchFailure("too_large", f"The server announces {int(announced):,} bytes.")
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > most:
            raise FetchFailure("too_large", f"The body is larger than {int(most):,} bytes.")
        parts.append(part)
    return b"".join(parts)


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise FetchFailure("bad_url", f"{url[:200]} is no http or https address.")
    if parts.username or parts.password:
        raise FetchFailure("bad_url", "The address carries a user name: it is not followed.")


def _check_status(status: int, headers: Mapping[str, Any]) -> None:
    if status == 200:
        return
    asked = str(headers.get("retry-after", ""))
    wait = float(asked) if asked.isdigit() else None
    if status == 429 or status >= 500:
        raise FetchFailure("server_error", f"The server answers {status}.", passing=True, wait=wait)
    if status in (401, 403, 407, 451):
        raise FetchFailure("refused", f"The server answers {status}.")
    raise FetchFailure("not_found", f"The server answers {status}.")


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    asked = {}
    if known.get("etag"):
        asked["If-None-Match"] = known["etag"]
    if known.get("last-modified"):
        asked["If-Modified-Since"] = known["last-modified"]
    return asked
