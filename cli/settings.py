"""`tocsin.yaml` and the environment, read once and handed on as values."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from cli.exits import WRONG, Failure
from cli.files import Read, read_bytes, read_text, text_of
from tocsin.config.feeds import FeedList
from tocsin.config.issues import Issue
from tocsin.config.load import read_config, read_feeds, sound_feeds
from tocsin.config.model import Config
from tocsin.config.routes import RouteFile
from tocsin.config.shape import key_types
from tocsin.config.types import FilePath, Section
from tocsin.feeds.merging import merged
from tocsin.feeds.opml import Subscriptions, read_opml, read_outlines
from tocsin.routing.compiled import rules_of
from tocsin.routing.load import Written, read_routes
from tocsin.routing.rules import Rules

T = TypeVar("T")
M = TypeVar("M", bound=Section)

DEFAULT_PATH = Path("tocsin.yaml")

CONFIG_VARIABLE = "TOCSIN_CONFIG"


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config | list[Issue]:
    """The configuration, its paths made relative to the working directory, or every fault in it.

    Without a ``path``, `./tocsin.yaml` is meant; where that is not there, the defaults are.
    """
    chosen = path or DEFAULT_PATH
    text = read_text(chosen, str(chosen)) if path or chosen.exists() else ""
    if isinstance(text, Issue):
        return [text]
    overriding = {name: value for name, value in environment.items() if name != CONFIG_VARIABLE}
    config = read_config(text, str(chosen), overriding)
    return config if isinstance(config, list) else _placed(config, chosen.parent)


def load_feeds(config: Config, read: Read = read_bytes) -> FeedList | list[Issue]:
    """The feeds of `feeds.yaml` and of its OPML files, or every fault in them.

    There are none at all where only the sample feeds are wanted. ``read`` gets every file that counts.
    """
    feeds = load_feeds_yaml(config, read)
    return feeds if isinstance(feeds, list) else with_lists(feeds, read)


def with_lists(feeds: FeedList, read: Read = read_bytes) -> FeedList | list[Issue]:
    """``feeds`` with those of the OPML files it names, or every fault in them."""
    lists = {path: _subscriptions(path, read) for path in feeds.opml}
    faults = [fault for found in lists.values() if isinstance(found, list) for fault in found]
    sound = {path: found for path, found in lists.items() if isinstance(found, Subscriptions)}
    return faults or merged(feeds, sound)


def load_sound_feeds(config: Config) -> tuple[FeedList, list[Issue]]:
    """As many feeds of `feeds.yaml` and of its OPML files as are sound, and every fault, for those who only look."""
    feeds = load_feeds(config)
    if isinstance(feeds, FeedList):
        return feeds, []
    raw = read_bytes(Path(config.feeds), config.feeds)
    text = raw if isinstance(raw, Issue) else text_of(raw, config.feeds)
    if isinstance(text, Issue):
        return FeedList(), [text]
    own, faults = sound_feeds(text, config.feeds, config.rss)
    own = _placed(own, Path(config.feeds).parent)
    lists: dict[str, Subscriptions] = {}
    for path in own.opml:
        found = _sound_subscriptions(path)
        faults = [*faults, *(found if isinstance(found, list) else found.faults)]
        if isinstance(found, Subscriptions):
            lists[path] = found
    whole = merged(own, lists)
    return (own, [*faults, *whole]) if isinstance(whole, list) else (whole, faults)


def load_feeds_yaml(config: Config, read: Read = read_bytes) -> FeedList | list[Issue]:
    """The feeds of `feeds.yaml` alone, its paths made relative to the working directory, or every fault in it."""
    path = Path(config.feeds)
    raw = read(path, config.feeds)
    if config.samples and not path.exists():
        return FeedList()
    text = raw if isinstance(raw, Issue) else text_of(raw, config.feeds)
    feeds = [text] if isinstance(text, Issue) else read_feeds(text, config.feeds, config.rss)
    return feeds if isinstance(feeds, list) else _placed(feeds, path.parent)


def load_routes(
    config: Config, watchlists: Collection[str] | None = None, read: Read = read_bytes
) -> Written | list[Issue]:
    """The routes the configuration names, with warnings, or every fault in them; without a file, the defaults.

    ``watchlists`` are the ids in their folder; ``None``: whether those that routes name are there is not asked.
    """
    if config.routes is None:
        return Written(RouteFile())
    raw = read(Path(config.routes), config.routes)
    text = raw if isinstance(raw, Issue) else text_of(raw, config.routes)
    if isinstance(text, Issue):
        return [text]
    return read_routes(text, config.routes, [receiver.name for receiver in config.receivers], watchlists)


def load_rules(config: Config, read: Read = read_bytes) -> Rules | list[Issue]:
    """Who is told what, as it is decided by, or every fault in the file of routes."""
    found = load_routes(config, read=read)
    return found if isinstance(found, list) else rules_of(config, found.routes)


def _subscriptions(path: str, read: Read) -> Subscriptions | list[Issue]:
    raw = read(Path(path), path)
    return [raw] if isinstance(raw, Issue) else read_opml(raw, path)


def _sound_subscriptions(path: str) -> Subscriptions | list[Issue]:
    raw = read_bytes(Path(path), path)
    return [raw] if isinstance(raw, Issue) else read_outlines(raw, path)


def accepted(outcome: T | list[Issue]) -> T:
    """The value; where there are faults instead, they are printed and the command ends."""
    if not isinstance(outcome, list):
        return outcome
    tell(outcome)
    raise Failure(f"{count(len(outcome), 'fault')} in what you wrote; nothing was done", WRONG)


def tell(faults: Sequence[Issue]) -> None:
    """Print them on standard error, one a line."""
    for issue in faults:
        click.echo(str(issue), err=True)


def count(number: int, noun: str) -> str:
    """`1 fault`, `2 faults`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _placed(section: M, folder: Path) -> M:
    """``section`` with its paths, which are relative to ``folder``, made relative to the working directory."""
    placed: dict[str, Any] = {}
    for name, annotation in key_types(type(section)).items():
        value = getattr(section, name)
        if value is not None and FilePath in (annotation, *get_args(annotation)):
            placed[name] = _inside(folder, value)
        elif isinstance(value, Section):
            placed[name] = _placed(value, folder)
        elif isinstance(value, tuple):
            placed[name] = tuple(
                _placed(item, folder) if isinstance(item, Section) else item for item in value
            )
    return section.model_copy(update=placed)


def _inside(folder: Path, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return str(folder / value) if isinstance(value, str) else tuple(str(folder / path) for path in value)
