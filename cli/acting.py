"""What people do to alerts, on its way to the `actions` topic and out of it."""

import getpass
import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cli.exits import USAGE, WRONG, Failure
from cli.kafka import reaching
from cli.producing import in_time, producing
from cli.retained import open_topic, partitions_of
from runtime.kafka import Connection
from tocsin.contract.codec import InvalidEvent, decode, encode, headers
from tocsin.contract.events import Action, Alert
from tocsin.contract.topics import ACTIONS, ALERTS
from tocsin.routing.silence import Silence, folded

_SOURCE = "/tocsin/cli"
_LONGEST_NAME = 255
_NUMBER: Final = re.compile(r"\.[0-9]+$")


def new_id() -> str:
    """An id for an action: short enough to type."""
    return uuid.uuid4().hex[:12]


def author(name: str | None) -> str:
    """``name``, or the login name.

    Raises:
        Failure: there is neither, or it is none.
    """
    try:
        found = (name or getpass.getuser()).strip()
    except (OSError, KeyError) as fault:  # it was a KeyError before Python 3.13
        raise Failure("who are you? There is no login name here: --by NAME", USAGE) from fault
    if not 1 <= len(found) <= _LONGEST_NAME:
        raise Failure("--by must be a name", USAGE)
    return found


def alert_named(name: str) -> str:
    """The id of the alert that ``name`` is, or is an event of: what people copy ends in the event's number."""
    return _NUMBER.sub("", name)


async def send_actions(connection: Connection, actions: Sequence[Action]) -> None:
    """Bring each to the topic, under its watchlist's id; returns once Kafka acknowledged them.

    Raises:
        Failure: one of them is none, or Kafka can't be reached in time, has no such topic, or does not take one.
    """
    payloads = [_payload(action) for action in actions]
    async with reaching(connection), producing(connection) as producer:
        await partitions_of(connection, ACTIONS)
        for action, payload in zip(actions, payloads, strict=True):
            async with in_time(connection, f"take the {action.verb} for {action.watchlist}"):
                await producer.send_and_wait(
                    connection.name(ACTIONS),
                    value=payload,
                    key=action.watchlist.encode(),
                    headers=headers(action, action.id, action.at, source=_SOURCE),
                )


def _payload(action: Action) -> bytes:
    try:
        payload = encode(action)
    except UnicodeEncodeError as fault:
        raise Failure("what you wrote is no text in UTF-8", USAGE) from fault
    read = decode(payload, Action)
    if isinstance(read, InvalidEvent):  # an empty name, say: the worker would refuse it
        raise Failure(f"no such {action.verb}: {read.detail}", USAGE)
    return payload


async def silences(connection: Connection) -> tuple[Silence, ...]:
    """Every silence that `actions` still holds, ended ones too, in order of their ends.

    Raises:
        Failure: Kafka can't be reached in time, or has no such topic.
    """
    found: list[tuple[datetime, int, Action]] = []
    async with open_topic(connection, ACTIONS) as retained:
        async for record in retained.records():
            action = decode(record.value, Action)
            if not isinstance(action, InvalidEvent):
                found.append((action.at, record.offset, action))
    # A watchlist's actions are in one partition, in their order; between watchlists there is none to keep.
    ordered = (action for _, _, action in sorted(found, key=lambda one: one[:2]))
    return tuple(sorted(folded(ordered), key=lambda silence: (silence.until, silence.watchlist, silence.id)))


async def watchlist_of(connection: Connection, alerts: Sequence[str]) -> dict[str, str]:
    """The watchlists of ``alerts``, by their ids.

    Raises:
        Failure: one of them is none that `alerts` still holds, or Kafka can't be reached in time.
    """
    found: dict[str, str] = {}
    async with open_topic(connection, ALERTS) as retained:
        async for record in retained.records():
            if (record.key or b"").decode(errors="replace") in alerts:
                event = decode(record.value, Alert)
                if not isinstance(event, InvalidEvent):
                    found[event.id] = event.watchlist
            if len(found) == len(set(alerts)):
                break
    if unknown := [alert for alert in alerts if alert not in found]:
        raise Failure(f"no alert {', '.join(unknown)} in {connection.name(ALERTS)}; nothing was done", WRONG)
    return found
