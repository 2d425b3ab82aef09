"""The block of a feed alert."""

import unicodedata
from typing import get_args

import pytest
from hypothesis import given

from tests.alerts import alert, digest, feed_alert, texts
from tocsin.delivery.blocks import block_of
from tocsin.delivery.digests import render_digest
from tocsin.delivery.feeds import MEANING, render_feed
from tocsin.delivery.foreign import FSI, PDI
from tocsin.delivery.lines import plain
from tocsin.delivery.notice import made_at
from tocsin.delivery.render import render
from tocsin.polling.trouble import TroubleKind


def test_everything_an_officer_asks_for_is_there() -> None:
    assert plain(render_feed(feed_alert())).splitlines() == [
        "MEDIUM  Example Wire  feed in trouble: silent",
        "  what    it has brought nothing new for much longer than it usually takes",
        "  detail  no news for 9 hours; the longest silence so far was 2",
        "  feed    example",
        "  when    since 2026-03-02 01:05:00 UTC · noticed 2026-03-02 10:04:00 UTC",
        "  url     https://news.example/rss",
        f"  alert   {feed_alert().event_id}",
    ]


def test_the_end_of_a_trouble_does_not_look_like_one() -> None:
    lines = plain(render_feed(feed_alert(kind="cleared", detail="", severity="high"))).splitlines()
    assert lines[0] == "CLEARED  Example Wire  feed no longer in trouble: silent"
    assert "since 2026-03-02 01:05:00 UTC · over 2026-03-02 10:04:00 UTC" in lines[3]
    assert not [line for line in lines if "HIGH" in line or "detail" in line]


def test_an_exercise_says_so_first() -> None:
    assert plain(render_feed(feed_alert(status="exercise"))).startswith("EXERCISE  MEDIUM")


@pytest.mark.parametrize("kind", get_args(TroubleKind))
def test_every_trouble_is_put_into_words(kind: TroubleKind) -> None:
    assert f"  what    {MEANING[kind]}\n" in plain(render_feed(feed_alert(trouble=kind)))


@given(texts, texts)
def test_others_words_stay_on_their_lines_and_in_their_direction(source: str, detail: str) -> None:
    shown = plain(render_feed(feed_alert(source=source, detail=detail, url=f"https://x.example/{detail}")))
    assert len(shown.splitlines()) == (7 if detail else 6)
    for line in shown.splitlines():
        outside = "".join(part.rpartition(PDI)[2] for part in line.split(FSI)) if FSI in line else line
        assert not [char for char in outside if unicodedata.category(char) in ("Cc", "Cs")]
        assert not [char for char in outside if unicodedata.bidirectional(char) in ("R", "AL", "AN")]


def test_each_kind_of_notice_has_its_block_and_its_moment() -> None:
    assert block_of(alert()) == render(alert())
    assert block_of(digest()) == render_digest(digest())
    assert block_of(feed_alert()) == render_feed(feed_alert())
    assert made_at(alert()) == alert().clocks.alerted
    assert made_at(digest()) == digest().at
    assert made_at(feed_alert()) == feed_alert().at
