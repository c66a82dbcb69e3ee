"""Whose report a document is, for which year and of which family, with the evidence for it."""

from extract.identity.evidence import REMEDIES, Evidence, Identity
from extract.identity.identify import identify

__all__ = ["REMEDIES", "Evidence", "Identity", "identify"]
