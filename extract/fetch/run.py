"""Fetching what a registry names into the archive; one failure does not stop the rest."""

from collections.abc import Callable, Sequence

from extract.archive import Archive, ArchiveEntry, Receipts, documents_in
from extract.fetch.download import Downloader, FetchOptions
from extract.fetch.failure import FetchFailure
from extract.readers.document import UnreadableDocument
from extract.registry import Registry, RegistryRow

Progress = Callable[[RegistryRow, str], None]


def fetch_all(
    registry: Registry,
    archive: Archive,
    options: FetchOptions | None = None,
    *,
    rows: Sequence[RegistryRow] | None = None,
    run: str = "",
    progress: Progress | None = None,
    downloader: Downloader | None = None,
) -> Receipts:
    """Receives every source of the registry.

    Args:
        registry: what to fetch.
        archive: where to.
        options: limits and manners.
        rows: only these rows.
        run: the run's name, kept with each receipt.
        progress: called after each row with its outcome: created, changed, unchanged, or the reason of its failure.
        downloader: for tests.

    Returns:
        The receipts, and the failures as (source, "reason: message").
    """
    receipts = Receipts()
    with downloader or Downloader(options or FetchOptions()) as http:
        for row in rows if rows is not None else registry.rows:
            try:
                entries = _receive(row, registry, archive, http, run)
                receipts.entries += entries
                outcome = entries[0].status if len(entries) == 1 else f"{len(entries)} documents"
            except (FetchFailure, UnreadableDocument) as failure:
                receipts.failed.append((row.source, f"{failure.reason}: {failure.message} {failure.remedy}"))
                outcome = failure.reason
            if progress:
                progress(row, outcome)
    return receipts


def _receive(row: RegistryRow, registry: Registry, archive: Archive, http: Downloader, run: str) -> list[ArchiveEntry]:
    if not row.is_url:
        path = registry.path_of(row)
        if not path.is_file():
            raise FetchFailure("missing_file", f"There is no file {path}.")
        return [archive.add(document, source=source, run=run) for source, document in documents_in(path)]
    last = archive.latest(row.source)
    answer = http.fetch(row.source, known=last.headers if last else None)
    if answer.content is None:
        if last is None:  # the server answers "not modified" to a question that was not asked
            raise FetchFailure("bad_answer", "The server says that nothing changed, but nothing was fetched before.")
        return [archive.add(archive.path(last.document_id), source=row.source, headers=last.headers, run=run)]
    return [archive.add(answer.content, source=row.source, headers=answer.headers, run=run)]
