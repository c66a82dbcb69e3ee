"""The alarm that bounds the time of a document."""

import signal
from contextlib import suppress

import pytest

from orchestration.limits import LimitExceededError, limited
from orchestration.sections import DocumentLimits


def test_a_swallowed_alarm_rings_again_and_none_is_left_afterwards() -> None:
    def swallow_the_first() -> None:
        with limited(DocumentLimits(seconds=1)):
            with suppress(Exception):
                signal.pause()
            signal.pause()

    with pytest.raises(LimitExceededError):
        swallow_the_first()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
