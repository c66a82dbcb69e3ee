"""Fetching from a real server that misbehaves: bounded time and size, nothing private reached, one failure a row."""

from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest
from misbehaving_server import (
    MisbehavingServer,
    cut_after,
    dripping,
    fails_first,
    gzip_bomb,
    plain,
    running,
    unchanged_when_asked,
)

from extract.archive import Archive
from extract.fetch import Downloader, FetchFailure, FetchOptions, fetch_all
from extract.registry import load

REPORT = "<html><body>青禾县2024年法治政府建设情况报告</body></html>".encode()
LOCAL = FetchOptions(allow_private=True, delay=0.0, seconds=2.0, megabytes=1.0)


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with running() as found:
        yield found


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def http(slept: list[float]) -> Iterator[Downloader]:
    with Downloader(LOCAL, sleep=slept.append) as found:
        yield found


def reason_of(http: Downloader, url: str) -> str:
    with pytest.raises(FetchFailure) as caught:
        http.fetch(url)
    assert caught.value.remedy
    return caught.value.reason


def test_a_page_is_downloaded_with_its_headers(server: MisbehavingServer, http: Downloader) -> None:
    url = server.on("/a.html", plain("200 OK", REPORT, 'ETag: "1"'))
    answer = http.fetch(url)
    assert (answer.content, answer.headers["etag"], answer.url) == (REPORT, '"1"', url)
    assert server.seen[-1]["user-agent"].startswith("xianjian/")


def test_a_passing_failure_is_tried_again_after_growing_waits(
    server: MisbehavingServer, http: Downloader, slept: list[float]
) -> None:
    assert http.fetch(server.on("/a", fails_first(2, REPORT))).content == REPORT
    assert server.requests["/a"] == 3
    assert len(slept) == 2
    assert 0.5 <= slept[0] <= 1.5
    assert 1.0 <= slept[1] <= 3.0


def test_a_server_that_names_a_wait_is_given_it(
    server: MisbehavingServer, http: Downloader, slept: list[float]
) -> None:
    url = server.on("/a", plain("429 Too Many Requests", b"", "Retry-After: 17"))
    assert reason_of(http, url) == "server_error"
    assert slept == [17.0, 17.0]


@pytest.mark.parametrize(
    ("status", "reason", "asked"),
    [("500 Oops", "server_error", 3), ("404 Not Found", "not_found", 1), ("403 Forbidden", "refused", 1)],
)
def test_a_status_has_its_reason(
    server: MisbehavingServer, http: Downloader, status: str, reason: str, asked: int
) -> None:
    assert reason_of(http, server.on("/a", plain(status, b"x"))) == reason
    assert server.requests["/a"] == asked


def test_a_body_cut_short_is_never_taken_for_the_whole(server: MisbehavingServer, http: Downloader) -> None:
    assert reason_of(http, server.on("/a", cut_after(1000, b"half"))) == "cut_short"
    assert server.requests["/a"] == 3


def test_a_connection_closed_before_any_answer_fails(server: MisbehavingServer, http: Downloader) -> None:
    assert reason_of(http, server.on("/a", b"")) == "cut_short"


def test_an_answer_that_is_no_http_fails(server: MisbehavingServer, http: Downloader) -> None:
    assert reason_of(http, server.on("/a", b"\x00\x01\x02 hello\r\n\r\n")) == "bad_answer"


def test_two_lengths_that_contradict_fail(server: MisbehavingServer, http: Downloader) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello"
    assert reason_of(http, server.on("/a", answer)) == "bad_answer"


def test_bytes_beyond_the_announced_length_are_not_read(server: MisbehavingServer, http: Downloader) -> None:
    assert http.fetch(server.on("/a", cut_after(5, b"hello and more"))).content == b"hello"


