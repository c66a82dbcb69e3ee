"""Dagster's event log in one SQLite file that stays open: an event costs one commit, and none waits for the disk.

Dagster's own class for one file opens and closes the file two or three times an event, and each closing writes SQLite's
log back into the file and waits for the disk: some 7 of the 28 processor seconds of a small run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dagster._core.storage.event_log.sqlite.consolidated_sqlite_event_log import (
    SQLITE_EVENT_LOG_FILENAME,
    ConsolidatedSqliteEventLogStorage,
)
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import create_engine, event, inspect
from watchdog.events import FileSystemEvent, PatternMatchingEventHandler
from watchdog.observers import Observer

if TYPE_CHECKING:
    from dagster import EventLogEntry
    from sqlalchemy.engine import Connection, Engine


class KeptSqliteEventLog(ConsolidatedSqliteEventLogStorage):
    """The event log of `dagster.yaml`: the tables and file of Dagster's class, by connections that stay open.

    After a loss of power the last events may be missing; the file itself is whole (SQLite's `synchronous=NORMAL` with a
    write-ahead log).
    """

    _obs: Any

    @cached_property
    def _engine(self) -> Engine:
        engine = create_engine(self._conn_string, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})
        event.listen(engine, "connect", _wait_for_no_disk)
        return engine

    @cached_property
    def _joined(self) -> threading.local:
        return threading.local()

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        """A connection in a transaction: the one that this thread is storing an event in, or one of its own."""
        outer: Connection | None = getattr(self._joined, "connection", None)
        if outer is not None:
            yield outer
            return
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _one_transaction(self) -> Iterator[None]:
        with self._connect() as connection:
            before = getattr(self._joined, "connection", None)
            self._joined.connection = connection
            try:
                yield
            finally:
                self._joined.connection = before

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event and what is told of it in other tables, all or nothing."""
        with self._one_transaction():
            super().store_event(event)

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store some events, all or none."""
        with self._one_transaction():
            super().store_event_batch(events)

    def has_table(self, table_name: str) -> bool:
        """Whether the file has the table."""
        with self._connect() as connection:
            return inspect(connection).has_table(table_name)

    def watch(self, run_id: str, cursor: str | None, callback: Any) -> None:
        """Tell of new events, as Dagster's page wants it; they are in SQLite's log long before they are in the file."""
        if not self._obs:
            self._obs = Observer()
            self._obs.start()
            self._obs.schedule(_Watchdog(self), self._base_dir, recursive=True)
        self._watchers[run_id][callback] = cursor

    def dispose(self) -> None:
        """Close the file."""
        super().dispose()  # type: ignore[no-untyped-call]
        self._engine.dispose()


class _Watchdog(PatternMatchingEventHandler):
    def __init__(self, log: KeptSqliteEventLog) -> None:
        self._log = log
        super().__init__(patterns=[f"*/{SQLITE_EVENT_LOG_FILENAME}.db", f"*/{SQLITE_EVENT_LOG_FILENAME}.db-wal"])

    def on_modified(self, event: FileSystemEvent) -> None:
        self._log.on_modified()  # type: ignore[no-untyped-call]


def _wait_for_no_disk(connection: Any, _: Any) -> None:
    connection.execute("pragma synchronous = normal")
