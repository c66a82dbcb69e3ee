"""The audit page: one report as one self-contained HTML page in which every number shows what it was taken for."""

from extract.audit.account import Account, Mark, Objection, account
from extract.audit.page import render

__all__ = ["Account", "Mark", "Objection", "account", "render"]
