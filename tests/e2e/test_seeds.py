"""The five real articles the project began with, through the whole pipeline: bytes of a feed to delivered alerts."""

import contextlib
import importlib.util
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import pytest

from tests.brokers.jars import Unavailable, skip_or_fail
from tests.connectors.sources.rss.world import feed_world
from tests.e2e.desk import Desk
from tests.streams.harness import until
from tocsin.contract.events import Alert
from tocsin.metrics import ALERTS, ARTICLES_JUDGED, ARTICLES_MATCHED, MATCHES

SEEDS = Path(__file__).parents[3] / "shared" / "corpora" / "seeds"
EXPECTED = {
    "000": {"idlib", "ceasefire", "de-escalation-zone"},
    "001": {"idlib", "ceasefire"},
    "002": {"de-escalation-zone"},
    "003": {"idlib", "astana-format", "ceasefire", "de-escalation-zone"},
    "004": {"idlib", "astana-format", "ceasefire", "de-escalation-zone"},
}
"""002 names the zone in its related links only."""
STORIES = {
    "idlib": ({"000", "001"}, {"003"}, {"004"}),
    "astana-format": ({"003"}, {"004"}),
    "ceasefire": ({"000", "001"}, {"003"}, {"004"}),
    "de-escalation-zone": ({"000", "002"}, {"003"}, {"004"}),
}
"""Each rings once, by whichever of its reports comes first: 003 and 004 share paragraphs and are two stories."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(200),
    pytest.mark.skipif(
        not SEEDS.is_dir(), reason=f"the seed articles are not beside this checkout ({SEEDS})"
    ),
]


class Seed:
    """One article: its number, its title, and the lines of its body that hold anything, blanks made one."""

    def __init__(self, path: Path) -> None:
        self.number = path.name[:3]
        lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines()]
        self.title, *self.lines = [line for line in lines if line]

    @property
    def url(self) -> str:
        return f"https://seeds.example/{self.number}"

    @property
    def fields(self) -> Mapping[str, str]:
        """The text as every stage has it."""
        return {"title": self.title, "body": "\n".join(self.lines)}


def as_rss(seeds: list[Seed]) -> str:
    """Paragraphs as HTML in CDATA."""
    items = "".join(
        f"<item><title>{escape(seed.title)}</title><link>{seed.url}</link>"
        f"<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate><description><![CDATA["
        f"{''.join(f'<p>{escape(line)}</p>' for line in seed.lines)}]]></description></item>"
        for seed in seeds
    )
    head = "<title>Seeds</title><link>https://seeds.example/</link>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def as_atom(seeds: list[Seed]) -> str:
    """Paragraphs as lines of plain text."""
    entries = "".join(
        f"<entry><id>tag:seeds.example,2026:{seed.number}</id><title>{escape(seed.title)}</title>"
        f'<link rel="alternate" href="{seed.url}"/><updated>2026-03-01T10:00:00Z</updated>'
        f'<content type="text">{escape(seed.fields["body"])}</content></entry>'
        for seed in seeds
    )
    head = "<id>tag:seeds.example,2026:all</id><title>Seeds</title><updated>2026-03-01T10:00:00Z</updated>"
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("apache", marks=pytest.mark.kafka),
    ]
)
def environment(request: pytest.FixtureRequest) -> Mapping[str, str]:
    """What makes `tocsin run` use each kind of broker in turn."""
    if request.param == "apache":
        return {"TOCSIN_KAFKA__BOOTSTRAP_SERVERS": request.getfixturevalue("apache_kafka")}
    if importlib.util.find_spec("noida_db") is None:
        skip_or_fail(Unavailable("noida-db is not installed"))
    return {}


@pytest.fixture
def desk(tmp_path: Path, prefix: str) -> Iterator[Desk]:
    with Desk(tmp_path, kafka={"topic_prefix": prefix}) as desk:
        yield desk


async def test_the_seeds_ring_what_a_careful_reader_marks_and_each_only_once(
    desk: Desk, environment: Mapping[str, str]
) -> None:
    seeds = {seed.url: seed for seed in map(Seed, sorted(SEEDS.glob("*.txt")))}
    assert sorted(seed.number for seed in seeds.values()) == sorted(EXPECTED)
    async with feed_world() as world:
        world.page("/seeds.rss", as_rss(list(seeds.values())))
        world.page("/seeds.atom", as_atom(list(seeds.values())))
        desk.feeds({"seeds-rss": world.url("/seeds.rss"), "seeds-atom": world.url("/seeds.atom")})
        run = desk.start("run", environment=environment)
        await everything_is_done(desk)
        assert run.stop() == 0, run.said()
    alerts = [alert for alert in desk.alerts() if alert.kind == "initial"]
    rang = [(alert.watchlist, seeds[alert.report.url].number) for alert in alerts]
    assert len(rang) == sum(map(len, STORIES.values()))
    for watchlist, stories in STORIES.items():
        numbers = [number for name, number in rang if name == watchlist]
        assert [sum(number in story for number in numbers) for story in stories] == [1] * len(stories)
    assert {seeds[alert.report.url].number for alert in alerts if alert.downgraded} <= {"002"}
    for alert in desk.alerts():
        explains_itself(alert, seeds[alert.report.url])


async def everything_is_done(desk: Desk) -> None:
    """Both copies of all articles have been judged, and what came of them has been delivered."""
    worker = desk.part("worker")
    stories = sum(map(len, STORIES.values()))
    wanted = {
        "new": len(EXPECTED),
        "duplicate": len(EXPECTED),
        "matched": sum(map(bool, EXPECTED.values())),
        "unmatched": sum(not those for those in EXPECTED.values()),
        "matches": sum(map(len, EXPECTED.values())),
        "alerts": stories,
        "delivered": stories,
    }
    seen: dict[str, float] = {}

    async def done() -> bool:
        for verdict in ("new", "duplicate"):
            seen[verdict] = await worker.counted(ARTICLES_JUDGED, verdict=verdict)
        for verdict in ("matched", "unmatched"):
            seen[verdict] = await worker.counted(ARTICLES_MATCHED, verdict=verdict)
        seen["matches"] = await worker.counted(MATCHES)
        seen["alerts"] = await worker.counted(ALERTS, kind="initial")
        seen["delivered"] = sum(alert.kind == "initial" for alert in desk.alerts())
        return all(seen[name] >= number for name, number in wanted.items())

    with contextlib.suppress(AssertionError):  # the comparison says more
        await until(done, seconds=90)
    assert seen == wanted


def explains_itself(alert: Alert, seed: Seed) -> None:
    """Title, language and every piece of evidence point into the text that was sent."""
    assert alert.report.title == seed.title
    assert alert.report.language == ("ar" if seed.number in ("001", "002") else "fa")
    for evidence in alert.evidence:
        text = seed.fields[evidence.field]
        assert text[evidence.start : evidence.end] == evidence.surface
        begin = evidence.sentence_start
        assert text[begin : begin + len(evidence.sentence)] == evidence.sentence
        assert evidence.surface in evidence.sentence
