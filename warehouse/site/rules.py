"""What the site says of rules and issues in both languages: a release holds English messages alone."""

from __future__ import annotations

from contracts.registry import RegistryError
from contracts.rules.definitions import Rule
from contracts.rules.definitions import rule as find_rule
from contracts.rules.evidence import message_in_chinese
from warehouse.site.reading import Row


def told(issue: Row) -> Row:
    """An issue with `message_zh` in place of `name`, `stated` and `expected`.

    A correction by hand, or a rule that the code here no longer has, tells only what the release holds.
    """
    rest = {key: value for key, value in issue.items() if key not in ("name", "stated", "expected")}
    known = _known(issue["rule"])
    if known is None or issue["name"] is None:
        return rest
    return rest | {"message_zh": message_in_chinese(known, issue["name"], issue["stated"], issue["expected"])}


def reasons(name: str) -> dict[str, str]:
    """Why a rule holds, as `reason` and `reason_zh`; nothing for one that the code here no longer has."""
    known = _known(name)
    return {"reason": known.reason, "reason_zh": known.reason_zh} if known else {}


def _known(name: str) -> Rule | None:
    try:
        return find_rule(name)
    except RegistryError:
        return None
