"""Alert ids, which any replay gives again."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.alerting.ids import alert_id


def test_an_id_never_changes() -> None:
    assert alert_id("idlib", "a1") == "tocsin-5898f2713429fb3a5b8b68c140e89a82"


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_ids_of_different_causes_differ(a: str, b: str, c: str, d: str) -> None:
    plain = [part.replace("\0", "") for part in (a, b, c, d)]
    assert (alert_id(plain[0], plain[1]) == alert_id(plain[2], plain[3])) == (plain[:2] == plain[2:])


@given(st.text(), st.text())
def test_the_id_fits_pagerduty(watchlist: str, article_id: str) -> None:
    assert len(alert_id(watchlist, article_id)) == 39
