"""Servers that tests start and end with Ctrl-C."""

from __future__ import annotations

import signal


def heeds_ctrl_c() -> None:
    """For `preexec_fn`: SIGINT ends the process that starts, also where the tests run in a shell's background.

    A shell tells what it puts into the background to ignore SIGINT, and so does all that is started from there.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
