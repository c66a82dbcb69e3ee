"""An HTTP transport that connects only to addresses it has checked: never into a private or loopback network.

A host's name is resolved once; the address that was checked is the address that is connected to, so a name that
resolves differently the second time (DNS rebinding) gains nothing. Redirects pass through the same check.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from extract.fetch.failure import FetchFailure

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host.

    Raises:
        FetchFailure: `unknown_host`.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchFailure("unknown_host", f"The host {host} is not known.", passing=True) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, multicast or reserved."""
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        # An IPv4 address in IPv6 clothes (mapped, 6to4, NAT64) is judged as the IPv4 address it leads to.
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is None and parsed in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast


class _TimedStream(httpcore.NetworkStream):
    """A connection whose reads end with the request's deadline, however the server drips its bytes."""

    def __init__(self, inner: httpcore.NetworkStream, network: "GuardedNetwork") -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._network.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the request's time is over")
        return self._inner.read(max_bytes, min(left, timeout) if timeout is not None else left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(self, *, allow_private: bool, resolver: Resolve = resolve) -> None:
        """Uses `resolver` for names; `allow_private` lets every address through."""
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._resolver = resolver
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolves, checks, and connects to the first address that answers."""
        addresses = self._resolver(host, port)
        if not self._allow_private:
            private = [address for address in addresses if not is_public(address)]
            if private or not addresses:
                raise FetchFailure("private_address", f"{host} leads to {', '.join(private) or 'no address'}.")
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
                return _TimedStream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: sockets of this machine are not the internet.

        Raises:
            FetchFailure: always.
        """
        raise FetchFailure("private_address", "A socket of this machine is no source.")

    def sleep(self, seconds: float) -> None:
        """Waits, for the connection pool's own retries."""
        self._inner.sleep(seconds)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


class GuardedTransport(httpx.BaseTransport):
    """httpx on a connection pool whose network is guarded."""

    def __init__(self, network: GuardedNetwork) -> None:
        """Opens no connection yet."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_connections=8, network_backend=network, http1=True
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request; redirects are the caller's business."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        """Closes every connection."""
        self._pool.close()
