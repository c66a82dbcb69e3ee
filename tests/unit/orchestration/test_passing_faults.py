"""Faults that pass are tried again with growing waits; all others stop the step at once."""

import errno
import sqlite3

import dagster as dg
import duckdb
import pytest

from orchestration.passing_faults import may_pass, tried_again
from orchestration.sections import Retries
from warehouse.build import BuildError


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OSError(errno.EIO, "input/output error"), True),
        (OSError(errno.ETIMEDOUT, "timed out"), True),
        (ConnectionResetError(), True),
        (TimeoutError(), True),
        (sqlite3.OperationalError("database is locked"), True),
        (duckdb.IOException("IO Error: Could not set lock on file"), True),
        (BuildError("dbt stopped", ["stg_x: IO Error: Could not set lock on file"]), True),
        (OSError(errno.ENOSPC, "no space left on device"), False),
        (PermissionError(errno.EACCES, "denied"), False),
        (FileNotFoundError(errno.ENOENT, "gone"), False),
        (sqlite3.OperationalError("no such table"), False),
        (BuildError("not_null_x: 3 rows"), False),
        (ValueError("database is locked, said a report"), False),
    ],
)
def test_it_is_told_whether_a_fault_may_pass(error: Exception, passes: bool) -> None:
    assert may_pass(error) is passes


def test_what_caused_a_fault_tells_too() -> None:
    error = RuntimeError("the step failed")
    error.__cause__ = TimeoutError()
    assert may_pass(error)


def attempts(fault: Exception, faults: int) -> tuple[bool, int]:
    """Whether a step ended well that a fault stops so many times, and how often it was tried."""
    tried = []

    @dg.asset
    def step(context: dg.AssetExecutionContext) -> None:
        tried.append(context.retry_number)
        with tried_again(context, Retries(times=3, wait_seconds=0)):
            if len(tried) <= faults:
                raise fault

    done = dg.materialize([step], raise_on_error=False)
    return done.success, len(tried)


def test_a_step_that_a_passing_fault_stopped_is_tried_again_until_it_is_done() -> None:
    assert attempts(OSError(errno.EIO, "error"), faults=2) == (True, 3)


def test_a_fault_that_does_not_pass_ends_the_step_after_its_limit() -> None:
    assert attempts(OSError(errno.EIO, "error"), faults=9) == (False, 4)


def test_any_other_fault_ends_the_step_at_once() -> None:
    assert attempts(ValueError("wrong"), faults=1) == (False, 1)


def test_each_wait_is_twice_as_long_as_the_one_before() -> None:
    class Context:
        log = dg.get_dagster_logger()

        def __init__(self, retry_number: int) -> None:
            self.retry_number = retry_number

    waits = []
    for number in range(3):
        with pytest.raises(dg.RetryRequested) as asked, tried_again(Context(number), Retries(wait_seconds=2)):  # type: ignore[arg-type]
            raise TimeoutError
        waits.append(asked.value.seconds_to_wait)
    assert waits == [2, 4, 8]
