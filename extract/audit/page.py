"""Rendering an account as one HTML page that needs nothing else: no network, no font, no other file.

A report's words are hostile until escaped. Everything that comes from a document passes through `_text`, and the page's
own policy (by hash) lets no script run but the one in the template.
"""

from __future__ import annotations

import re
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from extract.audit import words
from extract.audit.account import MAPPED, UNMAPPED, Account, Mark, Objection

TEMPLATE = Path(__file__).with_name("page.html")
CONTEXT_BEFORE, CONTEXT_AFTER = 22, 10
_SLOT = re.compile(r"<!--slot (\w+)-->")
_BLOCK = {
    "script": re.compile(r"<script>(.*?)</script>", re.DOTALL),
    "style": re.compile(r"<style>(.*?)</style>", re.DOTALL),
}
# Characters that would end a line or turn the order of what follows; shown as themselves they would deceive.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def render(account: Account) -> str:
    """The page of an account; any text is safe to show."""
    template = TEMPLATE.read_text(encoding="utf-8")
    slots = {
        "policy": _policy(template),
        "title": _text(account.title or "数字核查"),
        "facts": "".join(f"<div><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>" for name, value in account.facts),
        "warnings": "".join(f'<p class="warning">{_text(warning)}</p>' for warning in account.warnings),
        "sum": _sum(account),
        "legend": "".join(_legend(account)),
        "unmapped": _list(_unmapped(account), "每个数据都已归类。"),
        "unmapped_count": f"{account.counts.get(UNMAPPED, 0):,}",
        "objections": _list(_objections(account), "没有发现问题。"),
        "objections_count": f"{len(account.objections):,}",
        "indicators": _list(_indicators(account), "没有归类的数据。"),
        "indicators_count": f"{account.counts.get(MAPPED, 0):,}",
        "report": "".join(_report(account)),
    }
    # One pass: words of a report that look like a slot stay words.
    return _SLOT.sub(lambda slot: slots[slot[1]], template)


def _policy(template: str) -> str:
    """The content security policy: nothing may be loaded, and only the template's own script and style run."""
    hashes = {
        name: b64encode(sha256(found[1].encode()).digest()).decode()
        for name, block in _BLOCK.items()
        if (found := block.search(template))
    }
    own = f"script-src 'sha256-{hashes['script']}'; style-src 'sha256-{hashes['style']}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _text(words_of_document: str) -> str:
    """Words for HTML text or a quoted attribute."""
    return escape(_INVISIBLE.sub("\ufffd", words_of_document), quote=True)


def _sum(account: Account) -> str:
    mapped, unmapped = account.counts.get(MAPPED, 0), account.counts.get(UNMAPPED, 0)
    total = len(account.marks)
    parts = ((mapped, "已归类数据"), (unmapped, "未归类数据"), (total - mapped - unmapped, "其他数字"))
    summands = "<i>+</i>".join(f"<span><b>{count:,}</b> {name}</span>" for count, name in parts)
    return f"{summands}<i>=</i><span><b>{total:,}</b> 个数字</span>"


def _legend(account: Account) -> Iterator[str]:
    for kind, count in account.counts.items():
        name = words.KINDS.get(kind, kind)
        yield (
            f'<li><label><input type="checkbox" checked data-kind="{kind}">'
            f'<span class="n k-{kind}">{_text(name)}</span></label><span class="count">{count:,}</span>'
            f'<button type="button" data-next="{kind}" aria-label="下一个：{_text(name)}">↓</button></li>'
        )


def _list(items: Iterable[str], nothing: str) -> str:
    return "".join(items) or f'<li class="nothing">{nothing}</li>'


def _unmapped(account: Account) -> Iterator[str]:
    for index, mark in enumerate(account.marks):
        if mark.kind == UNMAPPED:
            yield f'<li><a href="#n{index}">{_context(account.text, mark)}</a></li>'


def _context(text: str, mark: Mark) -> str:
    """A number with the words around it, on one line."""
    before = " ".join(text[max(0, mark.start - CONTEXT_BEFORE) : mark.start].split())
    after = " ".join(text[mark.end : mark.end + CONTEXT_AFTER].split())
    return f"{_text(before)}<b>{_text(' '.join(text[mark.start : mark.end].split()))}</b>{_text(after)}"


