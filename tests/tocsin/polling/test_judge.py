"""What is wrong with a feed: raised once, cleared once, and not for a passing fault."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import (
    DAY,
    ETAG,
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    Entry,
    Watch,
    failure,
    not_modified,
    unreadable,
)
from tocsin.polling.judge import words
from tocsin.polling.outcome import FetchOutcome
from tocsin.polling.state import Validators

FIRST = [Entry(name, f"words {name}") for name in "abc"]


def hourly(count: int, *, end: timedelta = timedelta()) -> list[Entry]:
    """Entries published hour by hour, the last ``end`` before the watch begins."""
    return [
        Entry(f"h{number}", f"words {number}", published=NOW - end - number * HOUR) for number in range(count)
    ]


def watching() -> Watch:
    watch = Watch()
    assert watch.read(FIRST) == []
    return watch


def test_a_passing_fault_is_no_trouble() -> None:
    watch = watching()
    assert [watch.see(failure()) for _ in range(2)] == [[], []]
    assert watch.see(not_modified()) == []


def test_failing_for_a_while_is_told_once_and_cleared_by_any_answer() -> None:
    watch = watching()
    assert [watch.see(failure()) for _ in range(5)] == [[], [], ["+failing"], [], []]
    assert watch.see(not_modified()) == ["-failing"]
    raised, cleared = watch.told
    assert raised.trouble == cleared.trouble
    assert (raised.trouble.since, raised.trouble.detail) == (NOW + 10 * MINUTE, "no answer")
    assert cleared.because == "it answers again"
    assert (raised.at, cleared.at) == (NOW + 20 * MINUTE, NOW + 35 * MINUTE)


def test_three_quick_failures_are_no_trouble_yet() -> None:
    watch = watching()
    told = [watch.see(failure(), MINUTE) for _ in range(15)]
    assert told.index(["+failing"]) == 14


def test_a_feed_that_never_answered_is_told_of() -> None:
    watch = Watch()
    assert [watch.see(failure("unreachable")) for _ in range(3)] == [[], [], ["+failing"]]


def test_what_says_that_it_is_gone_is_gone_at_once() -> None:
    watch = watching()
    assert watch.see(failure("gone")) == ["+gone"]
    assert watch.see(failure("gone"), DAY) == []
    assert watch.read(FIRST, DAY) == ["-gone"]


def test_what_is_not_found_for_a_while_is_gone() -> None:
    watch = watching()
    assert [watch.see(failure("not_found")) for _ in range(3)] == [[], [], ["+gone"]]


@pytest.mark.parametrize(
    ("outcome", "kind"), [("html", "html"), ("not_a_feed", "malformed"), ("empty", "malformed")]
)
def test_what_stands_where_the_feed_was_is_told_when_it_stays(outcome: FetchOutcome, kind: str) -> None:
    watch = watching()
    assert [watch.see(unreadable(outcome)) for _ in range(3)] == [[], [f"+{kind}"], []]
    assert watch.see(not_modified()) == [f"-{kind}"]


def test_of_the_ways_to_have_no_document_the_latest_that_stays_holds() -> None:
    watch = watching()
    assert [watch.see(failure()) for _ in range(3)][-1] == ["+failing"]
    assert [watch.see(unreadable("html")) for _ in range(2)] == [[], ["-failing", "+html"]]
    assert [watch.see(failure()) for _ in range(3)] == [[], ["-html", "+failing"], []]
    first, again = (
        change.trouble for change in watch.told if change.raised and change.trouble.kind == "failing"
    )
    assert first.since != again.since, "two alerts, not one repeated"


def test_faults_that_alternate_are_told_once() -> None:
    watch = watching()
    told = [watch.see(each) for _ in range(5) for each in (failure("not_found"), failure())]
    assert [change for changes in told for change in changes] == ["+gone"]


def test_a_feed_emptied_is_told_when_it_stays_empty() -> None:
    watch = watching()
    assert [watch.read([]), watch.see(not_modified()), watch.read([])] == [[], ["+emptied"], []]
    assert watch.state.troubles[0].since == NOW + 10 * MINUTE
    assert watch.see(failure()) == []
    assert watch.read(FIRST) == ["-emptied"]


def test_a_feed_that_never_had_an_entry_is_not_emptied() -> None:
    watch = Watch()
    assert [watch.read([]) for _ in range(3)] == [[], [], []]


def test_silence_beyond_the_rhythm_is_told_and_ended_by_news() -> None:
    watch = Watch()
    entries = hourly(200)
    assert watch.read(entries) == []
    told = [watch.see(not_modified(), HOUR) for _ in range(12)]
    assert told.index(["+silent"]) == 5
    assert [changes for changes in told if changes] == [["+silent"]]
    assert watch.state.troubles[0].since == NOW
    assert watch.read(entries) == [], "the same once more is no news"
    assert watch.read([Entry("news"), *entries]) == ["-silent"]


def test_a_feed_dead_before_it_was_added_is_told_at_once() -> None:
    assert Watch().read(hourly(200, end=400 * DAY)) == ["+silent"]


def test_a_revision_is_a_sign_of_life() -> None:
    watch = Watch()
    entries = hourly(200)
    watch.read(entries)
    for _ in range(20):
        watch.see(not_modified(), HOUR)
    assert watch.read([msgspec.structs.replace(entries[0], content="other words"), *entries[1:]]) == [
        "-silent"
    ]


def test_silence_of_a_feed_that_does_not_answer_is_not_told_beside() -> None:
    watch = Watch()
    watch.read(hourly(200))
    for _ in range(20):
        watch.see(failure(), HOUR)
    assert watch.kinds() == ["failing"]


def frozen_after(
    times: int, *entries: Entry, validators: Validators = ETAG, pause: timedelta = 5 * MINUTE
) -> Watch:
    watch = watching()
    for _ in range(times):
        watch.see(not_modified(), pause)
    watch.read([*entries, *FIRST], conditional=False, validators=validators)
    return watch


def test_news_under_the_version_that_was_not_modified_is_told() -> None:
    assert frozen_after(1, Entry("news")).kinds() == ["frozen"]
    assert frozen_after(0, Entry("news")).kinds() == [], "it never said so"


OTHER = Validators(etag="v2")
OLD = Entry("news", published=NOW + 7 * MINUTE)


def test_news_that_was_there_while_it_said_not_modified_is_told() -> None:
    assert frozen_after(40, OLD, validators=OTHER).kinds() == ["frozen"]
    assert frozen_after(40, Entry("news", published=NOW + 198 * MINUTE), validators=OTHER).kinds() == []
    assert frozen_after(40, Entry("news"), validators=OTHER).kinds() == []
    assert frozen_after(3, OLD, validators=OTHER, pause=HOUR).kinds() == [], "outlets date their entries back"


def test_one_late_entry_among_others_proves_nothing_and_many_do() -> None:
    fresh = Entry("fresh", published=NOW + 203 * MINUTE)
    assert frozen_after(40, fresh, OLD, validators=OTHER).kinds() == []
    hours = [Entry(str(minutes), published=NOW + minutes * MINUTE) for minutes in (17, 61, 98)]
    assert frozen_after(40, fresh, *hours, validators=OTHER).kinds() == ["frozen"]
    at_once = [Entry(str(minutes), published=NOW + minutes * MINUTE) for minutes in (61, 62, 63)]
    assert frozen_after(40, fresh, *at_once, validators=OTHER).kinds() == []


@pytest.mark.parametrize("hours", range(24))
def test_a_date_without_a_time_of_day_proves_nothing(hours: int) -> None:
    midnight = NOW.replace(hour=0) + timedelta(hours=hours - 24)
    days = [Entry(f"{number} days ago", published=midnight - number * DAY) for number in range(4)]
    for count in (1, 4):
        assert frozen_after(40, *days[:count], validators=OTHER).kinds() == []


def test_nor_does_a_time_without_a_zone() -> None:
    assert (
        frozen_after(40, Entry("news", published=OLD.published, zoned=False), validators=OTHER).kinds() == []
    )


def test_nor_a_feed_whose_clock_is_wrong() -> None:
    watch, behind = Watch(), 5 * HOUR + 3 * SECOND
    entries: list[Entry] = []
    told = []
    for number in range(8):
        entries = [Entry(str(number), published=watch.now + 20 * MINUTE - behind), *entries]
        version = Validators(etag=f"v{number}")
        told += watch.read(entries, HOUR, conditional=number < 4, validators=version)
        for _ in range(11):
            told += watch.see(not_modified(), HOUR)
    assert told == []


def test_nor_does_what_came_while_the_feed_was_empty() -> None:
    watch = watching()
    assert [watch.read([]), watch.see(not_modified())] == [[], ["+emptied"]]
    for _ in range(40):
        watch.see(not_modified())
    assert watch.read([OLD, *FIRST], conditional=False, validators=OTHER) == ["-emptied"]


def test_the_same_document_after_many_not_modified_is_honest() -> None:
    watch = watching()
    for _ in range(40):
        watch.see(not_modified())
    assert watch.read(FIRST, conditional=False) == []


def test_it_is_trusted_again_when_it_tells_of_news_itself() -> None:
    watch = frozen_after(1, Entry("news"))
    assert watch.read([Entry("more"), *FIRST], conditional=False, validators=Validators(etag="v3")) == []
    assert watch.read([Entry("and more"), *FIRST]) == ["-frozen"]


def later(first: int) -> list[Entry]:
    return [Entry(str(number), f"words {number}") for number in range(first, first + 5)]


def test_a_gap_is_told_counted_and_cleared_once_polls_overlap_again() -> None:
    watch = Watch()
    told = [watch.read(later(first)) for first in (0, 3, 20, 21, 22)]
    assert told == [[], [], ["+gap"], [], []]
    assert (watch.state.gaps, watch.state.outrun, watch.state.due_reason) == (1, NOW + 15 * MINUTE, "gap")
    assert watch.state.last_gap == NOW + 15 * MINUTE
    assert watch.told[0].trouble.since == NOW + 15 * MINUTE
    assert "5 entries" in watch.told[0].trouble.detail
    assert "5 minutes" in watch.told[0].trouble.detail
    assert watch.read(later(23), HOUR) == ["-gap"]


def test_gap_upon_gap_is_counted_and_told_once() -> None:
    watch = Watch()
    told = [watch.read(later(10 * number)) for number in range(30)]
    assert [changes for changes in told if changes] == [["+gap"]]
    assert watch.state.gaps == 29


def test_a_feed_that_turned_over_in_an_outage_may_have_a_gap_and_it_says_how_long() -> None:
    watch = Watch()
    watch.read(later(0))
    for _ in range(5):
        watch.see(failure(), 5 * HOUR)
    assert watch.read(later(50)) == ["-failing", "+gap"]
    assert "25 hours" in watch.told[-1].trouble.detail


def test_a_push_neither_makes_nor_ends_a_trouble_of_the_feed() -> None:
    watch = watching()
    for _ in range(3):
        watch.see(failure())
    due = watch.state.due
    assert watch.read([Entry("pushed")], partial=True) == []
    assert (watch.kinds(), watch.state.due, watch.state.failures) == (["failing"], due, 3)
    assert watch.sent[-1] == "pushed"
    assert watch.read([Entry("pushed"), *FIRST]) == ["-failing"]
    assert watch.sent[-1] == "pushed"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(), "0 seconds"),
        (119 * SECOND, "119 seconds"),
        (2 * MINUTE, "2 minutes"),
        (timedelta(hours=47, minutes=40), "48 hours"),
        (2.4 * DAY, "2 days"),
    ],
)
def test_times_are_said_in_words(time: timedelta, said: str) -> None:
    assert words(time) == said


happenings = st.one_of(
    st.lists(st.integers(0, 30), max_size=6).map(lambda names: [Entry(str(n), str(n)) for n in names]),
    st.sampled_from(["timeout", "gone", "not_found", "busy", "failed"]),
    st.sampled_from(["html", "malformed", "empty"]),
    st.just(None),
)


@given(st.lists(st.tuples(happenings, st.integers(1, 3000), st.booleans()), max_size=40))
def test_each_trouble_is_raised_once_and_cleared_once(
    history: list[tuple[list[Entry] | str | None, int, bool]],
) -> None:
    watch = Watch()
    for happening, pause, conditional in history:
        after = pause * MINUTE
        if happening is None:
            watch.see(not_modified(), after)
        elif isinstance(happening, list):
            watch.read(happening, after, conditional=conditional)
        elif happening in ("html", "malformed", "empty"):
            watch.see(unreadable(happening), after)  # type: ignore[arg-type]
        else:
            watch.see(failure(happening), after)  # type: ignore[arg-type]
        kinds = watch.kinds()
        assert len(kinds) == len(set(kinds))
        assert len({"failing", "gone", "html", "malformed"}.intersection(kinds)) <= 1
        assert watch.state.due is not None
        assert watch.state.due > watch.now
    open_now = {}
    ids = set()
    for change in watch.told:
        trouble = change.trouble
        if change.raised:
            assert trouble.kind not in open_now
            assert (trouble.kind, trouble.since) not in ids
            assert trouble.since <= change.at
            open_now[trouble.kind] = trouble
            ids.add((trouble.kind, trouble.since))
        else:
            assert open_now.pop(trouble.kind) == trouble
    assert sorted(open_now) == sorted(watch.kinds())


def test_a_trouble_begins_with_the_first_poll_that_showed_it() -> None:
    watch = watching()
    first = watch.now + 5 * MINUTE
    for _ in range(4):
        watch.see(failure())
    assert watch.state.troubles[0].since == watch.state.failing_since == first
    page = watch.now + 5 * MINUTE
    for _ in range(2):
        watch.see(unreadable("html"))
    assert [(one.kind, one.since) for one in watch.state.troubles] == [("html", page)]
    assert watch.told[1].because == "now it is html"
    watch.see(not_modified())
    assert watch.state.failing_since is None
