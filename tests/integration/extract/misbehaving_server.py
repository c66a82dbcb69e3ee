"""A real HTTP server on loopback that breaks the rules of good servers, one path a fault."""

import contextlib
import gzip
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator

Answer = Callable[[socket.socket, dict[str, str], int], None]


def plain(status: str, body: bytes = b"", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


class MisbehavingServer:
    """Listens on 127.0.0.1; `requests` counts what was asked for, `release` ends the hanging answers."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.requests: Counter[str] = Counter()
        self.seen: list[dict[str, str]] = []
        self.release = threading.Event()
        self.answers: dict[str, Answer] = {}
        self.robots = plain("404 Not Found")
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def on(self, path: str, answer: bytes | Answer) -> str:
        if isinstance(answer, bytes):
            self.answers[path] = lambda connection, headers, count: connection.sendall(answer)
        else:
            self.answers[path] = answer
        return self.url + path

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            data = b""
            while b"\r\n\r\n" not in data:
                part = connection.recv(65536)
                if not part:
                    return
                data += part
            lines = data.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:] if line)}
            self.requests[path] += 1
            self.seen.append(headers)
            if path == "/robots.txt":
                connection.sendall(self.robots)
            elif path in self.answers:
                self.answers[path](connection, headers, self.requests[path])
            else:
                connection.sendall(plain("404 Not Found", b"no"))

    def close(self) -> None:
        self.release.set()
        self.listener.close()


def fails_first(times: int, body: bytes) -> Answer:
    def answer(connection: socket.socket, headers: dict[str, str], count: int) -> None:
        connection.sendall(plain("503 Service Unavailable") if count <= times else plain("200 OK", body))

    return answer


def cut_after(announced: int, sent: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\n\r\n".encode() + sent


def dripping(server: MisbehavingServer, head: bytes) -> Answer:
    """Sends a byte now and then, so that no single read ever times out."""

    def answer(connection: socket.socket, headers: dict[str, str], count: int) -> None:
        connection.sendall(head)
        while not server.release.wait(0.02):
            connection.sendall(b"x")

    return answer


def gzip_bomb(megabytes: int) -> bytes:
    body = gzip.compress(b"\0" * megabytes * 1024 * 1024)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nContent-Encoding: gzip\r\n\r\n"
    return head.encode() + body


def unchanged_when_asked(body: bytes, etag: str) -> Answer:
    def answer(connection: socket.socket, headers: dict[str, str], count: int) -> None:
        if headers.get("if-none-match") == etag:
            connection.sendall(plain("304 Not Modified", b"", f"ETag: {etag}"))
        else:
            connection.sendall(plain("200 OK", body, f"ETag: {etag}", "Content-Type: text/html"))

    return answer


@contextlib.contextmanager
def running() -> Iterator[MisbehavingServer]:
    server = MisbehavingServer()
    try:
        yield server
    finally:
        server.close()
