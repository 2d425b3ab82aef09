"""One poll of one feed: ask, read, compare. What comes of it is a value; nothing is remembered or sent here."""

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Final, Protocol

import msgspec

from connectors.sources.rss.document import Contents, Read, Task, contents_of, decision_on
from connectors.sources.rss.fulltext import with_full_text
from connectors.sources.turns import busy_for
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, NotModified, Question
from runtime.logs import get
from runtime.metrics import Instruments
from runtime.pool import Pool, StillBusyError
from tocsin.config.model import Rss
from tocsin.contract.events import DeadLetter
from tocsin.feeds.feed import Feed
from tocsin.metrics import DOCUMENTS, FETCH_SECONDS, FETCHED_BYTES, READ_SECONDS
from tocsin.polling.asking import address, ask_unconditionally
from tocsin.polling.observation import Found, Observation, Said
from tocsin.polling.state import FeedState, Validators

log = get(__name__)

# Seconds. Far more than any honest document needs, even beside as many others as are fetched at once.
_MOST_FOR_READING: Final = 60.0
_DIGEST_BYTES: Final = 16
_WANTED: Final = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml, text/xml, */*;q=0.1"
)
'''  '''
