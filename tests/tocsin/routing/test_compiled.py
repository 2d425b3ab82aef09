"""What is written, made into rules."""

from datetime import timedelta

from tocsin.config.load import read_config
from tocsin.config.model import Config
from tocsin.routing.compiled import rules_of
from tocsin.routing.condition import Condition
from tocsin.routing.load import Written, read_routes
from tocsin.routing.policy import Budget, Escalate, Policy, QuietHours
from tocsin.routing.reference import EXAMPLE
from tocsin.routing.rules import Route, Rules
from tocsin.story.model import StorySettings

RECEIVERS = ("log", "desk", "phone")
CONFIG = "receivers:\n" + "".join(f"  - {{name: {name}, sink: terminal}}\n" for name in RECEIVERS)
TREE = """\
route:
  receivers: [log]
  repeat_interval: 4h
  group_wait: 10s
  budget: {events: 20}
  escalate: {to: [phone]}
  quiet_hours: [{from: "22:00", to: "06:00", zone: Europe/Paris}]
  routes:
    - match: {severity: high}
      not: {kinds: [social, other], trust: medium}
      receivers: [desk]
      group_interval: 1m
      routes:
        - {name: deep, continue: yes, repeat_interval: never, update_on_copies: true}
        - {budget: {}, escalate: {}, quiet_hours: []}
    - quiet_hours:
"""


def config(text: str = CONFIG) -> Config:
    found = read_config(text, "tocsin.yaml", {})
    assert isinstance(found, Config)
    return found


def compiled(text: str, receivers: str = CONFIG) -> Rules:
    written = read_routes(text, "routes.yaml", RECEIVERS)
    assert isinstance(written, Written), written
    return rules_of(config(receivers), written.routes)


def test_without_a_file_all_are_told() -> None:
    assert rules_of(config()) == Rules.plain(receivers=RECEIVERS)
    assert compiled("{}") == Rules.plain(receivers=RECEIVERS)


def test_the_defaults_of_the_sections_are_those_of_the_core() -> None:
    rules = rules_of(Config())
    assert rules.stories == StorySettings()
    assert (rules.late, rules.archive) == (timedelta(days=2), 20)
    written = rules_of(
        config("stories: {quiet: 1h, longest: 2h, late: 3d, archive: 4, most_reports: 5, most_stories: 60}")
    )
    assert written.stories == StorySettings(
        quiet=timedelta(hours=1), longest=timedelta(hours=2), most_reports=5, most_stories=60
    )
    assert (written.late, written.archive) == (timedelta(days=3), 4)


def test_a_route_says_what_it_changes() -> None:
    root = compiled(TREE).routes
    night = QuietHours(begin=22 * 60, end=6 * 60, zone="Europe/Paris")
    assert root.policy == Policy(
        route="default",
        receivers=("log",),
        group_wait=timedelta(seconds=10),
        repeat_interval=timedelta(hours=4),
        quiet=(night,),
        budget=Budget(events=20, per=timedelta(hours=1)),
        escalate=Escalate(after=timedelta(minutes=15), to=("phone",)),
    )
    high, rest = root.routes
    assert (high.policy.route, high.policy.receivers) == ("desk#1d498d", ("desk",))
    assert (high.policy.group_wait, high.policy.group_interval) == (
        timedelta(seconds=10),
        timedelta(minutes=1),
    )
    deep, bare = high.routes
    assert (deep.policy.route, deep.goes_on, deep.policy.repeat_interval) == ("deep", True, None)
    assert (deep.policy.update_on_copies, bare.policy.update_on_copies) == (True, False)
    assert (bare.policy.route, bare.policy.receivers) == ("desk#1b3e3f", ("desk",))
    assert (bare.policy.budget, bare.policy.escalate, bare.policy.quiet) == (None, None, ())
    assert rest.policy.quiet == (night,)  # nothing written is nothing said


def test_each_exclusion_stands_for_itself() -> None:
    high = compiled(TREE).routes.routes[0]
    assert high.match == Condition(severity="high")
    assert set(high.excludes) == {Condition(kinds=("social", "other")), Condition(trust="medium")}


def test_a_receiver_that_is_gone_stands_nowhere() -> None:
    gone = compiled(TREE, "receivers: [{name: log, sink: terminal}]")
    assert gone.receivers == ("log",)
    assert {policy.receivers for policy in policies_in(gone.routes)} == {("log",)}
    assert {policy.escalate for policy in policies_in(gone.routes)} == {None}
    other = compiled(TREE, "receivers: [{name: phone, sink: terminal}]")
    assert {policy.receivers for policy in policies_in(other.routes)} == {("phone",)}


def policies_in(route: Route) -> list[Policy]:
    return [route.policy, *(policy for child in route.routes for policy in policies_in(child))]


def test_the_example_of_the_reference_uses_every_key() -> None:
    written = read_routes(
        EXAMPLE,
        "routes.yaml",
        ["screen", "drill-log", "file", "desk", "phone"],
        ["bridge-closed", "border-general"],
    )
    assert isinstance(written, Written), written
    assert written.warnings == ()
