"""An archive rings a little, and what rings of it hangs on no worker's clock."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Sent,
    World,
    alerts,
    digests,
    report,
    rules,
    the_alert,
)
from tocsin.alerting import archives
from tocsin.alerting.ledger import key_of
from tocsin.alerting.packing import unpack
from tocsin.alerting.records import Desk
from tocsin.contract.events import Alert, Match


def test_an_archive_rings_a_little_and_counts_the_rest() -> None:
    world = World(rules(archive=3))
    old = NOON - 10 * DAY
    sent = world.take(*(report(f"a{n}", f"topic{n}", NOON + n * SECOND, published=old) for n in range(10)))
    assert [one[0] for one in alerts(sent)] == ["initial"] * 3
    assert alerts(world.take(report("fresh", "fresh", NOON + MINUTE))) == [("initial", "first_report", 1, 1)]
    [digest] = digests(world.until(NOON + 2 * HOUR))
    assert (digest.reports, digest.stories, digest.held) == (7, 7, (("archive", 7),))
    assert len(digest.entries) == 7
    assert digest.until == NOON + HOUR + 3 * SECOND, "an hour after the first that did not ring"


def undated(number: int, minutes: int, feed: str = "wire") -> Match:
    """One of an event of its own, fetched after so many minutes and matched a little later."""
    name = f"{feed}-{minutes}-{number}"
    at = NOON + minutes * MINUTE
    one = report(name, name, at + number * SECOND, published=None, feed=feed)
    return replace(one, article=replace(one.article, fetched=at))


def in_one_document(count: int, minutes: int, feed: str) -> list[Match]:
    return [undated(number, minutes, feed) for number in range(count)]


def test_articles_without_a_date_are_no_archive_as_they_come() -> None:
    world = World(rules(archive=1))
    sent = world.take(*(undated(number, number) for number in range(9)))
    assert [one[0] for one in alerts(sent)] == ["initial"] * 9


def test_an_archive_that_tells_no_dates_shows_by_how_much_one_document_brings() -> None:
    world = World(rules(archive=3))
    archive, other = in_one_document(10, 1, "archive"), in_one_document(4, 1, "other")
    sent = world.take(*(one for pair in zip(archive, other, strict=False) for one in pair), *archive[4:])
    assert [one[0] for one in alerts(sent)] == ["initial"] * 6
    later = world.take(*in_one_document(3, 2, "archive"))
    assert [one[0] for one in alerts(later)] == ["initial"] * 3
    [digest] = digests(world.until(NOON + 2 * HOUR))
    assert (digest.reports, digest.stories, digest.held) == (8, 8, (("archive", 8),))


def test_an_archive_without_dates_is_one_though_other_documents_come_between() -> None:
    world = World(rules(archive=3))
    sent = list[Sent]()
    for number in range(5 * archives.MOST_KNOWN):
        others = (undated(0, 1, f"feed-{number}-{one}") for one in range(archives.MOST_KNOWN // 2))
        sent += [one for one in world.take(undated(number, 1, "archive"), *others) if about(one, "archive-")]
    assert len(sent) == 3


def about(one: Sent, articles: str) -> bool:
    return isinstance(one, Alert) and one.report.article.startswith(articles)


def test_an_archive_that_takes_hours_to_work_off_goes_into_few_digests() -> None:
    world = World(rules(archive=3))
    sent = list[Sent]()
    for number in range(60):
        one = undated(0, 1, f"topic-{number}")
        late = replace(one, matched=NOON + number * 5 * MINUTE)
        sent += world.take(replace(late, article=replace(one.article, feed="archive")))
    sent += world.until(NOON + DAY)
    assert len(alerts(sent)) == 3
    assert sum(one.reports for one in digests(sent)) == 57
    assert len(digests(sent)) <= 6


@pytest.mark.parametrize("published", [NOON - 3 * DAY, NOON - 2 * DAY - MINUTE, NOON - DAY, None])
def test_how_late_a_worker_comes_changes_nothing_in_what_of_an_archive_rings(
    published: datetime | None,
) -> None:
    def rung(late: timedelta) -> list[str]:
        world = World(rules(archive=3))
        came = [undated(number, 1 + (number > 7) * 90, f"f{number % 2}") for number in range(20)]
        found = world.take(
            *(
                replace(one, matched=one.matched + late, article=replace(one.article, published=published))
                for one in came
            )
        )
        return [one.id for one in found if isinstance(one, Alert) and one.kind == "initial"]

    at_once = rung(timedelta(0))
    assert len(at_once) == {NOON - DAY: 20, None: 12}.get(published, 6)
    assert rung(3 * DAY) == rung(DAY) == at_once


def test_archives_of_several_hours_that_come_mixed_up_ring_a_little_each() -> None:
    world = World(rules(archive=3))
    came = [
        report(f"a{number}", f"t{number}", published=NOON - 30 * DAY, fetched=NOON - number % 3 * 2 * DAY)
        for number in range(90)
    ]
    assert len(alerts(world.take(*came))) == 9


def test_a_source_whose_clock_is_ahead_makes_nothing_old() -> None:
    world = World(rules(archive=1))
    came = [report(f"a{number}", f"t{number}", fetched=NOON + 9 * DAY) for number in range(5)]
    assert [one[0] for one in alerts(world.take(*came))] == ["initial"] * 5


def test_a_second_feed_with_the_archive_of_the_first_rings_a_little_too() -> None:
    world = World(rules(archive=3))
    world.take(*in_one_document(60, 1, "wire"))
    same = [
        replace(one, article=replace(one.article, id=f"{one.article.id} too", feed="other"))
        for one in in_one_document(60, 1, "wire")
    ]
    assert [one[0] for one in alerts(world.take(*same))].count("initial") == 3


def test_however_many_documents_come_mixed_up_their_hour_rings_so_often_and_no_more() -> None:
    world = World(rules(archive=2))
    feeds = 3 * archives.MOST_KNOWN
    came = (undated(number, 1, f"feed-{one}") for number in range(5) for one in range(feeds))
    assert len(alerts(world.take(*came))) == archives.MANY * 2


def test_documents_that_are_long_read_take_no_place_from_others() -> None:
    world = World(rules(archive=1))
    for number in range(3 * archives.MOST_KNOWN):
        world.take(*(undated(one, number * 60, f"feed-{number}") for one in range(2)))
    later = 100 * 60
    sent = world.take(
        *(undated(number // 2, later + number % 2, f"late-{number % 2}") for number in range(40))
    )
    assert len(alerts(sent)) == 2


def test_many_small_archives_go_into_one_digest() -> None:
    world = World(rules(archive=1))
    for number in range(10):
        world.take(*in_one_document(3, number, f"feed-{number}"))
    assert [one.reports for one in digests(world.until(NOON + 2 * HOUR))] == [10 * 2]


def test_revisions_do_not_use_up_what_of_an_archive_may_ring() -> None:
    world = World(rules(archive=2))
    again = [replace(one, fired_before=True) for one in in_one_document(6, 1, "wire")]
    assert [one[0] for one in alerts(world.take(*again))] == ["update"] * 2
    fresh = [undated(number, 1, "wire") for number in range(10, 13)]
    assert [one[0] for one in alerts(world.take(*fresh))] == ["initial"] * 2


def test_archives_of_few_feeds_are_remembered() -> None:
    world = World(rules(archive=1))
    for number in range(3 * archives.MOST_KNOWN):
        world.take(*in_one_document(2, number * 60, f"feed-{number}"))
    desk = unpack(world.ledger.get("desk", key_of("idlib", "")), Desk)
    assert desk is not None
    assert len(desk.archives) == archives.MOST_KNOWN


def test_documents_that_may_still_ring_are_few_too() -> None:
    world = World(rules(archive=5))
    world.take(*(undated(0, number * 60, f"feed-{number}") for number in range(3 * archives.MOST_KNOWN)))
    desk = unpack(world.ledger.get("desk", key_of("idlib", "")), Desk)
    assert desk is not None
    assert len(desk.archives) == archives.MOST_KNOWN


def test_what_has_rung_enough_is_remembered_beside_what_has_not() -> None:
    world = World(rules(archive=3))
    world.take(*in_one_document(3, 1, "archive"))
    world.take(*(undated(0, 60 * number, f"feed-{number}") for number in range(archives.MOST_KNOWN + 4)))
    assert not world.take(undated(7, 1, "archive"))


def test_what_is_held_of_an_archive_waits_no_longer_when_a_clock_was_wrong() -> None:
    world = World(rules(archive=1))
    world.take(*(replace(one, matched=NOON + 9 * DAY) for one in in_one_document(3, 1, "wire")))
    world.take(*in_one_document(3, 2, "wire"))
    world.until(NOON + 3 * HOUR)
    assert sum(one.reports for one in digests(world.sent)) == 4


def test_an_article_is_as_old_as_it_was_when_it_was_fetched_to_the_microsecond() -> None:
    half = timedelta(milliseconds=500)
    one = report("a1", published=NOON - 2 * DAY, fetched=NOON + half)
    for matched in (NOON + half, NOON + half + MINUTE):
        assert not World(rules(archive=0)).take(replace(one, matched=matched))


def test_a_fresh_report_on_an_old_story_that_was_only_counted_rings() -> None:
    world = World(rules(archive=0))
    assert not world.take(report("a1", published=NOON - 10 * DAY))
    first = the_alert(world.take(report("a2", at=NOON + MINUTE)))
    assert (first.kind, first.sequence, first.tally.since) == ("initial", 1, 2)
    assert first.tally.held == (("archive", 1),)
    assert [one.article for one in first.reports] == ["a2", "a1"]
    assert not digests(world.until(NOON + DAY))
