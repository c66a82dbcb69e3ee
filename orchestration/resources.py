"""What assets are given: the settings, and the sole right to write in the data folder for as long as a run lasts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import dagster as dg

from orchestration.instance import close_cut_short
from orchestration.mending import put_right
from orchestration.news import Look
from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.tally import Tally
from orchestration.writer import Turn, sole_writer


@dataclass(frozen=True)
class Workplace:
    """Where a run works and whom it tells how far it is; whoever has one is the sole writer of the data folder."""

    settings: Settings
    progress: Progress
    look: Look | None = None
    """What was received and found new before the run began, where somebody has looked already."""
    tally: Tally = field(default_factory=Tally)


def resources(
    settings: Settings, progress: Progress, turn: Turn | None = None, look: Look | None = None
) -> dict[str, Any]:
    """The one resource, `workplace`: made when a run begins, and with it the lock held until the run ends.

    `turn` is given by who holds the lock already, `look` by who has looked what is new.
    """

    @dg.resource(description="The data folder, locked for the whole run.")
    def workplace(context: dg.InitResourceContext) -> Iterator[Workplace]:
        tally = Tally(look.began) if look else Tally()
        if turn is not None:
            yield Workplace(settings, progress, look, tally)
            return
        log = context.log.info if context.log else None
        with sole_writer(settings.data, context.run_id, patience=60 * settings.wait_minutes, tell=log) as own:
            if context.instance:
                close_cut_short(context.instance, own)
            for words in put_right(settings):
                if log:
                    log(words)
            yield Workplace(settings, progress, look, tally)

    return {"workplace": workplace}
