"""Faults that pass: a step that one of them stopped is tried again after a while, and again after twice as long."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.sections import Retries

PASSING = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.ECONNABORTED,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EHOSTUNREACH,
        errno.EINTR,
        errno.EIO,
        errno.EMFILE,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.ENFILE,
        errno.ESTALE,
        errno.ETIMEDOUT,
    }
)
# What databases say whose file another process holds for a moment.
HELD = ("could not set lock", "conflicting lock", "database is locked", "database table is locked")


@contextmanager
def tried_again(context: dg.AssetExecutionContext, retries: Retries) -> Iterator[None]:
    """Ask Dagster to try the step again where a fault stops it that may pass; any other fault goes on as it is.

    Raises:
        dagster.RetryRequested: for a fault that may pass, with the time to wait.
    """
    try:
        yield
    except Exception as error:
        if not may_pass(error):
            raise
        wait = retries.wait_seconds * 2**context.retry_number
        context.log.warning(f"{type(error).__name__}: {error}; trying again in {wait:g} s")
        raise dg.RetryRequested(max_retries=retries.times, seconds_to_wait=wait) from error


def may_pass(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is one that trying again may be rid of; a full disk is none."""
    while error is not None:
        if isinstance(error, OSError) and (
            error.errno in PASSING or isinstance(error, (TimeoutError, ConnectionError))
        ):
            return True
        if _of_a_database(error) and any(words in str(error).lower() for words in HELD):
            return True
        error = error.__cause__ or error.__context__
    return False


def _of_a_database(error: BaseException) -> bool:
    # By module, so that a database's library is not loaded to ask for its errors; dbt passes on what DuckDB said.
    return isinstance(error, sqlite3.Error) or type(error).__module__.partition(".")[0] in {
        "_duckdb",
        "duckdb",
        "warehouse",
    }
