"""moto's S3 server for tests: a process of its own on loopback, which ends with whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

# It lives as long as its standard input is open.
SERVER = """
import sys
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


class S3Server:
    """A running server and its address."""

    def __init__(self, *, refuse_strangers: bool = False) -> None:
        """Starts it and waits until it answers; with `refuse_strangers` it knows nobody's credentials."""
        strict = {"INITIAL_NO_AUTH_ACTION_COUNT": "0"} if refuse_strangers else {}
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            env={**os.environ, **strict},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self.endpoint = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def forget_everything(self) -> None:
        """Remove all buckets."""
        urlopen(Request(f"{self.endpoint}/moto-api/reset", method="POST")).close()

    def stop(self) -> None:
        """End it; stopping it twice does no harm."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def s3_server(*, refuse_strangers: bool = False) -> Iterator[S3Server]:
    """A server for as long as the block lasts."""
    server = S3Server(refuse_strangers=refuse_strangers)
    try:
        yield server
    finally:
        server.stop()
