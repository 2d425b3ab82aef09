"""From state to state: what is known of a feed after each poll, over whole days made up."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import (
    DAY,
    ETAG,
    FEED,
    HOUR,
    MINUTE,
    NOW,
    RENEW,
    Entry,
    Watch,
    document,
    failure,
    not_modified,
    poll,
    unreadable,
)
from tocsin.polling.asking import ask_unconditionally
from tocsin.polling.follow import Plan, follow
from tocsin.polling.observation import Observation, Said
from tocsin.polling.state import FeedState, Hub, Validators, decode, encode

NEW = "https://new.example/feed"


def test_a_document_is_remembered_whole() -> None:
    watch = Watch()
    watch.read([Entry("a", published=NOW - HOUR), Entry("b")])
    state = watch.state
    assert (state.entries, state.digest, state.validators) == (2, b"digest", ETAG)
    assert (state.polled, state.answered, state.changed) == (watch.now, watch.now, watch.now)
    assert (state.poll, state.outcome, state.failures, state.gaps) == (1, "changed", 0, 0)


def test_what_a_feed_holds_at_first_sight_came_when_it_says() -> None:
    watch = Watch()
    watch.read([Entry("a", published=NOW - 9 * HOUR), Entry("b", published=NOW - 3 * HOUR)])
    assert watch.state.changed == NOW - 3 * HOUR
    watch.read([Entry("c", published=NOW - 2 * HOUR)])
    assert watch.state.changed == watch.now


def test_not_modified_keeps_what_is_known_and_counts() -> None:
    watch = Watch()
    watch.read([Entry("a")])
    before = watch.state
    watch.see(not_modified())
    watch.see(not_modified())
    after = watch.state
    assert after.unchanged == 2
    assert (after.memory, after.digest, after.validators) == (before.memory, before.digest, ETAG)
    assert (after.answered, after.changed) == (watch.now, before.changed)


def test_the_same_bytes_under_another_version_are_known_by_that() -> None:
    watch = Watch()
    watch.read([Entry("a")])
    watch.see(not_modified())
    other = Validators(etag="v2")
    watch.see(Observation(came="same", outcome="unchanged", asked=FEED.url, validators=other))
    assert (watch.state.validators, watch.state.unchanged, watch.state.digest) == (other, 0, b"digest")


def test_a_failure_is_counted_and_forgets_nothing() -> None:
    watch = Watch()
    watch.read([Entry("a")])
    before = watch.state
    watch.see(failure("busy", "x" * 5000))
    watch.see(unreadable("html"))
    after = watch.state
    assert (after.failures, after.outcome, after.detail) == (2, "html", "no feed")
    assert after.due_reason == "backoff"
    assert (after.memory, after.validators, after.answered) == (
        before.memory,
        before.validators,
        before.answered,
    )
    watch.see(not_modified())
    assert (watch.state.failures, watch.state.detail) == (0, "")


def test_a_feed_that_almost_outran_us_is_asked_sooner_and_no_gap_is_counted() -> None:
    watch = Watch()
    watch.read([Entry(str(number), f"words {number}") for number in range(10)])
    watch.read([Entry(str(number), f"words {number}") for number in range(9, 19)])
    assert (watch.state.gaps, watch.state.outrun, watch.state.due_reason) == (0, watch.now, "gap")
    assert watch.state.last_gap is None


def test_news_that_a_poll_finds_were_not_pushed_until_a_push_brings_some() -> None:
    watch = Watch()
    watch.state = msgspec.structs.replace(watch.state, hub=Hub("https://hub.example/", FEED.url, NOW + DAY))

    def pushed() -> datetime | None:
        assert watch.state.hub is not None
        return watch.state.hub.pushed

    watch.read([Entry("a")])
    assert (pushed(), watch.state.due_reason) == (None, "rhythm")
    watch.read([Entry("b")], partial=True)
    noted = watch.now
    assert pushed() == noted
    for entries in ([Entry("b")], []):
        watch.read(entries, partial=True)
    watch.read([Entry("b"), Entry("a")])
    watch.see(not_modified())
    watch.see(failure())
    watch.see(not_modified())
    assert (pushed(), watch.state.due_reason) == (noted, "pushed")
    watch.read([Entry("c"), Entry("b"), Entry("a")])
    assert (pushed(), watch.state.due_reason) == (None, "rhythm")


def test_details_are_kept_short() -> None:
    watch = Watch()
    watch.see(failure("busy", "x" * 5000))
    assert len(watch.state.detail) == 300


def test_what_the_server_asks_for_is_planned() -> None:
    watch = Watch()
    watch.see(failure("busy", said=Said(retry_after=2 * HOUR)))
    assert watch.state.due_reason == "retry_after"
    assert watch.state.due is not None
    assert watch.state.due >= watch.now + 2 * HOUR


def test_a_move_is_remembered_when_it_answers_and_undone_when_it_answers_at_home() -> None:
    watch = Watch()
    decision = poll(b"", [Entry("a")])
    watch.see(document(decision, 1, moved=NEW))
    assert watch.state.address == NEW
    watch.see(failure())
    assert watch.state.address == NEW
    watch.see(not_modified())
    assert watch.state.address == ""


def test_a_hub_is_left_to_whoever_asked_it() -> None:
    watch = Watch()
    watch.read([Entry("a")])
    assert watch.state.hub is None


def test_an_incomplete_document_is_read_again() -> None:
    watch = Watch()
    decision = poll(b"", [Entry("a")])
    seen = document(decision, 1, validators=Validators())
    assert seen.found is not None
    found = msgspec.structs.replace(seen.found, digest=b"")
    watch.see(msgspec.structs.replace(seen, found=found))
    assert (watch.state.digest, watch.state.validators) == (b"", Validators())
    assert ask_unconditionally(watch.state, watch.now, RENEW)


Mood = Literal["well", "down", "html", "lying", "empty"]


class World:
    """A server with one feed that shows the newest ``size`` entries, asked exactly when it is due."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.watch = Watch()
        self.published = size
        self.named = 0
        self.seen: set[int] = set()
        self.lost: set[int] = set()
        self.ask("well")

    def ask(self, mood: Mood) -> None:
        """One poll."""
        watch, state = self.watch, self.watch.state
        after = (state.due or watch.now) - watch.now
        anyway = ask_unconditionally(state, watch.now + after, RENEW)
        if mood == "down":
            watch.see(failure(), after)
        elif mood == "html":
            watch.see(unreadable("html"), after)
        elif not anyway and (mood == "lying" or self.named == self.published):
            watch.see(not_modified(), after)
        elif mood == "empty":
            watch.read([], after, conditional=not anyway)
            self.named = -1
        else:
            self._read(after, anyway, ETAG if mood == "lying" else Validators(etag=str(self.published)))
        watch.state = self._restarted()

    def _read(self, after: timedelta, anyway: bool, validators: Validators) -> None:
        shown = range(self.published, self.published - self.size, -1)
        entries = [Entry(str(number), f"words {number}") for number in shown]
        self.watch.read(entries, after, conditional=not anyway, validators=validators)
        self.lost |= set(range(1, min(shown))) - self.seen
        self.seen |= set(shown)
        self.named = self.published

    def _restarted(self) -> FeedState:
        """What another process knows of it."""
        state = decode(encode(self.watch.state))
        assert state == self.watch.state
        return state