def _objections(account: Account) -> Iterator[str]:
    starts = [mark.start for mark in account.marks]
    for objection in account.objections:
        links = [
            f'<a href="#{anchor}">{_text(_short(account.text, span))}</a>'
            for span in objection.spans
            for anchor in [_anchor(account, starts, span)]
        ]
        severity = words.SEVERITIES.get(objection.severity, objection.severity)
        yield (
            f'<li><span class="severity {_text(objection.severity)}">{_text(severity)}</span> '
            f"<code>{_text(objection.rule)}</code>"
            f'<p>{_text(objection.message)}</p><p class="links">{"".join(links)}</p></li>'
        )


def _short(text: str, span: tuple[int, int]) -> str:
    words_there = " ".join(text[span[0] : span[1]].split())
    return words_there if len(words_there) <= 24 else words_there[:23] + "…"


def _anchor(account: Account, starts: list[int], span: tuple[int, int]) -> str:
    """The first number inside a span, else the line it begins in."""
    index = bisect_left(starts, span[0])
    if index < len(starts) and starts[index] < span[1]:
        return f"n{index}"
    return f"l{account.text.count(chr(10), 0, span[0])}"


def _indicators(account: Account) -> Iterator[str]:
    """Each mapped record in the order of the catalogue, with a link to its number."""
    order = {code: place for place, code in enumerate(account.indicators)}
    records = [(index, r) for index, mark in enumerate(account.marks) for r in mark.records if r["indicator"] in order]
    for index, record in sorted(records, key=lambda item: (order[item[1]["indicator"]], item[0])):
        indicator = account.indicators[record["indicator"]]
        quality = [
            words.MEASURES.get(record["measure"], "") if record["measure"] != "level" else "",
            "目标" if record["status"] == "target" else "",
            record["scope"] or "",
        ]
        said = "".join(f"<small>{_text(part)}</small>" for part in quality if part)
        yield (
            f'<li><a href="#n{index}"><span>{_text(indicator.name_zh)}{said}</span>'
            f"<b>{_text(words.stated(record))}</b></a></li>"
        )


def _report(account: Account) -> Iterator[str]:
    """The text line by line, each number marked."""
    wrong = _wrong(account.objections, account.marks)
    line, place = 0, 0
    yield '<p id="l0">'
    for index, mark in enumerate(account.marks):
        between, line = _lines(account.text[place : mark.start], line)
        yield between
        classes = f"n k-{mark.kind}" + (" wrong" if index in wrong else "") + _qualities(mark)
        yield (
            f'<b class="{classes}" id="n{index}" tabindex="0" title="{_text(_title(account, mark))}">'
            f"{_text(account.text[mark.start : mark.end])}</b>"
        )
        line += account.text.count("\n", mark.start, mark.end)
        place = mark.end
    between, _ = _lines(account.text[place:], line)
    yield f"{between}</p>"


def _qualities(mark: Mark) -> str:
    target = any(record["status"] == "target" for record in mark.records)
    part = any(record["scope"] for record in mark.records)
    return (" target" if target else "") + (" part" if part else "")


def _lines(stretch: str, line: int) -> tuple[str, int]:
    """A stretch of text with a paragraph for each line, and the number of its last line."""
    pieces = [_text(piece.rstrip("\r")) for piece in stretch.split("\n")]
    out = pieces[0]
    for piece in pieces[1:]:
        line += 1
        out += f'</p>\n<p id="l{line}">{piece}'
    return out, line


def _title(account: Account, mark: Mark) -> str:
    """What is shown when a number is pointed at; the page's script sets it out in two columns."""
    head = f"{words.KINDS.get(mark.kind, mark.kind)}（{mark.kind}）"
    cards = [[f"{label}：{value}" for label, value in words.card(r, account.indicators)] for r in mark.records]
    return "\n".join([head, *("\n".join(lines) for lines in cards)])


def _wrong(objections: Iterable[Objection], marks: tuple[Mark, ...]) -> set[int]:
    """The numbers that an objection speaks of."""
    starts = [mark.start for mark in marks]
    wrong: set[int] = set()
    for objection in objections:
        for start, end in objection.spans:
            index = bisect_left(starts, start)
            while index < len(marks) and marks[index].start < end:
                wrong.add(index)
                index += 1
    return wrong
