"""HTML pages of government content management systems: site tags, the article's container, its lines and tables."""

import re
from typing import TYPE_CHECKING

from extract.readers.canonical import CanonicalText
from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.html_main import cross_checked
from extract.readers.html_walk import walk
from extract.readers.limits import Limits
from extract.readers.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Where the common systems (TRS, UCAP, Hanweb/jpage, Founder, Dreamweaver templates of bureaus) put the article's body.
CONTAINERS = (
    ".TRS_Editor",
    ".trs_editor_view",
    "#UCAP-CONTENT",
    ".pages_content",
    "#zoom",
    "#Zoom",
    ".TRS_UEDITOR",
    "#ivs_content",
    ".Custom_UnionStyle",
    ".article-content",
    ".article_content",
    ".articleBox",
    ".article-con",
    ".article_con",
    "#articleContent",
    "#article_content",
    ".view",
    ".news_content",
    ".newscontent",
    ".content_article",
    ".detail-content",
    ".detail_content",
    ".zwgk_content",
    ".xxgk_content",
    "#vsb_content",
    ".v_news_content",
    "#contentText",
    "#content_main",
    ".wp_articlecontent",
    "article",
    "#content",
    ".content",
)
_SITE_TAGS = {
    name.lower(): name
    for name in (
        *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ColumnDescription"),
        *("ArticleTitle", "PubDate", "ContentSource", "Author", "Keywords", "Description", "Url"),
    )
}
_SENTENCE = 40  # characters of one text node
_SHORT = 120  # characters: a container with less is a caption, an attachment's frame or a notice
_NOTICE = 25
_SPECIFIC = CONTAINERS.index(".article-con")  # those before are used for nothing but articles
_SITE_CODE = re.compile(r"(?:网站|政府网站)?标识码\s*[:：]?\s*([a-zA-Z]{0,2}\d{8,10})")
_STATED_DATE = re.compile(
    r"(?:发布|发文|公开|成文|生成|更新|发稿)?(?:日期|时间)\s*[:：]?\s*(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})"
)
_STATED_SOURCE = re.compile(r"(?:信息|文章|稿件|内容)?来\s*源\s*[:：]\s*([^\s:：|｜]{2,40})")
_ATTACHMENT = re.compile(r"\.(?:docx?|wps|pdf|ofd|rtf|zip|rar|xlsx?|et)(?:$|[?#])", re.IGNORECASE)


def read_html(data: bytes, limits: Limits) -> ReadDocument:
    """A saved web page as canonical text: the article's lines, its tables as `| a | b |` rows.

    Inline elements add no white space, so a number that Word split over spans stays one number. Scripts are never
    run and nothing that the page refers to is fetched.

    Raises:
        UnreadableDocument: `undecodable`, `too_large` or `no_text`.
    """
    if len(data) > limits.text_bytes:
        raise UnreadableDocument("too_large", f"The page has {len(data):,} bytes, more than {limits.text_bytes:,}.")
    from selectolax.lexbor import LexborHTMLParser

    page, encoding = decode(data)
    tree = LexborHTMLParser(page)
    meta = _site_tags(tree)
    meta["Encoding"] = encoding
    container, selector = _container(tree)
    out = CanonicalText(limits.characters)
    if container is not None:
        walk(container, out, selector)
    text, segments = out.finish()
    _page_furniture(tree, text, meta)
    warnings = [f"{page.count(chr(0xFFFD))} characters of the page are damaged."] if "\ufffd" in page else []
    if selector == "body" or _prose_outside(tree, text):
        text, segments, doubts = cross_checked(page, text, segments, trusted=selector != "body")
        warnings += doubts
    warnings += _attachments(tree, meta, len(text))
    if not text:
        raise UnreadableDocument("no_text", "The page holds no words.")
    return ReadDocument(
        text, _title(tree, meta), "text/html", "html", meta=meta, warnings=tuple(warnings), segments=segments
    )


def _site_tags(tree: "LexborHTMLParser") -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in tree.css("meta[name]"):
        name = _SITE_TAGS.get((node.attributes.get("name") or "").strip().lower())
        content = (node.attributes.get("content") or "").strip()
        if name and content:
            tags.setdefault(name, content)
    return tags


def _container(tree: "LexborHTMLParser") -> tuple["LexborNode | None", str]:
    """The first container with a body's worth of text, else the first that no other use has with a notice's worth."""
    for least, selectors in ((_SHORT, CONTAINERS), (_NOTICE, CONTAINERS[:_SPECIFIC])):
        for selector in selectors:
            found = [(len(node.text(deep=True, separator="", strip=True)), node) for node in tree.css(selector)]
            if found:
                length, node = max(found, key=lambda pair: pair[0])
                if length >= least:
                    return node, selector
    return tree.body, "body"


def _prose_outside(tree: "LexborHTMLParser", article: str) -> bool:
    """Whether sentences with numbers stand outside the article that was found: then a second reading is worth 10 ms."""
    if tree.body is None:
        return False
    flat = re.sub(r"\s+", "", article)
    for node in tree.body.text(deep=True, separator="\n").split("\n"):
        bare = re.sub(r"\s+", "", node) if len(node) >= _SENTENCE else ""
        if len(bare) >= _SENTENCE and "。" in bare and re.search(r"\d", bare) and bare not in flat:
            return True
    return False


def _page_furniture(tree: "LexborHTMLParser", article: str, meta: dict[str, str]) -> None:
    """Adds what the page says of itself outside the article: site code, stated date and source.

    Only a labelled date counts (发布时间：…); a bare date in a page's head is often a clock or a static banner.
    """
    words = tree.body.text(deep=True, separator=" ", strip=True) if tree.body is not None else ""
    if "SiteIDCode" not in meta and (found := _SITE_CODE.search(words)):
        meta["SiteIDCode"] = found.group(1)
    for pattern, name in ((_STATED_DATE, "StatedDate"), (_STATED_SOURCE, "StatedSource")):
        if found := pattern.search(words):
            meta[name] = re.sub(r"\s+", "", found.group(1))
    title = tree.css_first("title")
    if title is not None and (shown := " ".join(title.text().split())):
        meta["PageTitle"] = shown[:300]


def _title(tree: "LexborHTMLParser", meta: dict[str, str]) -> str | None:
    """The article's title: the site's tag, else the page's one heading, else the page title."""
    if "ArticleTitle" in meta:
        return meta["ArticleTitle"]
    for selector in ("h1", ".article-title", ".arti_title", ".title", "#title", "h2"):
        heading = tree.css_first(selector)
        words = " ".join(heading.text().split()) if heading is not None else ""
        if 6 <= len(words) <= 120:
            return words
    return meta.get("PageTitle")


def _attachments(tree: "LexborHTMLParser", meta: dict[str, str], length: int) -> list[str]:
    """Names linked documents in `meta["Attachments"]`; warns when they, not the page, seem to hold the report."""
    names = []
    for link in tree.css("a[href]"):
        target = link.attributes.get("href") or ""
        if _ATTACHMENT.search(target):
            names.append(f"{' '.join(link.text().split()) or 'attachment'} <{target}>")
    if not names:
        return []
    meta["Attachments"] = "\n".join(names[:50])
    where = "; the page itself is short, so the report may be in it" if length < 800 else ""
    return [f"The page links {len(names)} document(s), the first {names[0][:200]}{where}."]
