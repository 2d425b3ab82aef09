"""A change of a feed's troubles as an event."""

from datetime import timedelta
from typing import get_args

import msgspec
import pytest

from tests.making import NOON
from tocsin.alerting.feeds import SEVERITY, feed_alert
from tocsin.contract.codec import decode, encode
from tocsin.contract.events import FeedAlert
from tocsin.feeds.feed import Feed
from tocsin.polling.trouble import Change, Trouble, TroubleKind

WIRE = Feed(id="wire", url="https://me:secret@wire.example/rss?token=abc#x", title="Sample Wire")
SILENT = Trouble(kind="silent", since=NOON, detail="nothing for 9 hours")
RAISED = Change(raised=True, trouble=SILENT, at=NOON + timedelta(hours=9))
CLEARED = msgspec.structs.replace(RAISED, raised=False, at=NOON + timedelta(hours=12))


def test_a_raised_trouble_says_what_where_and_since_when() -> None:
    assert feed_alert(RAISED, WIRE, ("screen",)) == FeedAlert(
        id=feed_alert(RAISED, WIRE, ()).id,
        kind="raised",
        trouble="silent",
        severity="medium",
        feed="wire",
        source="Sample Wire",
        url="https://wire.example/rss",
        since=NOON,
        at=RAISED.at,
        detail="nothing for 9 hours",
        receivers=("screen",),
    )


def test_no_secret_of_the_address_leaves() -> None:
    sent = encode(feed_alert(RAISED, WIRE, ()))
    assert b"secret" not in sent
    assert b"abc" not in sent


def test_raising_and_clearing_share_an_id_and_differ_as_events() -> None:
    raised, cleared = feed_alert(RAISED, WIRE, ()), feed_alert(CLEARED, WIRE, ())
    assert raised.id == cleared.id
    assert (raised.event_id, cleared.event_id) == (f"{raised.id}.raised", f"{raised.id}.cleared")


def test_a_trouble_that_is_over_is_not_told_as_present() -> None:
    over = msgspec.structs.replace(CLEARED, because="it has news again")
    assert feed_alert(over, WIRE, ()).detail == "it has news again; it was: nothing for 9 hours"
    bare = msgspec.structs.replace(over, trouble=msgspec.structs.replace(SILENT, detail=""))
    assert feed_alert(bare, WIRE, ()).detail == "it has news again"


def test_a_poll_done_again_rings_no_second_time() -> None:
    gone = Trouble(kind="gone", since=NOON + timedelta(minutes=9), last_good=NOON)
    again = msgspec.structs.replace(gone, since=NOON + timedelta(minutes=11))
    one, other = (
        feed_alert(Change(raised=True, trouble=each, at=each.since), WIRE, ()) for each in (gone, again)
    )
    assert one.id == other.id


def test_the_same_change_makes_the_same_event_and_every_other_trouble_another() -> None:
    ids = {
        feed_alert(Change(raised=True, trouble=Trouble(kind=kind, since=since), at=NOON), feed, ()).id
        for kind in get_args(TroubleKind)
        for since in (NOON, NOON + timedelta(seconds=1))
        for feed in (WIRE, msgspec.structs.replace(WIRE, id="other"))
    }
    assert len(ids) == 4 * len(get_args(TroubleKind))
    assert feed_alert(RAISED, WIRE, ()) == feed_alert(RAISED, WIRE, ())
    assert max(map(len, ids)) <= 255  # PagerDuty's dedup_key


@pytest.mark.parametrize("kind", get_args(TroubleKind))
def test_every_trouble_has_a_severity_and_survives_the_journey(kind: TroubleKind) -> None:
    one = feed_alert(Change(raised=True, trouble=Trouble(kind=kind, since=NOON), at=NOON), WIRE, ("a", "b"))
    assert one.severity == SEVERITY[kind]
    assert decode(encode(one), FeedAlert) == one


def test_a_feed_without_a_title_is_called_by_its_id_and_a_long_detail_is_cut() -> None:
    bare = msgspec.structs.replace(WIRE, title="")
    wordy = msgspec.structs.replace(RAISED, trouble=msgspec.structs.replace(SILENT, detail="x" * 10_000))
    one = feed_alert(wordy, bare, ())
    assert one.source == "wire"
    assert len(one.detail) == 500
