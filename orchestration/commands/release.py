"""`xianjian release`: what has been published, what changed between two releases, and releases on object storage."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.door import (
    MISUSED,
    NOTHING,
    DataOption,
    plain_failures,
    published,
    settings_at,
    stderr,
    stdout,
    stop,
)

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from warehouse.bucket import Bucket

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def release() -> None:
    """List the published releases, say what changed between two, push one to object storage or pull one from there."""


@app.command("list")
def list_releases(data: DataOption = None) -> None:
    """List the releases that are kept, the newest first; the current one is marked."""
    from warehouse.release import current, releases

    settings = settings_at(data)
    kept = releases(settings)
    if not kept:
        stop(f"Nothing is published in {settings.data} yet. Run `xianjian run` first.", NOTHING)
    shown = current(settings)
    console = stdout()
    for release in kept:
        mark = "*" if shown and release.release_id == shown.release_id else " "
        figures = release.tables["fct_figure"].rows
        console.print(f"{mark} {release.release_id}  {release.created:%Y-%m-%d %H:%M} UTC  {figures:,} figures")
    console.print("[dim]* the current release[/dim]")


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="A release's id, or the beginning of it.")],
    later: Annotated[str, typer.Argument(help="Another's; by default the current one.")] = "current",
    limit: Annotated[int, typer.Option(min=1, help="Observations to show at most.")] = 20,
    data: DataOption = None,
) -> None:
    """Say what changed between two releases: rows of each table, and observations with both their sentences."""
    from warehouse.difference import diff as compare
    from warehouse.manifest import ReleaseError

    settings = settings_at(data)
    with plain_failures(ReleaseError):
        found = compare(settings, earlier, later)
    console = stdout()
    console.print(f"{found.earlier.release_id} → {found.later.release_id}")
    differing = {name: table for name, table in found.tables.items() if not table.equal}
    for name, table in differing.items():
        console.print(f"  {name}: {table.added:,} rows added, {table.removed:,} removed, {table.changed:,} changed")
    if not differing:
        console.print("  The two say the same.")
    for change in found.observations[:limit]:
        console.print(
            f"{change.kind} {change.observation_id}: {change.earlier_value} → {change.later_value}",
            markup=False,
            soft_wrap=True,
        )
        for side, quote in (("before", change.earlier_quote), ("after", change.later_quote)):
            if quote:
                console.print(f"    {side}: {quote}", markup=False, soft_wrap=True)
    if len(found.observations) > limit:
        console.print(f"and {len(found.observations) - limit:,} more; see --limit")


@app.command()
def push(
    release_id: Annotated[str, typer.Argument(help="A release's id, or the beginning of it.")] = "current",
    data: DataOption = None,
) -> None:
    """Put a release on object storage, and make it the current one there.

    The setting object_store says where. The Parquet files of the rooms go along while they are those of the release.
    What is there already is not sent again, and releases beyond `releases_kept` are removed there too.
    """
    from orchestration.writer import DataFolderError, sole_writer
    from warehouse.bucket import BucketError
    from warehouse.manifest import ReleaseError
    from warehouse.mirror import push as put
    from warehouse.release import find

    settings = settings_at(data)
    bucket = _bucket(settings)
    published(settings)
    tell = partial(stderr().print, markup=False, soft_wrap=True)
    with (
        plain_failures(ReleaseError, BucketError, DataFolderError, OSError),
        sole_writer(settings.data, patience=60 * settings.wait_minutes, tell=tell),
    ):
        done = put(settings, bucket, find(settings, release_id), keep=settings.releases_kept, tell=tell)
    console = stdout()
    console.print(
        f"{done.release_id} is the current release in {bucket.address}: {len(done.sent)} files sent "
        f"({done.bytes_sent / 1e6:,.1f} MB), {done.there} were there, {len(done.removed)} old ones removed",
        markup=False,
        soft_wrap=True,
    )
    if not done.with_rooms:
        console.print(
            "Without its rooms: the Parquet files in the data folder are not those it was built from.", soft_wrap=True
        )


@app.command()
def pull(data: DataOption = None) -> None:
    """Fetch the current release from object storage, check it, and make it the current one of the data folder.

    The setting object_store says where from. Readers of the data folder see the old release or the new one.
    """
    from warehouse.bucket import BucketError
    from warehouse.manifest import ReleaseError
    from warehouse.mirror import NothingPushedError
    from warehouse.mirror import pull as get

    settings = settings_at(data)
    bucket = _bucket(settings)
    tell = partial(stderr().print, markup=False, soft_wrap=True)
    with plain_failures(ReleaseError, BucketError, OSError):
        try:
            release = get(settings, bucket, keep=settings.releases_kept, tell=tell)
        except NothingPushedError as error:
            stop(str(error), NOTHING)
    stdout().print(f"{release.release_id} is the current release in {settings.data}", markup=False, soft_wrap=True)


def _bucket(settings: Settings) -> Bucket:
    """The place on object storage that the settings name; without one the command was called wrongly."""
    from warehouse.bucket import Bucket

    if not settings.object_store:
        stop(
            "Name the place on object storage in object_store (or XIANJIAN_OBJECT_STORE), as s3://bucket/prefix.",
            MISUSED,
        )
    return Bucket(settings.object_store, settings.object_store_endpoint)
