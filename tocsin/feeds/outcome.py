"""What came of work around feeds: closed lists, which are the metrics' label values too."""

from typing import Literal

FeedListOutcome = Literal[
    "good",  # in use is what the files say
    "faulty",  # a file is at fault: the last good list stays
    "failed",  # our own code raised on it: everything stays
]
Reader = Literal[
    "fast",  # well-formed XML, nothing odd in it
    "feedparser",  # all other XML
    "jsonfeed",  # JSON Feed
    "sitemap",  # a news sitemap
]
RequestFailure = Literal[
    "refused",  # the hub answered our request with no
    "unreachable",  # the hub did not answer
    "forbidden",  # an address we do not go to
]
SubscribeOutcome = (
    RequestFailure
    | Literal[
        "verified",  # the hub asked back, and it was ours
        "denied",  # the hub says that it will not, or no longer
        "unverified",  # it asked back for something that we had not asked for, or not at all
        "expired",  # the lease ended before it was renewed
    ]
)
PushOutcome = Literal[
    "taken",  # it went the way of a fetched document
    "unsigned",  # no signature, or a wrong one: answered as if it were right, and thrown away
    "unknown",  # no subscription of ours
    "too_large",  # more than we take
    "stalled",  # it did not come to its end in time
    "unavailable",  # it could not be taken in time: come again; the feed is polled for it
    "unreadable",  # signed, but it could not be read: the feed is polled for it
]
IngestOutcome = Literal[
    "accepted",  # Kafka has all of it
    "invalid",  # a line is at fault; nothing of the request was taken
    "unauthorized",  # no token, or a wrong one
    "too_large",  # more than we take
    "stalled",  # it did not come to its end in time
    "unavailable",  # Kafka did not take it: come again
]
