"""Text in; a configuration, the feeds, or every fault at its place out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from tocsin.config.checks import both_given, config_faults, repeated, retry_faults
from tocsin.config.document import Document, Path, dotted, value_at
from tocsin.config.environment import overridden
from tocsin.config.feedchecks import feeds_faults
from tocsin.config.feeds import FeedEntry, FeedGroup, FeedList
from tocsin.config.issues import Issue
from tocsin.config.model import Config, Rss
from tocsin.config.types import Section
from tocsin.config.validate import Fault, validated
from tocsin.config.yaml import CUT_OFF, read_yaml

S = TypeVar("S", bound=Section)


def read_config(text: str, path: str, environment: Mapping[str, str]) -> Config | list[Issue]:
    """``tocsin.yaml`` with the environment over it, or every fault of both, in order. Never raises.

    An empty ``text`` is a file of defaults; ``path`` is how the operator named the file.
    """
    document = overridden(read_yaml(text if text.strip() else "{}", path), environment, Config)
    return checked(document, Config, lambda: _config_faults(document))


def read_feeds(text: str, path: str, rss: Rss | None = None) -> FeedList | list[Issue]:
    """``feeds.yaml``, or every fault in it, in order; ``rss`` says what holds where it says nothing. Never raises."""
    document = read_yaml(text, path)
    return checked(document, FeedList, lambda: feeds_faults(document, rss or Rss()))


def sound_feeds(text: str, path: str, rss: Rss) -> tuple[FeedList, list[Issue]]:
    """As much of ``feeds.yaml`` as is sound, and every fault in it, in order: for those who only look. Never raises.

    A feed or group with a fault is left out as a whole, as are defaults that are none.
    """
    document = read_yaml(text, path)
    issues = read_feeds(text, path, rss)
    if not isinstance(issues, list):
        return issues, []
    return _sound_list(document.data, list(feeds_faults(document, rss))), issues


def _sound_list(data: Any, faults: list[Fault]) -> FeedList:
    bad = {fault.path[:2] for fault in faults}
    sound: dict[str, Any] = {}
    for key, model in (("groups", FeedGroup), ("feeds", FeedEntry)):
        items = value_at(data, (key,))
        proved = [
            validated(item, model)
            for index, item in enumerate(items if isinstance(items, list) else ())
            if (key, index) not in bad
        ]
        sound[key] = tuple(one for one in proved if not isinstance(one, list))
    for key in ("defaults", "opml"):
        found = validated({key: value_at(data, (key,))}, FeedList)
        if isinstance(found, FeedList) and not any(fault.path[:1] == (key,) for fault in faults):
            sound[key] = getattr(found, key)
    return FeedList().model_copy(update=sound)


def checked(
    document: Document, model: type[S], more: Callable[[], Iterable[Fault]] = tuple
) -> S | list[Issue]:
    """The document as a ``model``, or all its faults: of form, of single keys, and ``more`` between keys."""
    if document.data is None and document.issues:
        return sorted(document.issues)
    outcome = validated(document.data, model)
    found = outcome if isinstance(outcome, list) else []
    faults = [fault for fault in found if not _echo(fault, document)]
    wrong = {fault.path for fault in faults}
    faults = [*faults, *(fault for fault in more() if fault.path not in wrong)]
    issues = sorted({*document.issues, *(fault.issue(document) for fault in faults)})
    return issues if isinstance(outcome, list) or issues else outcome


def _echo(fault: Fault, document: Document) -> bool:
    """Whether a value is only missing because the reader refused, and told, what was written, or ended above it."""
    if value_at(document.data, fault.path) is not None or fault.at_key:
        return False
    refused = {issue.field for issue in document.issues}
    cut_off = {issue.field for issue in document.issues if issue.message in CUT_OFF}
    return dotted(fault.path) in refused or dotted(fault.path[:1]) in cut_off


def _config_faults(document: Document) -> Iterator[Fault]:
    data = document.data
    yield from repeated(document, ("receivers",), "name")
    yield from both_given(data, ("kafka", "security"), ("password", "key_password"))
    yield from both_given(data, ("ingest",), ("token",))
    receivers = value_at(data, ("receivers",))
    for index, receiver in enumerate(receivers if isinstance(receivers, list) else ()):
        yield from _receiver_faults(receiver, ("receivers", index))
    config = _sound_part(data)
    if config is not None:
        yield from config_faults(config)


def _receiver_faults(receiver: Any, path: Path) -> Iterator[Fault]:
    yield from (replace(fault, path=(*path, *fault.path)) for fault in both_given(receiver, (), ("secret",)))
    alone = validated({"receivers": [receiver]}, Config)
    if not isinstance(alone, list):
        yield from retry_faults(alone.receivers[0].retry, (*path, "retry"))


def _sound_part(data: Any) -> Config | None:
    """The configuration without its faulty keys, so that what lies between the others is still checked."""
    outcome = validated(data, Config)
    if not isinstance(outcome, list):
        return outcome
    for fault in outcome:
        data = _without(data, fault.path)
    again = validated(data, Config)
    return None if isinstance(again, list) else again


def _without(data: Any, path: Path) -> Any:
    if not isinstance(data, dict) or not path:
        return data
    key, rest = path[0], path[1:]
    if not rest or isinstance(rest[0], int):  # a list goes as a whole: its items' places would shift
        return {name: value for name, value in data.items() if name != key}
    return {name: _without(value, rest) if name == key else value for name, value in data.items()}
