"""Lists of feeds out of files: OPML, or YAML as our own."""

from pathlib import Path

import click
import msgspec

from cli.exits import WRONG, Failure
from cli.feedbook import put_in
from cli.files import read_bytes, text_of
from cli.progress import working
from cli.settings import accepted, count, load_feeds_yaml, with_lists
from tocsin.config.feeds import FeedDefaults, FeedList
from tocsin.config.issues import Issue
from tocsin.config.load import read_feeds
from tocsin.config.model import Config
from tocsin.feeds.items import item_lines
from tocsin.feeds.opml import read_outlines
from tocsin.feeds.taking import Taken, Wish


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


def keep(chosen: Taken, config: Config, *, dry_run: bool) -> None:
    """Add ``chosen`` to `feeds.yaml`, or print it where it is a ``dry_run``; what was left out is told.

    Raises:
        Failure: as ``put_in``.
    """
    for one in chosen.left_out:
        click.echo(f"{one.feed.id} (left out): {one.why}", err=True)
    if dry_run:
        for line in (*item_lines(chosen.groups, 2), *item_lines(chosen.feeds, 2)):
            click.echo(line)
    elif chosen.feeds:
        put_in(config, chosen.groups, chosen.feeds)


def summary(chosen: Taken, found: Foreign, done: str, wish: Wish) -> str:
    """How much of ``found`` was ``chosen``, in a line; ``done`` says what became of it."""
    told = f"{count(len(chosen.feeds), 'feed')} and {count(len(chosen.groups), 'group')} {done}"
    left_out = len(chosen.left_out) + found.passed_over + found.faulty
    others = f", {chosen.unasked} in other languages" if wish.languages else ""
    return f"{told}; {left_out} left out{others}"


def _ours(raw: bytes, path: Path) -> FeedList:
    text = text_of(raw, str(path))
    with working(f"reading {path}"):
        found = [text] if isinstance(text, Issue) else read_feeds(text, str(path))
    feeds = accepted(found)
    for key, there in (("defaults", feeds.defaults != FeedDefaults()), ("opml", bool(feeds.opml))):
        if there:
            raise Failure(f"{path}: '{key}' can't be brought along; take it out of the list", WRONG)
    return feeds
