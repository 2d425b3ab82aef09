"""The list of feeds proved, and each feed asked, as `tocsin feeds check` does."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from cli.exits import USAGE, Failure
from cli.feedasking import ask_each
from cli.feedfiles import passed_over, settle
from cli.findings import view
from cli.paint import paint
from cli.progress import progress, working
from cli.settings import count, load_feeds_yaml, with_lists
from connectors.sources.probe import Finding
from tocsin.config.issues import Issue
from tocsin.config.model import Config, Rss
from tocsin.feeds.feed import Feed


class Report(msgspec.Struct, frozen=True):
    """What was found: faults, outlines that give no feed, the enabled feeds, and what there is at those asked."""

    faults: list[Issue]
    passed_over: list[Issue]
    feeds: tuple[Feed, ...]
    findings: list[Finding] = []

    @property
    def good(self) -> bool:
        return not self.faults and all(finding.good for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """For programs; of the feeds only how many, as they hold secrets."""
        told = {"faults": self.faults, "passed_over": self.passed_over, "findings": self.findings}
        return {"good": self.good, "feeds": len(self.feeds), **told}

    def show(self) -> None:
        """For a person, on standard output, but for what is beside the point."""
        for issue in self.passed_over:
            click.echo(f"{issue} (left out)", err=True)
        for issue in self.faults:
            click.echo(str(issue))
        if self.findings:
            paint(view(self.findings, datetime.now(UTC)))
        click.echo(self._summary(), err=not self.good)

    def _summary(self) -> str:
        if self.faults:
            return count(len(self.faults), "fault")
        bad = sum(not finding.good for finding in self.findings)
        if bad:
            return f"{bad} of {count(len(self.findings), 'feed')} gave nothing that can be read"
        return f"good: {count(len(self.feeds), 'feed')}"


def proved(config: Config) -> Report:
    """What the files say, and their faults."""
    with working("proving the list of feeds"):
        alone = load_feeds_yaml(config)
        if isinstance(alone, list):
            return Report(alone, [], ())
        whole = with_lists(alone)
        settled = whole if isinstance(whole, list) else settle(whole, config)
        faults, feeds = (settled, ()) if isinstance(settled, list) else ([], settled)
        return Report(faults, passed_over(alone), feeds)


def asked(report: Report, names: Collection[str], settings: Rss) -> Report:
    """``report`` with what there is at each of its feeds, or at those called ``names``.

    Raises:
        Failure: no enabled feed has one of the names.
    """
    unknown = set(names) - {feed.id for feed in report.feeds}
    if unknown and not report.faults:
        raise Failure(
            f"no enabled feed is called {', '.join(sorted(unknown))}: see `tocsin feeds list`", USAGE
        )
    feeds = [feed for feed in report.feeds if not names or feed.id in names]
    with progress("asking feeds", len(feeds)) as advance:
        return msgspec.structs.replace(report, findings=asyncio.run(ask_each(feeds, settings, advance)))
