"""What no single key of ``feeds.yaml`` can know: faults between its keys, layers included."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from tocsin.config.checks import both_given, repeated
from tocsin.config.document import Document, Path, dotted, value_at
from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedGroup
from tocsin.config.model import Rss
from tocsin.config.types import duration_text
from tocsin.config.validate import Fault, unknown, validated

L = TypeVar("L", bound=FeedDefaults)

_SECRETS: Final = ("password", "token")
_DEFAULTS: Final[Path] = ("defaults",)


class Layer(NamedTuple):
    """One of the places where something is said about a feed."""

    path: Path
    said: FeedDefaults


def feeds_faults(document: Document, rss: Rss) -> Iterator[Fault]:
    """Every fault between keys; read from raw data, so that one faulty feed hides none of another."""
    yield from repeated(document, ("groups",), "name")
    yield from repeated(document, ("feeds",), "id")
    yield from repeated(document, ("feeds",), "url")
    yield from _opml_twice(document.data)
    yield from _unknown_groups(document.data)
    for path in _layer_paths(document.data):
        yield from both_given(document.data, path, _SECRETS)
        yield from _headers_twice(document.data, path)
    yield from _between_layers(document.data, rss)


def _opml_twice(data: Any) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, path in enumerate(_items(data, "opml")):
        before = first.setdefault(str(path), index)
        if before != index:
            yield Fault(("opml", index), f"the same as opml[{before}]; each file stands once")


def _unknown_groups(data: Any) -> Iterator[Fault]:
    groups = tuple(
        str(group["name"]) for group in _items(data, "groups") if isinstance(group, dict) and "name" in group
    )
    for index, feed in enumerate(_items(data, "feeds")):
        name = feed.get("group") if isinstance(feed, dict) else None
        if isinstance(name, str) and name not in groups:
            none = "unknown group; 'groups' holds none"
            yield Fault(("feeds", index, "group"), unknown(name, groups, "group") if groups else none)


def _layer_paths(data: Any) -> Iterator[Path]:
    yield _DEFAULTS
    for key in ("groups", "feeds"):
        yield from ((key, index) for index in range(len(_items(data, key))))


def _headers_twice(data: Any, layer: Path) -> Iterator[Fault]:
    headers = value_at(data, (*layer, "headers"))
    first: dict[str, str] = {}
    for name in headers if isinstance(headers, dict) else ():
        before = first.setdefault(name.lower(), name)
        if before != name:
            path = (*layer, "headers", name)
            yield Fault(path, f"the same header as {before}; capitals make no difference", at_key=True)


def _between_layers(data: Any, rss: Rss) -> Iterator[Fault]:
    """Each place is told once, of the first feed that suffers from it."""
    told: set[Path] = set()
    for layers in _layered(data):
        for fault in (*_login(layers), *_bounds(layers, rss)):
            if fault.path not in told:
                told.add(fault.path)
                yield fault


def _layered(data: Any) -> Iterator[Sequence[Layer]]:
    """The layers of each feed that is sound by itself, the nearest first; faulty groups and defaults left out."""
    outer = _sound(value_at(data, _DEFAULTS) or {}, FeedDefaults, _DEFAULTS)
    groups = {
        layer.said.name: layer
        for index, group in enumerate(_items(data, "groups"))
        for layer in _sound(group, FeedGroup, ("groups", index))
        if isinstance(layer.said, FeedGroup)
    }
    for index, feed in enumerate(_items(data, "feeds")):
        for layer in _sound(feed, FeedEntry, ("feeds", index)):
            group = groups.get(feed.get("group") or "")
            yield [layer, *([group] if group else []), *outer]


def _sound(data: Any, model: type[L], path: Path) -> list[Layer]:
    outcome = validated(data, model)
    return [] if isinstance(outcome, list) else [Layer(path, outcome)]


def _login(layers: Sequence[Layer]) -> Iterator[Fault]:
    username, token = _nearest(layers, "username"), _nearest(layers, "token", "token_file")
    password = _nearest(layers, "password", "password_file")
    feed = dotted(layers[0].path)
    if username and not password:
        yield Fault(username, f"{feed} has no password or password_file beside it")
    if password and not username:
        yield Fault(password, f"{feed} has no username beside it", at_key=True)
    if token and (username or password):
        other = dotted(username or password or ())
        yield Fault(token, f"stands beside {other}; a feed logs in with one of the two", at_key=True)


def _bounds(layers: Sequence[Layer], rss: Rss) -> Iterator[Fault]:
    least_at, most_at = _nearest(layers, "min_interval"), _nearest(layers, "max_interval")
    least = _value(layers, "min_interval", rss.min_interval)
    most = _value(layers, "max_interval", rss.max_interval)
    if least <= most:
        return
    longer, shorter = duration_text(least), duration_text(most)
    where = dotted(layers[0].path)
    if least_at:
        yield Fault(least_at, f"{longer} must not be longer than max_interval, {shorter} for {where}")
    elif most_at:
        yield Fault(most_at, f"{shorter} must not be shorter than min_interval, {longer} for {where}")


def _nearest(layers: Sequence[Layer], *keys: str) -> Path | None:
    said = (
        (*layer.path, key) for layer in layers for key in keys if getattr(layer.said, key, None) is not None
    )
    return next(said, None)


def _value(layers: Sequence[Layer], key: str, otherwise: Any) -> Any:
    return next((value for layer in layers if (value := getattr(layer.said, key)) is not None), otherwise)


def _items(data: Any, key: str) -> list[Any]:
    found = value_at(data, (key,))
    return found if isinstance(found, list) else []
