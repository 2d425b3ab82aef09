"""What came of polling a feed once: closed lists, which are the metric's label values too."""

from typing import Literal

FetchFailure = Literal[
    "timeout",  # no answer, or not all of it, in time; or it could not be read in time
    "unreachable",  # no such host, no connection, or it broke
    "not_found",  # 404: no such document, perhaps for now
    "gone",  # 410: it is no more, and will not be
    "denied",  # 401, 403, 407, 451: we are not let in
    "busy",  # 429, 503: later
    "http_error",  # any other answer that is no document: the status says why
    "too_large",  # more bytes than we take, compressed or not
    "bad_content",  # the transfer or its compression can't be undone
    "forbidden",  # an address we do not go to, or robots.txt says so
]
DocumentFault = Literal[
    "empty",  # not a single character
    "html",  # a web page
    "not_a_feed",  # something else
    "truncated",  # it ends too early; the entries before that are read
    "malformed",  # broken XML; what could be read is read
    "wrong_encoding",  # not in the encoding it declares; read in the one it is in
]
PollResult = Literal[
    "changed",
    "unchanged",
    "failed",  # our own code raised on it
]
FetchOutcome = PollResult | FetchFailure | DocumentFault
