"""Web pages around a report, built as four common content systems build them: what surrounds the article misleads."""

import html

from identity_pages import Page

MENU = "".join(
    f"<li><a href='/{n}'>{name}</a></li>" for n, name in enumerate(("首页", "政务公开", "法治政府建设", "互动交流"))
)
NEIGHBOURS = (
    "<div class='prenext'>上一篇：<a href='/a'>镇远县2019年法治政府建设情况报告</a> "
    "下一篇：<a href='/b'>岑巩县2018年法治政府建设工作要点</a></div>"
    "<ul class='related'><li>余庆县召开2017年法治政府建设工作会议</li><li>国务院2016年立法工作计划</li></ul>"
)
CLOCK = "<div id='time'>今天是2026年11月23日 星期一 欢迎访问</div>"


def article(page: Page) -> str:
    lines = [page.head, *page.body.split("\n"), *page.tail.split("\n")]
    return "".join(f"<p>　　{html.escape(line.strip())}</p>" for line in lines if line.strip())


def tags(page: Page) -> str:
    return "".join(f"<meta name='{name}' content='{html.escape(value)}'>" for name, value in page.meta.items())


def trs(page: Page) -> str:
    """TRS: a title above, the body in TRS_Editor, a date and source line between."""
    shown = f"<div class='title'>{html.escape(page.title)}</div>" if page.title else ""
    return (
        f"<html><head>{tags(page)}<title>法治政府建设_信息公开</title></head><body>{CLOCK}<ul>{MENU}</ul>{shown}"
        f"<div>【字体：大 中 小】 浏览次数：<span>318</span></div>"
        f"<div class='TRS_Editor'>{article(page)}</div>{NEIGHBOURS}"
        "<div class='foot'>主办：黔东南州人民政府办公室 电话：0855-1234567 备案号：黔ICP备05001234号</div>"
        "</body></html>"
    )


def ucap(page: Page) -> str:
    """UCAP: every site tag, an h1, the body in #UCAP-CONTENT."""
    heading = f"<h1>{html.escape(page.title)}</h1>" if page.title else ""
    return (
        f"<!DOCTYPE html><html><head>{tags(page)}<title>{html.escape(page.title or '信息公开')}</title></head><body>"
        f"<nav><ul>{MENU}</ul></nav>{heading}<div id='UCAP-CONTENT'>{article(page)}</div>"
        f"{NEIGHBOURS}{CLOCK}</body></html>"
    )


def jpage(page: Page) -> str:
    """An older system: tables lay out the page, the body in #zoom, no site tags but those of the page."""
    heading = f"<tr><td align='center'><h2>{html.escape(page.title)}</h2></td></tr>" if page.title else ""
    return (
        f"<html><head>{tags(page)}</head><body><table width='980'><tr><td>{CLOCK}</td></tr>{heading}"
        f"<tr><td><div id='zoom'>{article(page)}</div></td></tr><tr><td>{NEIGHBOURS}</td></tr></table></body></html>"
    )


def bare(page: Page) -> str:
    """No known container: the article is told by its shape."""
    heading = f"<h1>{html.escape(page.title)}</h1>" if page.title else ""
    return (
        f"<html><head>{tags(page)}<title>{html.escape(page.title)}</title></head><body><ul>{MENU}</ul>{heading}"
        f"<div class='q7'>{article(page)}</div><div>技术支持：某公司</div></body></html>"
    )


SHELLS = {"trs": trs, "ucap": ucap, "jpage": jpage, "bare": bare}
