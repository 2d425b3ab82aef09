"""Where a dead letter goes when it is sent again."""

from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from tocsin.contract.codec import InvalidEvent, decode, encode
from tocsin.contract.events import Alert, DeadLetter

FEED_PREFIX = "feed:"


class Resend(msgspec.Struct, frozen=True, kw_only=True):
    """A record to send. ``partition`` is ``None`` where the key decides, as it did for the original."""

    topic: str
    partition: int | None
    key: bytes | None
    payload: bytes
    headers: tuple[tuple[str, bytes], ...]


class Refused(msgspec.Struct, frozen=True):
    """This dead letter can't be sent again, and why."""

    why: str


def resend(letter: DeadLetter, topics: Collection[str]) -> Resend | Refused:
    """The record that gives ``letter`` another chance: key, headers and bytes as they were.

    One thing differs for an alert that a sink gave up: it names that receiver alone, so that receivers which had
    it are not asked to have it twice. ``topics`` are the physical names of ours.
    """
    origin = letter.origin
    if origin.topic.startswith(FEED_PREFIX):
        feed = origin.topic.removeprefix(FEED_PREFIX)
        return Refused(
            f"it was never a Kafka record but part of the feed {feed}, and remembered as sent: if that still holds it, "
            "it comes again after a restart of the source, or, if it was too large, after rss.renew"
        )
    if origin.topic not in topics:
        return Refused(f"its topic {origin.topic} is none of ours: was the topic prefix or name changed?")
    return Resend(
        topic=origin.topic,
        partition=origin.partition if letter.key is None else None,
        key=letter.key,
        payload=_for_receiver(letter.payload, letter.receiver),
        headers=letter.headers,
    )


def _for_receiver(payload: bytes, receiver: str | None) -> bytes:
    alert = decode(payload, Alert) if receiver is not None else None
    if receiver is None or alert is None or isinstance(alert, InvalidEvent):
        return payload
    return encode(replace(alert, receivers=(receiver,)))