def test_a_body_that_drips_for_ever_ends_with_the_time(server: MisbehavingServer) -> None:
    url = server.on("/a", dripping(server, b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"))
    with Downloader(FetchOptions(allow_private=True, seconds=0.3, tries=1, delay=0.0)) as http:
        assert reason_of(http, url) == "timeout"


def test_a_head_that_drips_for_ever_ends_with_the_time(server: MisbehavingServer) -> None:
    url = server.on("/a", dripping(server, b"HTTP/1.1 200 OK\r\nX-Long: "))
    with Downloader(FetchOptions(allow_private=True, seconds=0.3, tries=1, delay=0.0)) as http:
        assert reason_of(http, url) == "timeout"


def test_a_gzip_bomb_is_cut_off(server: MisbehavingServer, http: Downloader) -> None:
    assert reason_of(http, server.on("/a", gzip_bomb(200))) == "too_large"


def test_a_body_packed_as_was_not_asked_is_refused(server: MisbehavingServer, http: Downloader) -> None:
    url = server.on("/a", plain("200 OK", b"xx", "Content-Encoding: gzip, gzip"))
    assert reason_of(http, url) == "bad_answer"


def test_broken_compression_is_an_error_not_a_crash(server: MisbehavingServer, http: Downloader) -> None:
    assert reason_of(http, server.on("/a", plain("200 OK", b"no gzip", "Content-Encoding: gzip"))) == "bad_answer"


def test_an_announced_size_over_the_limit_is_not_downloaded(server: MisbehavingServer, http: Downloader) -> None:
    assert reason_of(http, server.on("/a", cut_after(10**12, b"x"))) == "too_large"


def test_an_unannounced_size_over_the_limit_is_cut_off(server: MisbehavingServer, http: Downloader) -> None:
    url = server.on("/a", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 2_000_000)
    assert reason_of(http, url) == "too_large"


def test_a_redirect_is_followed(server: MisbehavingServer, http: Downloader) -> None:
    server.on("/b", plain("200 OK", REPORT))
    answer = http.fetch(server.on("/a", plain("302 Found", b"", "Location: /b")))
    assert (answer.content, answer.url) == (REPORT, server.url + "/b")


def test_redirects_in_a_circle_end(server: MisbehavingServer, http: Downloader) -> None:
    server.on("/b", plain("302 Found", b"", "Location: /a"))
    assert reason_of(http, server.on("/a", plain("302 Found", b"", "Location: /b"))) == "too_many_redirects"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "//user:pw@h/"])
def test_a_redirect_to_what_is_no_web_page_is_refused(server: MisbehavingServer, http: Downloader, target: str) -> None:
    assert reason_of(http, server.on("/a", plain("302 Found", b"", f"Location: {target}"))) == "bad_url"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"),
        *("192.168.1.1", "[64:ff9b::7f00:1]", "100.64.0.1", "[fe80::1]"),
    ],
)
def test_private_addresses_are_refused_unless_allowed(host: str) -> None:
    with Downloader(FetchOptions(seconds=2.0)) as http:
        assert reason_of(http, f"http://{host}:9/") == "private_address"


