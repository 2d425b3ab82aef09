"""Every event comes back as it was; everything else comes back as one ``InvalidEvent``."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import making
from tocsin.contract import codec
from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import (
    Action,
    Alert,
    AlertKind,
    Article,
    DeadLetter,
    Digest,
    Event,
    FeedAlert,
    Match,
    Verb,
    Wake,
    Withdrawn,
)
from tocsin.contract.topics import ACTIONS, ALERTS, TOPICS

MESSAGES = Path(__file__).parents[2] / "data" / "messages"
KINDS: tuple[type[Event], ...] = (
    Article,
    Match,
    Withdrawn,
    Wake,
    Alert,
    Digest,
    FeedAlert,
    Action,
    DeadLetter,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
times = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 -- hypothesis wants naive bounds
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
articles = st.builds(
    making.article, title=texts, body=texts, source=texts, fetched=times, published=st.none() | times
)


@given(articles)
def test_an_article_survives_the_journey(article: Article) -> None:
    assert codec.decode(codec.encode(article), Article) == article


@given(articles, st.binary())
def test_matches_alerts_and_dead_letters_survive_the_journey(article: Article, payload: bytes) -> None:
    for event in (making.match(article=article), making.alert(), making.dead_letter(payload=payload)):
        assert codec.decode(codec.encode(event), type(event)) == event


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_decode_to_an_event_or_one_invalid_event(payload: bytes) -> None:
    for kind in KINDS:
        assert isinstance(codec.decode(payload, kind), InvalidEvent)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["type", "version", *Article.__struct_fields__]), json_values))
def test_almost_an_article_never_raises(raw: dict[str, Any]) -> None:
    assert isinstance(codec.decode(msgspec.json.encode(raw), Article), Article | InvalidEvent)


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (None, "no value"),
        (b"", "no value"),
        (b"[]", "expected a JSON object, got list"),
        (b"{", "truncated"),
        (b'{"type": "article", "version": 99}', "reads versions 1 to 1"),
        (b'{"type": "article", "version": true}', "version True"),
        (b'{"type": "alert"}', "Invalid value 'alert'"),
        (b'{"type": "article"}', "missing required field `id`"),
        (b"[" * 100_000, ""),
    ],
)
def test_the_detail_says_what_is_wrong(payload: bytes | None, says: str) -> None:
    decoded = codec.decode(payload, Article)
    assert isinstance(decoded, InvalidEvent)
    assert says in decoded.detail


def test_a_time_without_a_zone_is_refused() -> None:
    payload = codec.encode(making.article()).replace(b"2026-03-01T12:00:00Z", b"2026-03-01T12:00:00")
    assert codec.decode(payload, Article) == InvalidEvent("a time has no time zone")


def test_a_time_without_a_zone_in_a_later_report_is_refused() -> None:
    report = msgspec.structs.replace(making.alert().report, published=making.NOON)
    payload = codec.encode(msgspec.structs.replace(making.alert(), reports=(report,)))
    assert isinstance(codec.decode(payload, Alert), Alert)
    naive = payload.replace(
        b'"published":"2026-03-01T12:00:00Z","why"', b'"published":"2026-03-01T12:00:00","why"'
    )
    assert codec.decode(naive, Alert) == InvalidEvent("a time has no time zone")


def test_a_match_without_evidence_is_refused() -> None:
    payload = codec.encode(msgspec.structs.replace(making.match(), evidence=()))
    assert isinstance(codec.decode(payload, Match), InvalidEvent)


def test_another_zone_is_the_same_moment() -> None:
    east = timezone(timedelta(hours=3, minutes=30))
    moved = making.article(fetched=making.NOON.astimezone(east))
    decoded = codec.decode(codec.encode(moved), Article)
    assert isinstance(decoded, Article)
    assert decoded.fetched == making.NOON


def test_an_older_version_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "CURRENT_VERSION", {Article: 3})
    steps = {
        1: lambda raw: {**raw, "title": raw["title"] + "+1"},
        2: lambda raw: {**raw, "title": raw["title"] + "+2"},
    }
    monkeypatch.setattr(codec, "UPGRADES", {Article: steps})
    decoded = codec.decode(codec.encode(making.article(title="t")), Article)
    assert isinstance(decoded, Article)
    assert (decoded.title, decoded.version) == ("t+1+2", 3)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic.holds], ids=lambda topic: topic.name)
def test_every_topic_has_examples_of_every_version_that_decode(topic: Any) -> None:
    examples = sorted(MESSAGES.glob(f"{topic.name}.v*.json"))
    versions = {int(path.name.split(".v")[1].split(".")[0]) for path in examples}
    assert versions == {
        version for kind in topic.holds for version in range(1, codec.CURRENT_VERSION[kind] + 1)
    }
    decoded = {path.name: codec.decode_one_of(path.read_bytes(), topic.holds) for path in examples}
    assert {type(event) for event in decoded.values()} == set(topic.holds), decoded


def test_there_is_an_example_of_every_kind_of_alert_and_of_every_action() -> None:
    alerts = [
        codec.decode_one_of(path.read_bytes(), ALERTS.holds) for path in MESSAGES.glob("alerts.v*.json")
    ]
    actions = [codec.decode(path.read_bytes(), Action) for path in MESSAGES.glob(f"{ACTIONS.name}.v*.json")]
    assert {one.kind for one in alerts if isinstance(one, Alert)} == set(get_args(AlertKind))
    assert {one.verb for one in actions if isinstance(one, Action)} == set(get_args(Verb))


def test_evidence_in_the_examples_points_at_its_surface() -> None:
    for path in MESSAGES.glob("alerts.v*.json"):
        alert = codec.decode_one_of(path.read_bytes(), ALERTS.holds)
        for one in alert.evidence if isinstance(alert, Alert) else ():
            start = one.start - one.sentence_start
            assert one.sentence[start : start + len(one.surface)] == one.surface, path.name


def test_a_match_of_the_first_version_is_no_shadow_and_keeps_its_severity() -> None:
    decoded = codec.decode((MESSAGES / "matches.v1.json").read_bytes(), Match)
    assert isinstance(decoded, Match)
    assert (decoded.version, decoded.shadow, decoded.downgraded, decoded.severity) == (2, False, None, "high")
    assert [(one.zone, one.variant) for one in decoded.evidence] == [("text", "")]


def test_headers_are_cloudevents_in_binary_mode() -> None:
    headers = dict(codec.headers(making.alert(), "tocsin-1.1", making.NOON, "/tocsin/worker"))
    assert headers == {
        "ce_specversion": b"1.0",
        "ce_id": b"tocsin-1.1",
        "ce_type": b"tocsin.alert.v1",
        "ce_time": b"2026-03-01T12:00:00Z",
        "ce_source": b"/tocsin/worker",
        "content-type": b"application/json",
    }
