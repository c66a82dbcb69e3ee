"""A place on object storage that speaks the S3 protocol: objects below a prefix of a bucket, and what fails in words.

The client is pyarrow's. Who may do what is its own to find out: it reads the variables AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION, the files in ~/.aws, or what the machine's cloud gives it. No
secret passes through here, and of what the server answers only its code is repeated.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyarrow.fs import S3FileSystem  # type: ignore[import-untyped]

ADDRESS = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?P<prefix>(?:/[A-Za-z0-9._=-]+)*)/?")
ENDPOINT = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?/?")
SECONDS_TO_ANSWER = 5
CHUNK = 4 * 1024 * 1024
SAID = re.compile(r"AWS Error (\w+)(?: \(HTTP status (\d+)\))? during (\w+) operation")
CREDENTIALS = (
    "it does not accept the credentials; see that AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or ~/.aws/credentials) "
    "are those of somebody who may list, read, write and delete there"
)
MEANINGS = {
    "ACCESS_DENIED": CREDENTIALS,
    "INVALID_ACCESS_KEY_ID": CREDENTIALS,
    "INVALID_CLIENT_TOKEN_ID": CREDENTIALS,
    "INVALID_SIGNATURE": CREDENTIALS,
    "SIGNATURE_DOES_NOT_MATCH": CREDENTIALS,
    "MISSING_AUTHENTICATION_TOKEN": CREDENTIALS,
    "NETWORK_CONNECTION": "it does not answer; see that it runs and that object_store_endpoint is its address",
    "NO_SUCH_BUCKET": "there is no such bucket; make it, or mend object_store",
    "SLOW_DOWN": "it is too busy; try again later",
}
REDIRECTED = "301"


class BucketError(RuntimeError):
    """Object storage that cannot be used; the message says what was wanted, where, what failed and what to do."""


class Bucket:
    """The objects below a prefix; keys are counted from there."""

    def __init__(self, address: str, endpoint: str = "") -> None:
        """Of an address like s3://bucket/prefix; `endpoint` is that of a server other than AWS, as http://host:9000.

        Raises:
            BucketError: if either is no such address.
        """
        objections = fault_of_address(address) or fault_of_endpoint(endpoint)
        found = ADDRESS.fullmatch(address)
        if objections or found is None:
            raise BucketError(f"object_store: {objections}")
        self.address, self.endpoint = address.rstrip("/"), endpoint.rstrip("/")
        self.name, self._root = found["bucket"], f"{found['bucket']}{found['prefix']}"
        self._client: S3FileSystem | None = None

    def sizes(self, below: str) -> dict[str, int]:
        """The bytes of every object below a key, by key."""
        from pyarrow.fs import FileSelector

        selector = FileSelector(f"{self._root}/{below}", recursive=True, allow_not_found=True)
        with self._plain(f"list {below}"):
            found = self._reached().get_file_info(selector)
        return {info.path.removeprefix(f"{self._root}/"): info.size for info in found if info.is_file}

    def read(self, key: str) -> bytes | None:
        """The bytes of a small object; None where there is none."""
        with self._plain(f"read {key}"):
            try:
                with self._reached().open_input_stream(f"{self._root}/{key}") as stream:
                    content: bytes = stream.read()
            except FileNotFoundError:
                return None
        return content

    def write(self, key: str, content: bytes) -> None:
        """Put a small object in one request: a reader sees the old one or the new one."""
        with self._plain(f"write {key}"), self._reached().open_output_stream(f"{self._root}/{key}") as stream:
            stream.write(content)

    def upload(self, file: Path, key: str) -> None:
        """Put a file; the object is there once all of it has come."""
        # Not by pyarrow's copy_files: it ignores that a small object could not be put.
        with (
            self._plain(f"write {key}"),
            file.open("rb") as source,
            self._reached().open_output_stream(f"{self._root}/{key}") as target,
        ):
            shutil.copyfileobj(source, target, CHUNK)

    def download(self, key: str, file: Path) -> None:
        """Get an object as a file."""
        with (
            self._plain(f"read {key}"),
            self._reached().open_input_stream(f"{self._root}/{key}") as source,
            file.open("wb") as target,
        ):
            shutil.copyfileobj(source, target, CHUNK)

    def remove(self, key: str) -> None:
        """Remove an object."""
        with self._plain(f"remove {key}"):
            self._reached().delete_file(f"{self._root}/{key}")

    def _reached(self) -> S3FileSystem:
        """The client; before it is used first, whether there is such a bucket."""
        from pyarrow.fs import FileType, S3FileSystem

        if self._client is None:
            # A delayed opening sends small objects in one request.
            client = S3FileSystem(
                endpoint_override=self.endpoint or None, allow_delayed_open=True, connect_timeout=SECONDS_TO_ANSWER
            )
            if client.get_file_info(self.name).type is FileType.NotFound:
                raise OSError("AWS Error NO_SUCH_BUCKET during HeadBucket operation")
            self._client = client
        return self._client

    @contextmanager
    def _plain(self, wanted: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            at = f" at {self.endpoint}" if self.endpoint else ""
            raise BucketError(f"Could not {wanted} in {self.address}{at}: {_meaning(error)}.") from None


def fault_of_address(address: str) -> str | None:
    """Why an address is none of a place on object storage; None where it is one. What it holds is not repeated."""
    if ADDRESS.fullmatch(address):
        return None
    return "it is no address as s3://bucket/prefix; credentials are no part of it, they come from the environment"


def fault_of_endpoint(endpoint: str) -> str | None:
    """Why an address is none of an S3 server; None where it is one, or empty."""
    if not endpoint or ENDPOINT.fullmatch(endpoint):
        return None
    return "the endpoint is no address as https://host:9000; credentials are no part of it"


def _meaning(error: OSError) -> str:
    said = SAID.search(str(error))
    if isinstance(error, FileNotFoundError):
        return "it is not there any more; try again"
    if said is None:
        return error.strerror or "the connection or the local file failed"
    code, status, operation = said.groups()
    if status == REDIRECTED:
        return "it lies in another region; set AWS_REGION"
    return MEANINGS.get(code, f"it answers {code} to {operation}")
