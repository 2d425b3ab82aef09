"""All that an operator writes, proved without starting anything."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from cli.files import read_folder
from cli.matching import lexicon
from cli.progress import working
from cli.settings import count, load_config, load_feeds, load_routes
from cli.watchlists import known_ids
from tocsin.config.issues import Issue
from tocsin.config.model import Config
from tocsin.config.yaml import read_yaml
from tocsin.matching.examples import broken_examples
from tocsin.routing.compiled import rules_of
from tocsin.routing.tree import routes_in
from tocsin.watchlist.load import read_watchlist, read_watchlists
from tocsin.watchlist.model import Watchlist


class Report(msgspec.Struct):
    """What `tocsin check` found: every fault, what has no effect, and how much of each thing is sound."""

    issues: list[Issue] = []
    feeds: int = 0
    watchlists: int = 0
    terms: int = 0
    examples: int = 0
    receivers: int = 0
    routes: int = 0
    warnings: list[Issue] = []

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return {"good": not self.issues, "faults": found.pop("issues"), **found}

    def summary(self) -> str:
        """One line for a person."""
        if self.issues:
            files = len({issue.path for issue in self.issues})
            return f"{count(len(self.issues), 'fault')} in {count(files, 'file')}"
        held = (
            count(self.receivers, "receiver"),
            *([count(self.routes, "route")] if self.routes else []),
            count(self.feeds, "feed"),
            f"{count(self.watchlists, 'watchlist')} with {count(self.terms, 'term')}",
            f"{count(self.examples, 'example')} as expected",
        )
        return f"good: {', '.join(held)}"


def examine(config_path: Path | None, environment: Mapping[str, str]) -> Report:
    """Read everything the configuration names, and run the watchlists' examples."""
    config = load_config(config_path, environment)
    if isinstance(config, list):  # where feeds and watchlists are is not known
        return Report(issues=config)
    report = Report(receivers=len(config.receivers))
    with working("proving the list of feeds"):
        feeds = load_feeds(config)
    if isinstance(feeds, list):
        report.issues += feeds
    else:
        report.feeds = len(feeds.feeds)
    _examine_watchlists(config, report)
    _examine_routes(config, report)
    return report


def _examine_routes(config: Config, report: Report) -> None:
    ids = known_ids(Path(config.watchlists)) if config.routes else ()
    written = load_routes(config, ids)
    if isinstance(written, list):
        report.issues += written
    elif config.routes is not None:
        report.routes = routes_in(rules_of(config, written.routes).routes)
        report.warnings += written.warnings


def _examine_watchlists(config: Config, report: Report) -> None:
    files, unread = read_folder(Path(config.watchlists), config.watchlists)
    sound, issues = read_watchlists(files, [receiver.name for receiver in config.receivers])
    report.issues += sorted([*unread, *issues])
    report.watchlists = len(sound)
    report.terms = sum(len(one.watchlist.terms) for one in sound)
    for path, text in files.items():
        watchlist = read_watchlist(text, path)
        if isinstance(watchlist, Watchlist):
            report.examples += len(watchlist.examples.match) + len(watchlist.examples.ignore)
            report.issues += _broken(watchlist, text, path)


def _broken(watchlist: Watchlist, text: str, path: str) -> Iterator[Issue]:
    document = read_yaml(text, path)
    for broken in broken_examples(watchlist, lexicon()):
        yield document.issue(broken.path, broken.message)