def test_a_redirect_into_the_private_network_is_refused(server: MisbehavingServer) -> None:
    def public_once(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "public.example" else ["10.1.2.3"]

    server.on("/a", plain("302 Found", b"", "Location: http://inside.example/secret"))
    port = server.url.rsplit(":", 1)[1]
    with Downloader(LOCAL, resolver=public_once) as http:
        http._network._allow_private = False
        assert reason_of(http, f"http://public.example:{port}/a") == "private_address"


class Unreachable(httpcore.NetworkBackend):
    """Connects nowhere, and remembers where it was asked to."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.NetworkStream:
        self.asked.append(host)
        raise httpcore.ConnectError("unreachable")


def test_a_name_that_resolves_anew_is_connected_where_it_was_checked() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    network = Unreachable()
    options = FetchOptions(seconds=1.0, tries=1, robots=False, delay=0.0)
    with Downloader(options, resolver=lambda host, port: next(answers)) as http:
        http._network._inner = network
        assert reason_of(http, "http://rebind.example/") == "connection"
        assert network.asked == ["93.184.216.34"]  # the address, not the name, which now resolves to loopback
        assert reason_of(http, "http://rebind.example/") == "private_address"
        assert network.asked == ["93.184.216.34"]


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with Downloader(FetchOptions(seconds=1.0), resolver=lambda host, port: ["93.184.216.34", "127.0.0.1"]) as http:
        assert reason_of(http, "http://both.example/") == "private_address"


def test_robots_are_obeyed_and_asked_once(server: MisbehavingServer, http: Downloader) -> None:
    server.robots = plain("200 OK", b"User-agent: *\nDisallow: /secret\n")
    url = server.on("/open", plain("200 OK", REPORT))
    assert http.fetch(url).content == REPORT
    assert reason_of(http, server.on("/secret", plain("200 OK", REPORT))) == "robots"
    assert server.requests["/secret"] == 0
    assert server.requests["/robots.txt"] == 1


def test_a_site_that_cannot_say_what_may_be_fetched_is_left_alone(server: MisbehavingServer, http: Downloader) -> None:
    server.robots = plain("503 Service Unavailable")
    assert reason_of(http, server.on("/a", plain("200 OK", REPORT))) == "robots_unreachable"
    assert server.requests["/a"] == 0


def test_requests_to_one_host_are_kept_apart(server: MisbehavingServer, slept: list[float]) -> None:
    url = server.on("/a", plain("200 OK", REPORT))
    with Downloader(FetchOptions(allow_private=True, delay=5.0, robots=False), sleep=slept.append) as http:
        http.fetch(url)
        http.fetch(url)
    assert len(slept) == 1
    assert 4.5 < slept[0] <= 5.0


def test_a_delay_that_robots_ask_for_is_kept(server: MisbehavingServer, slept: list[float]) -> None:
    server.robots = plain("200 OK", b"User-agent: *\nCrawl-delay: 7\n")
    url = server.on("/a", plain("200 OK", REPORT))
    with Downloader(LOCAL, sleep=slept.append) as http:
        http.fetch(url)
        http.fetch(url)
    assert 6.5 < max(slept) <= 7.0


def test_a_registry_is_fetched_and_summed_up(server: MisbehavingServer, tmp_path: Path) -> None:
    server.on("/new", plain("200 OK", REPORT))
    server.on("/cut", cut_after(100, b"x"))
    server.on("/same", unchanged_when_asked(REPORT + b"2", '"v1"'))
    (tmp_path / "local.txt").write_text("青禾县2023年法治政府建设情况报告", encoding="utf-8")
    lines = ["county_code,year,family,source,notes"]
    lines += [f"522623,2024,rule_of_law,{server.url}{path}," for path in ("/new", "/cut", "/same", "/none")]
    lines += [",,,local.txt,", ",,,missing.txt,"]
    (tmp_path / "registry.csv").write_text("\n".join(lines), encoding="utf-8")
    archive = Archive(tmp_path / "archive")
    seen: list[str] = []

    def fetch() -> dict[str, int]:
        http = Downloader(LOCAL, sleep=lambda seconds: None)
        progress = lambda row, outcome: seen.append(outcome)  # noqa: E731
        return fetch_all(load(tmp_path / "registry.csv"), archive, progress=progress, downloader=http).summary()

    assert fetch() == {"created": 3, "changed": 0, "unchanged": 0, "failed": 3}
    assert seen == ["created", "cut_short", "created", "not_found", "created", "missing_file"]
    server.on("/new", plain("200 OK", REPORT + b"!"))
    assert fetch() == {"created": 0, "changed": 1, "unchanged": 2, "failed": 3}
    assert server.seen[-2].get("if-none-match") == '"v1"' or any("if-none-match" in h for h in server.seen)
    assert len(archive.entries()) == 4