moods = st.sampled_from(["well", "well", "well", "down", "html", "lying", "empty"])


@given(st.integers(1, 6), st.lists(st.tuples(st.integers(0, 9), moods), max_size=20))
def test_what_was_shown_is_sent_once_and_what_was_lost_was_counted(
    size: int, history: list[tuple[int, Mood]]
) -> None:
    world = World(size)
    for published, mood in history:
        gaps = world.watch.state.gaps
        lost = len(world.lost)
        world.published += published
        world.ask(mood)
        assert world.watch.state.gaps > gaps or len(world.lost) == lost
    for _ in range(13):  # a server that says "not modified" is believed no longer than that
        world.ask("lying")
    assert sorted(world.watch.sent, key=int) == [str(number) for number in sorted(world.seen)]
    assert world.published in world.seen
    assert not {"failing", "html", "emptied"}.intersection(world.watch.kinds())


@given(st.lists(moods, min_size=1, max_size=60), st.floats(0, 1))
def test_the_next_poll_is_always_within_a_day(history: list[Mood], chance: float) -> None:
    world = World(3)
    for mood in history:
        world.ask(mood)
        due = world.watch.state.due
        assert due is not None
        assert MINUTE * 0.9 <= due - world.watch.now <= 1.1 * DAY


def test_chance_spreads_the_next_poll_and_nothing_else() -> None:
    decision = poll(b"", [Entry("a")])
    steps = [
        follow(Watch().state, document(decision, 1), Plan(FEED, RENEW, chance), NOW) for chance in (0.0, 1.0)
    ]
    assert steps[0].state.due != steps[1].state.due
    without = [msgspec.structs.replace(step.state, due=None) for step in steps]
    assert without[0] == without[1]


