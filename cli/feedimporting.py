"""Lists of feeds out of files: OPML, or YAML as our own."""

from pathlib import Path

import click
import msgspec

from cli.exits import WRONG, Failure
from cli.files import read_bytes, text_of
from cli.progress import working
from cli.settings import accepted, load_feeds_yaml, with_lists
from tocsin.config.feeds import FeedDefaults, FeedList
from tocsin.config.issues import Issue
from tocsin.config.load import read_feeds
from tocsin.config.model import Config
from tocsin.feeds.opml import read_outlines


def own_list(config: Config) -> FeedList:
    """Every feed that is known, and the groups of `feeds.yaml` itself: a group of an OPML file can't be named there.

    Raises:
        Failure: a file is at fault.
    """
    if not Path(config.feeds).exists():
        return FeedList()
    with working("reading the list of feeds"):
        alone = load_feeds_yaml(config)
        whole = alone if isinstance(alone, list) else with_lists(alone)
    return accepted(whole).model_copy(update={"groups": accepted(alone).groups})


class Foreign(msgspec.Struct, frozen=True):
    """Another list: its feeds, and how many of its outlines were told of because they give none.

    ``passed_over`` are those that are no feed, or one that stands there already; ``faulty`` have faults.
    """

    feeds: FeedList
    passed_over: int = 0
    faulty: int = 0


def read_list(path: Path) -> Foreign:
    """The list in ``path``; what gives no feed is told on standard error.

    Raises:
        Failure: it can't be read, is at fault, or has what can't be brought along.
    """
    raw = read_bytes(path, str(path))
    if isinstance(raw, Issue):
        return accepted([raw])
    if path.suffix.lower() in (".yaml", ".yml"):
        return Foreign(_ours(raw, path))
    with working(f"reading {path}"):
        outlines = read_outlines(raw, str(path))
    found = accepted(outlines)
    for issue in (*found.passed_over, *found.faults):
        click.echo(f"{issue} (left out)", err=True)
    lines = {issue.line for issue in found.faults}
    return Foreign(FeedList(groups=found.groups, feeds=found.feeds), len(found.passed_over), len(lines))


def _ours(raw: bytes, path: Path) -> FeedList:
    text = text_of(raw, str(path))
    with working(f"reading {path}"):
        found = [text] if isinstance(text, Issue) else read_feeds(text, str(path))
    feeds = accepted(found)
    for key, there in (("defaults", feeds.defaults != FeedDefaults()), ("opml", bool(feeds.opml))):
        if there:
            raise Failure(f"{path}: '{key}' can't be brought along; take it out of the list", WRONG)
    return feeds
