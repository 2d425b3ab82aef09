"""`tocsin simulate`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG

EPILOG = """\b
Examples:
  tocsin simulate week.jsonl --summary
  tocsin simulate --watchlists drafts --routes drafts/routes.yaml week.jsonl --json > told.jsonl
  tocsin simulate week.jsonl --json | jq -r 'select(.type == "alert") | [.clocks.alerted, .kind, .reason] | @tsv'

\b
In, one article a line (JSON), as `tocsin match` reads them. The clock is the articles': each comes when it was
`fetched`, else when it was `published`, and they are taken in the order of the file. One that is out of order is taken
where it stands, at its own time, as a live worker takes it: intervals count from the latest time that was seen, unless
the clock went back by more than an hour; then it is believed. What is due between two articles is told before the
second, and after the last one the clock runs on until nothing is held and every story is over.

\b
Out, with --json, one event a line, as it stands on the topic `alerts`: `type` is `alert` (an initial alert, an update,
a retraction, an escalation, with its `reason`) or `digest` (what was held and is only counted). Without --json, one
line for people. --summary says by watchlist how many there were, what was held and why.

\b
--actions takes what people did, one action a line, in any order:
  {"id": "1", "watchlist": "ceasefire", "alert": "tocsin-...", "verb": "ack", "by": "me", "at": "2026-03-02T08:00:00Z"}
  verb is ack, assign, note, close, snooze, silence or expire; docs/alerting.md says what each takes

\b
--placements writes one line for each report of each watchlist: `watchlist`, `article`, `fetched`, `relation` (new,
repeat, revision, copy, report, or why it is in no story) and `story`, which is the alert's id."""


@click.command(
    epilog=EPILOG, short_help="Replay a file of articles: every alert it would have caused, and why."
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--watchlists",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A folder of watchlists, or one's file; may be given again. [default: watchlists in tocsin.yaml]",
)
@click.option(
    "--routes",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Who is told what, and when. [default: routes in tocsin.yaml; without, all receivers]",
)
@click.option(
    "--actions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What people did, one JSON object a line.",
)
@click.option(
    "--placements", type=click.Path(path_type=Path, dir_okay=False), help="Where to write what was put where."
)
@click.option("--summary", is_flag=True, help="Only counts, by watchlist.")
@options.config
@options.as_json
def simulate(
    file: Path,
    folders: tuple[Path, ...],
    routes: Path | None,
    actions: Path | None,
    placements: Path | None,
    summary: bool,
    config_path: Path | None,
    as_json: bool,
) -> None:
    """Replay the articles in FILE (`-` for standard input) through matching, stories and alert discipline.

    Receivers and how long things last are those of tocsin.yaml; nobody is told anything, nothing is started and Kafka
    is not asked. The worker decides with the same code. Faults in watchlists or routes are told and nothing is done;
    a bad line is told on standard error and the rest goes on. Exit code 1 where there was a fault or a bad line.
    """
    from cli.settings import accepted, load_config, load_rules
    from cli.simulating import Asked, Setting, run, sound_watchlists

    config = accepted(load_config(config_path, os.environ))
    if routes is not None:
        config = config.model_copy(update={"routes": str(routes)})
    rules = accepted(load_rules(config))
    watchlists = sound_watchlists(folders or (Path(config.watchlists),))
    asked = Asked(file, actions, placements, summary=summary, as_json=as_json)
    if run(asked, Setting(watchlists, rules, config.dedup.window)):
        click.get_current_context().exit(WRONG)
