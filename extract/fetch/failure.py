"""Why something could not be fetched, and what to do about it."""

from collections.abc import Mapping

REMEDIES: Mapping[str, str] = {
    "bad_url": "Write a full http or https address.",
    "private_address": "The address leads into a private network. If that is meant, pass --allow-private.",
    "unknown_host": "Check the address; the site may have moved.",
    "robots": "The site asks programs not to fetch this page. Save it by hand and give the file.",
    "robots_unreachable": "The site could not say what may be fetched. Try again later.",
    "not_found": "Look for the report's new address, or save it by hand.",
    "refused": "The site wants a person or a login. Save the page by hand and give the file.",
    "server_error": "Try again later.",
    "too_many_redirects": "Open the address in a browser and register where it ends.",
    "too_large": "Save the report alone by hand, or raise --max-megabytes.",
    "timeout": "Try again later, or raise --seconds.",
    "cut_short": "The connection broke before the end, again and again. Try again later.",
    "connection": "The site does not answer. Try again later.",
    "bad_answer": "The site's answer breaks the rules of HTTP. Save the page by hand.",
    "missing_file": "Check the path in the registry; relative paths start at the registry's folder.",
}


class FetchFailure(Exception):  # noqa: N818 - an outcome that becomes a row of the summary
    """Something that could not be fetched.

    Attributes:
        reason: short code, one of `REMEDIES`.
        message: what happened.
        remedy: what to do.
        passing: whether it may be tried again at once.
        wait: seconds that the server asked to wait, where it did.
    """

    def __init__(self, reason: str, message: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.remedy = REMEDIES[reason]
        self.passing = passing
        self.wait = wait
