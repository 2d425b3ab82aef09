"""``docs/routes.md``, made from the model."""

from typing import Final

from tocsin.config.reference import markdown
from tocsin.config.routes import RouteFile
from tocsin.routing.schema import NAME

EXAMPLE: Final = f"""\
# yaml-language-server: $schema=docs/{NAME}
route:                          # the root: every report comes here
  receivers: [screen]
  group_wait: 30s               # the second report of a story waits so long for a third
  group_interval: 5m            # and the next update of it so long after the last
  repeat_interval: never        # or 4h: a story that nobody has acknowledged is told again
  routes:                       # the first that matches takes the report
    - name: drills              # stands in alerts and logs
      match: {{statuses: [exercise, test]}}
      receivers: [drill-log]

    - name: on-file
      continue: true            # the routes below are asked as well
      receivers: [file]

    - name: duty
      match: {{watchlists: [bridge-closed], severity: high}}     # high or critical, of this watchlist
      not: {{kinds: [social]}}                                   # but not from these
      receivers: [desk]
      escalate: {{after: 15m, to: [phone]}}                      # when nobody has acknowledged it

    - match: {{languages: [ar, fa], countries: [sy, iq]}}
      budget: {{events: 20, per: 1h}}                            # of each watchlist; what is more comes in a digest
      quiet_hours:
        - {{days: [mon, tue, wed, thu, fri], from: "22:00", to: "06:00", zone: Europe/Paris}}
        - {{days: [sat, sun], from: "00:00", to: "24:00", zone: Europe/Paris}}

inhibit:                        # where both watchlists fire on one article, the second waits
  - by: {{watchlists: [bridge-closed], severity: high}}
    mute: {{watchlists: [border-general]}}
"""
_PAGE: Final = """\
# Routes

<!-- Written by `tocsin docs` from tocsin/config/routes.py and tocsin/routing: change it there. -->

The file that `routes` in `tocsin.yaml` names says who is told what, and when. Without one, all receivers are told of
everything, at any hour. This one uses everything:

```yaml
{example}```

Its first line lets an editor complete and check it by [{schema}]({schema}). `tocsin check` tells every fault of it;
`tocsin routes show` prints the tree with what each route inherits, `tocsin routes test` says who would get a report,
when, by which route, and why the routes before it passed it by. A running worker takes a changed file by itself; while
it is at fault, the last good one stays.

## Which route

- A report goes down the tree from the root. Of routes side by side the first that matches takes it, unless it says
  `continue: true`: then the next ones are asked as well. A report that no route below takes stays where it is;
  one that any of them takes is told by them alone.
- `match`: all that is given must hold, each by any one of its values. `not`: a report for which any one of its values
  holds is passed by. `severity` and `trust` mean this or higher, so `not: {{severity: critical}}` leaves what is below.
- What is not known of a report matches nothing: a feed without a `country` is not in `countries: [sy]`, nor is it kept
  out by `not`.
- A route says what it changes; all else is as the route above says. `quiet_hours: []`, `budget: {{}}`, `escalate: {{}}`
  and `repeat_interval: never` take away what the route above has.
- A watchlist with `receivers` of its own is told to those and no others, at the times of the first route that takes it.
- A report may take several routes by `continue`. A receiver that two of them name hears of it from both.
- What is held is held for a route, by its name. A route without one is called after its first receiver (or
  the route above it) and what it asks, such as `desk#1f3c9a`, wherever it stands: it keeps its name when others are put
  beside it, and has another when it asks, or tells, something else. Of those that ask and tell the same, the second
  ends in `.2`.

## When

The first report of a story is told at once, whatever stands here, and so is a gain in severity, a retraction, and what
comes first to a route with people who have not heard of the story. Later reports of a story are told together:
`group_wait` after the first of them, and not before `group_interval` after the last update. In quiet hours they wait
for their end, beyond a budget for room in it; `critical` passes both. Nothing is dropped: what is held is told later or
counted in a digest, with the reason it was held. While nobody acknowledges a story, it is told again every
`repeat_interval`, and to `escalate.to` once, `escalate.after` the first report, unless it is a test.
[Alerting](alerting.md) says all of it.

**Quiet hours** go by the clocks of `zone`, summer time included. `to` not later than `from` is the next day, and `days`
are those on which they begin. A time that clocks skip in spring is the moment they skip it; one that they show twice in
autumn is meant the first time.

**Inhibition** holds reports of an article that fires `mute`'s watchlist and `by`'s too, until the next update. A
watchlist never mutes itself; two that would mute each other both ring, and an exercise or a test mutes nothing actual.

## Silences

`tocsin silence add --watchlist bridge-closed --until 2h --comment 'known, works on the bridge'` holds the later reports
of a watchlist until then; `--term`, `--feed`, `--language` and `--country` narrow it down. First reports of new stories
still go out, unless it was made with `--first-reports`. `tocsin silence list` shows them with their authors,
`tocsin silence expire ID` ends one. Silences are kept in Kafka, not in a file, for as long as `actions` keeps them.

## What is a fault

Besides unknown keys, wrong values and keys that stand twice: a receiver that `tocsin.yaml` does not have; a watchlist
that is not in the folder (asked by `tocsin check`: a worker starts without it); a name that stands twice; quiet hours
that begin when they end, or that leave no hour of the week; a zone that does not exist; intervals under a second; an
escalation to nobody; `not: {{severity: low}}`, which leaves nothing. A route that no report can come to is warned of.

# Every key
"""


def routes_page() -> str:
    """``docs/routes.md``: how reports are routed, with an example of everything, and every key."""
    return "\n".join([_PAGE.format(example=EXAMPLE, schema=NAME), markdown(RouteFile)])
