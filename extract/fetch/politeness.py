"""What a site asks of programs: robots.txt, and time between requests."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from extract.fetch.failure import FetchFailure

ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB to be read
LONGEST_DELAY = 30.0

Load = Callable[[str], tuple[int, str]]


class Politeness:
    """Asks each site's robots.txt once, and keeps requests to a host apart."""

    def __init__(
        self,
        load: Load,
        *,
        agent: str,
        delay: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Knows no site yet.

        Args:
            load: fetches a robots.txt: status and text.
            agent: the name that robots.txt may address.
            delay: least seconds between two requests to a host.
            sleep: waits.
            clock: tells seconds.
        """
        self._load = load
        self._agent = agent
        self._delay = delay
        self._sleep = sleep
        self._clock = clock
        self._rules: dict[str, RobotFileParser | None] = {}
        self._next: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Waits until the host may be asked again."""
        host = urlsplit(url).netloc.lower()
        now = self._clock()
        due = self._next.get(host, now)
        if due > now:
            self._sleep(due - now)
        self._next[host] = max(due, now) + self._delay_of(url)

    def _delay_of(self, url: str) -> float:
        rules = self._rules.get(_site(url))
        asked = rules.crawl_delay(self._agent) if rules is not None else None
        return min(max(self._delay, float(asked or 0)), LONGEST_DELAY)

    def check(self, url: str) -> None:
        """Raises where robots.txt forbids the page, or could not be asked (RFC 9309: then nothing may be fetched).

        Raises:
            FetchFailure: `robots` or `robots_unreachable`.
        """
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._ask(site)
        rules = self._rules[site]
        if rules is not None and not rules.can_fetch(self._agent, url):
            raise FetchFailure("robots", f"{site}/robots.txt forbids it.")

    def _ask(self, site: str) -> RobotFileParser | None:
        status, text = self._load(f"{site}/robots.txt")
        if status >= 500 or status == 429:
            raise FetchFailure("robots_unreachable", f"{site}/robots.txt answers {status}.", passing=True)
        if status != 200:
            return None
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        rules.modified()
        return rules


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
