"""What came of asking for an entry's page: a closed list, which is the metric's label values too."""

from typing import Literal

FullTextOutcome = Literal[
    "extracted",  # the body is the page's
    "reused",  # the page was read a short while ago, or not at all this time: the body is what it said then
    "thin",  # the page holds less than the feed: a paywall, a consent page, a stub
    "forbidden",  # robots.txt or our own rules forbid the page
    "unreachable",  # the page could not be fetched
    "not_a_page",  # what the link leads to is no web page: a film, a document
    "unreadable",  # a page without an article in it, or one that takes too long to read
    "late",  # there was no time left for it
]
