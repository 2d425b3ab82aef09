"""One alert per watchlist and article, with an id that any replay gives again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON, article, match
from tocsin.alerting.decide import Withheld, alert_id, decide
from tocsin.contract.events import Alert


def test_a_first_match_rings() -> None:
    alert = decide(match(), alerted=False, receivers=("screen", "log"), now=NOON + timedelta(seconds=2))
    assert isinstance(alert, Alert)
    assert (alert.kind, alert.reason, alert.sequence, alert.receivers) == (
        "initial",
        "first_report",
        1,
        ("screen", "log"),
    )
    assert alert.evidence == match().evidence
    assert alert.clocks.alerted == NOON + timedelta(seconds=2)


def test_a_revision_does_not_ring_again() -> None:
    revision = match(article=article(content="c2", revises="c1"))
    assert decide(revision, alerted=True, receivers=(), now=NOON) == Withheld("already_alerted")


def test_a_watchlist_on_trial_never_rings() -> None:
    assert decide(match(shadow=True), alerted=False, receivers=("x",), now=NOON) == Withheld("shadow")


def test_a_downgraded_match_rings_as_low_as_it_is_and_says_why() -> None:
    lowered = match(severity="low", downgraded="boilerplate")
    alert = decide(lowered, alerted=False, receivers=(), now=NOON)
    assert isinstance(alert, Alert)
    assert (alert.severity, alert.downgraded) == ("low", "boilerplate")


def test_an_alert_says_where_text_and_date_come_from() -> None:
    found = match(article=article(date_source="jalali", notes=("full_text", "no_zone")))
    alert = decide(found, alerted=False, receivers=(), now=NOON)
    assert isinstance(alert, Alert)
    assert (alert.report.date_source, alert.report.notes) == ("jalali", ("full_text", "no_zone"))


def test_a_watchlist_may_name_its_receivers() -> None:
    alert = decide(match(receivers=("hook",)), alerted=False, receivers=("screen", "log"), now=NOON)
    assert isinstance(alert, Alert)
    assert alert.receivers == ("hook",)


def test_the_id_depends_on_watchlist_and_article_only() -> None:
    first = decide(match(), alerted=False, receivers=(), now=NOON)
    again = decide(
        match(article=article(title="other")), alerted=False, receivers=("x",), now=NOON + timedelta(days=1)
    )
    assert isinstance(first, Alert)
    assert isinstance(again, Alert)
    assert first.id == again.id == alert_id("idlib", "a1")


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_ids_of_different_causes_differ(a: str, b: str, c: str, d: str) -> None:
    plain = [part.replace("\0", "") for part in (a, b, c, d)]
    assert (alert_id(plain[0], plain[1]) == alert_id(plain[2], plain[3])) == (plain[:2] == plain[2:])


@given(st.text(), st.text())
def test_the_id_fits_pagerduty(watchlist: str, article_id: str) -> None:
    assert len(alert_id(watchlist, article_id)) == 39
