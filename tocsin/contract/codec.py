"""Events to bytes and back, with CloudEvents' Kafka headers in binary mode.

Method: CloudEvents 1.0.2, Kafka protocol binding, section 3.2 (binary content mode).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from tocsin.contract.events import (
    Action,
    Alert,
    Article,
    DeadLetter,
    Digest,
    Event,
    FeedAlert,
    Match,
    Wake,
    Withdrawn,
    type_tag,
)

E = TypeVar("E", bound=Event)
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

CURRENT_VERSION: Mapping[type[Event], int] = {
    Article: 1,
    Match: 2,
    Withdrawn: 1,
    Wake: 1,
    Alert: 1,
    Digest: 1,
    FeedAlert: 1,
    Action: 1,
    DeadLetter: 1,
}

# How a payload of an older version becomes the next one: UPGRADES[Alert][1] turns version 1 into version 2.
UPGRADES: Mapping[type[Event], Mapping[int, Upgrade]] = {
    **{kind: {} for kind in CURRENT_VERSION},
    Match: {1: lambda raw: raw},  # what is missing has its default
}

_FRAMING: Final = 512  # what Kafka puts around one record, and some to spare
_encoder = msgspec.json.Encoder()


class InvalidEvent(msgspec.Struct, frozen=True):
    """Bytes that are no event of the wanted type, and why."""

    detail: str


def encode(event: Event) -> bytes:
    """The event as UTF-8 JSON, its type and version included."""
    return _encoder.encode(event)


def decode(payload: bytes | None, kind: type[E]) -> E | InvalidEvent:
    """The event in ``payload``, whatever version it was written in, or one ``InvalidEvent``. Never raises."""
    if not payload:
        return InvalidEvent("the record has no value")
    try:
        raw = msgspec.json.decode(payload)
        if not isinstance(raw, dict):
            return InvalidEvent(f"expected a JSON object, got {type(raw).__name__}")
        upgraded = _upgrade(raw, kind)
        if isinstance(upgraded, InvalidEvent):
            return upgraded
        event = msgspec.convert(upgraded, kind)
    except (ValueError, RecursionError) as fault:  # msgspec's errors are ValueErrors
        return InvalidEvent(str(fault))
    return _without_naive_times(event)


def decode_one_of(payload: bytes | None, kinds: tuple[type[E], ...]) -> E | InvalidEvent:
    """The event in ``payload``, which is of one of ``kinds``; what names none of them is read as the first."""
    tag = _tag(payload)
    named = [kind for kind in kinds if kind.__struct_config__.tag == tag]
    return decode(payload, named[0] if named else kinds[0])


def headers(event: Event, event_id: str, time: datetime, source: str) -> list[tuple[str, bytes]]:
    """The CloudEvents attributes of ``event`` as Kafka headers. ``source`` names the process that made it."""
    tag = str(type(event).__struct_config__.tag)
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_type": f"tocsin.{tag}.v{event.version}",
        "ce_time": time.isoformat().replace("+00:00", "Z"),
        "ce_source": source,
        "content-type": "application/json",
    }
    return [(name, value.encode()) for name, value in attributes.items()]


def record_size(key: bytes, value: bytes, attributes: Sequence[tuple[str, bytes]]) -> int:
    """About as many bytes as a topic counts the record for, uncompressed."""
    return len(key) + len(value) + sum(len(name) + len(text) for name, text in attributes) + _FRAMING


class _Tagged(msgspec.Struct, rename={"tag": type_tag}):
    tag: str = ""


_tags: Final = msgspec.json.Decoder(_Tagged)


def _tag(payload: bytes | None) -> str:
    try:
        return _tags.decode(payload or b"").tag
    except (ValueError, RecursionError):
        return ""  # whatever it is, reading it as the first kind says what is wrong


def _upgrade(raw: dict[str, Any], kind: type[E]) -> dict[str, Any] | InvalidEvent:
    wanted = CURRENT_VERSION[kind]
    version = raw.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= wanted:
        tag = raw.get(type_tag)
        return InvalidEvent(f"{tag!r} has version {version!r}; this program reads versions 1 to {wanted}")
    while version < wanted:
        raw = UPGRADES[kind][version](raw)
        version += 1
    return {**raw, "version": wanted}


def _without_naive_times(event: E) -> E | InvalidEvent:
    times = [getattr(event, name) for name in type(event).__struct_fields__]
    if isinstance(event, Match | Withdrawn):
        times += [event.article.published, event.article.fetched]
    if isinstance(event, Alert):
        times += [getattr(event.clocks, name) for name in event.clocks.__struct_fields__]
        times += [report.published for report in (event.report, *event.reports)]
    if any(isinstance(time, datetime) and time.tzinfo is None for time in times):
        return InvalidEvent("a time has no time zone")
    return event
