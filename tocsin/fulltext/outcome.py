"""What came of asking for an entry's page: a closed list, which is the metric's label values too."""

from typing import Literal

FullTextOutcome = Literal[
    "extracted",  # the body is the page's
    "reused",  # the page was read a short while ago, or can't be had now: the body is what it said then
    "complete",  # the feed's own text holds all that the page does
    "thin",  # the page holds less than the feed: a paywall, a consent page, a stub
    "forbidden",  # robots.txt or our own rules forbid the page
    "unreachable",  # the page could not be fetched
    "not_a_page",  # what the link leads to is no web page: a film, a document
    "unreadable",  # a page without an article in it, or one that takes too long to read
    "late",  # there was no time left for it
    "failed",  # our own code raised on it
]
