"""Downloading what a registry names: politely, within bounds, never into a private network unless told so."""

from extract.fetch.download import Download, Downloader, FetchOptions
from extract.fetch.failure import FetchFailure
from extract.fetch.run import fetch_all

__all__ = ["Download", "Downloader", "FetchFailure", "FetchOptions", "fetch_all"]
