"""Where a dashboard's charts stand and how its filters narrow each other, in Superset's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

ROOT, GRID = "ROOT_ID", "GRID_ID"
WIDTH = 12


def position(title: str, says: Mapping[str, Any], charts: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The layout of a dashboard: its words, then its rows of charts.

    `charts` gives the title and identity of each chart by its name.
    """
    rows = [_row("ROW-intro", [_words("\n\n".join(says["intro"]))])]
    numbered = 0
    for number, row in enumerate(says["rows"]):
        shown = []
        for chart, width in row["charts"]:
            numbered += 1
            shown.append(_chart(chart, charts[chart], numbered, width, row["height"]))
        rows.append(_row(f"ROW-{number}", shown))
    parts = [part for row in rows for part in row]
    for part in parts:
        part["parents"] = [ROOT, GRID] if part["type"] == "ROW" else [ROOT, GRID, part.pop("row")]
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        ROOT: {"id": ROOT, "type": "ROOT", "children": [GRID]},
        GRID: {"id": GRID, "type": "GRID", "children": [row[0]["id"] for row in rows], "parents": [ROOT]},
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": title}},
        **{part["id"]: part for part in parts},
    }


def _row(name: str, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    children = [part["id"] for part in shown]
    row = {"id": name, "type": "ROW", "children": children, "meta": {"background": "BACKGROUND_TRANSPARENT"}}
    return [row, *({**part, "row": name} for part in shown)]


def _words(markdown: str) -> dict[str, Any]:
    meta = {"code": markdown, "width": WIDTH, "height": 12}
    return {"id": "MARKDOWN-intro", "type": "MARKDOWN", "children": [], "meta": meta}


def _chart(name: str, titled: tuple[str, str], number: int, width: int, height: int) -> dict[str, Any]:
    title, identity = titled
    # The importer puts Superset's own number in place of chartId, by the identity.
    meta = {"chartId": number, "uuid": identity, "sliceName": title, "width": width, "height": height}
    return {"id": f"CHART-{name}", "type": "CHART", "children": [], "meta": meta}


def filters(
    dashboard: str, says: Mapping[str, Mapping[str, Any]], identity: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The filters of a dashboard from top to bottom; `identity` gives a dataset's.

    A filter acts on every chart whose dataset has its column. `single` lets one value be chosen and chooses the
    first; `last` begins with the largest value, `most` with the one for which that metric is largest; `after` names
    the filters that narrow its choices.
    """
    return [_filter(dashboard, column, its, identity(its["dataset"])) for column, its in says.items()]


def _filter(dashboard: str, column: str, says: Mapping[str, Any], dataset: str) -> dict[str, Any]:
    single = bool(says.get("single"))
    made: dict[str, Any] = {
        "id": filter_id(dashboard, column),
        "name": f"{says['zh']} {says['en']}",
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "description": "",
        "targets": [{"datasetUuid": dataset, "column": {"name": column}}],
        "cascadeParentIds": [filter_id(dashboard, parent) for parent in says.get("after", [])],
        "controlValues": {
            "multiSelect": not single,
            "enableEmptyFilter": single,
            "defaultToFirstItem": single,
            "sortAscending": not (says.get("last") or says.get("most")),
            "searchAllOptions": True,
            "inverseSelection": False,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "scope": {"rootPath": [ROOT], "excluded": []},
    }
    if single:
        # The charts wait for the choice instead of adding everything up first.
        made["requiredFirst"] = True
    if says.get("most"):
        made["sortMetric"] = says["most"]
    return made


def filter_id(dashboard: str, column: str) -> str:
    """The name under which Superset knows a filter."""
    return f"NATIVE_FILTER-{dashboard}-{column}"
