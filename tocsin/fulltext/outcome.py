"""What came of asking for an entry's page: a closed list, which is the metric's label values too."""

from typing import Literal

FullTextOutcome = Literal[
    "extracted",  # the body is the page's
    "reused",  # the page was read a short while ago, or can't be had now: the body is what it said then
    "both",  # nothing tells whether the page is the article: the body is the feed's text, then the page's
    "complete",  # the feed's own text holds all that the page does
    "thin",  # the page holds less than the feed: the words before a paywall, a stub
    "notice",  # the page asks to accept cookies, to subscribe, to log in, or for a browser
    "missing",  # the page says that it is not there, or the site's front page came in its place
    "forbidden",  # robots.txt or our own rules forbid the page
    "unreachable",  # the page could not be fetched
    "not_a_page",  # what the link leads to is no web page: a film, a document
    "unreadable",  # a page without an article in it, or one that takes too long to read
    "late",  # there was no time left for it
    "failed",  # our own code raised on it
]