def test_what_of_the_last_document_could_not_be_read_stays_known_until_the_next_document() -> None:
    watch = Watch()
    torn = msgspec.structs.replace(
        document(poll(b"", [Entry("a")]), 1), outcome="malformed", detail="line 1, column 81"
    )
    assert torn.found is not None
    watch.see(msgspec.structs.replace(torn, found=msgspec.structs.replace(torn.found, dead=1)))
    damage = "malformed: line 1, column 81; 1 of its entries became dead letters"
    assert watch.state.damage == damage
    watch.see(not_modified())
    assert (watch.state.outcome, watch.state.damage) == ("unchanged", damage)
    watch.read([Entry("a"), Entry("b")])
    assert watch.state.damage == ""


def read_cut(watch: Watch, entries: list[Entry]) -> list[str]:
    """A poll that brings a document whose end is missing."""
    decision = poll(watch.state.memory, entries, watch.now + 5 * MINUTE, cut=True)
    watch.sent += [offer.article.id for offer in decision.offers]
    seen = document(decision, len(entries), validators=Validators())
    assert seen.found is not None
    found = msgspec.structs.replace(seen.found, digest=b"")
    return watch.see(msgspec.structs.replace(seen, outcome="truncated", found=found))


def shown(first: int, last: int) -> list[Entry]:
    return [Entry(str(number), f"words {number}") for number in range(last, first - 1, -1)]


def test_a_transfer_cut_once_within_what_is_new_is_no_gap_and_hurries_nobody() -> None:
    watch = Watch()
    watch.read(shown(1, 5))
    assert read_cut(watch, shown(6, 6)) == []
    assert (watch.state.gaps, watch.state.outrun, watch.state.due_reason) == (0, None, "rhythm")
    assert watch.read(shown(2, 6)) == []
    assert (watch.state.gaps, watch.state.outrun) == (0, None)
    assert watch.sent == ["5", "4", "3", "2", "1", "6"]


def test_what_came_and_went_around_a_cut_transfer_is_a_gap_all_the_same() -> None:
    watch = Watch()
    watch.read(shown(1, 5))
    assert read_cut(watch, shown(20, 20)) == []
    assert watch.read(shown(16, 20)) == ["+gap"]
    assert watch.state.gaps == 1
    assert sorted(watch.sent, key=int) == [str(number) for number in (*range(1, 6), *range(16, 21))]


def test_a_feed_that_always_ends_too_early_has_a_gap_where_two_documents_share_nothing() -> None:
    watch = Watch()
    assert [read_cut(watch, shown(first, first + 4)) for first in (1, 4, 20, 23)] == [[], [], ["+gap"], []]
    assert watch.state.gaps == 1


def test_so_it_has_when_it_begins_to_end_too_early() -> None:
    watch = Watch()
    watch.read(shown(1, 5))
    assert [read_cut(watch, shown(first, first + 4)) for first in (10, 20)] == [[], ["+gap"]]


def test_a_whole_document_that_awaits_its_pages_is_compared_like_any_other() -> None:
    watch = Watch()
    watch.read(shown(1, 5))
    decision = poll(watch.state.memory, shown(10, 14), watch.now + 5 * MINUTE)
    seen = document(decision, 5, validators=Validators())
    assert seen.found is not None
    found = msgspec.structs.replace(seen.found, digest=b"")
    assert watch.see(msgspec.structs.replace(seen, found=found)) == ["+gap"]
