"""What a poll makes of a document: nothing lost, nothing sent without a reason, nothing made twice."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import (
    HOUR,
    NOW,
    RENEW,
    SECOND,
    Entry,
    article,
    poll,
    reasons,
    remembers,
    sent,
)
from tocsin.polling.decide import decide, renewal_due, wanted
from tocsin.polling.memory import key, seconds, unpack

A, B = Entry("a"), Entry("b")


def test_the_first_poll_offers_everything() -> None:
    assert reasons(poll(b"", [A, B])) == [("a", "new"), ("b", "new")]


def test_known_and_unchanged_is_neither_made_nor_offered() -> None:
    memory = poll(b"", [A]).memory
    assert wanted(memory, [A.raw, B.raw], NOW + SECOND, RENEW) == [1]
    assert reasons(poll(memory, [A, B], NOW + SECOND)) == [("b", "new")]


def test_another_content_is_a_change_and_so_is_the_way_back() -> None:
    first = poll(b"", [A]).memory
    second = poll(first, [Entry("a", "c2")])
    assert reasons(second) == [("a", "changed")]
    assert reasons(poll(second.memory, [A])) == [("a", "changed")]


def test_another_look_of_known_words_is_made_once_and_never_offered() -> None:
    memory = poll(b"", [A, B]).memory
    looks = [Entry("a", look="counted again"), B]
    assert wanted(memory, [entry.raw for entry in looks], NOW + SECOND, RENEW) == [0]
    again = poll(memory, looks, NOW + SECOND)
    assert reasons(again) == []
    assert wanted(again.memory, [entry.raw for entry in looks], NOW + SECOND, RENEW) == []
    assert sent(again.memory) == sent(memory)


def test_looks_that_change_at_every_poll_leave_nothing_behind() -> None:
    memory = b""
    for count in range(50):
        memory = poll(memory, [Entry("a", look=str(count))]).memory
    assert len(unpack(memory)) == 1


def test_still_there_is_renewed_at_the_moment_it_is_due() -> None:
    memory = poll(b"", [A]).memory
    assert reasons(poll(memory, [A], NOW + RENEW - SECOND)) == []
    renewed = poll(memory, [A], NOW + RENEW)
    assert reasons(renewed) == [("a", "renewal")]
    assert sent(renewed.memory) == {key("a"): seconds(NOW + RENEW)}


def test_two_contents_of_one_article_in_one_document_do_not_alternate() -> None:
    both = [A, Entry("a", "c2")]
    first = poll(b"", both)
    assert [offer.article.content for offer in first.offers] == ["c1", "c2"]
    assert reasons(poll(first.memory, both, NOW + SECOND)) == []


def test_a_second_content_beside_a_known_one_renews_both_together() -> None:
    memory = poll(poll(b"", [A]).memory, [A, Entry("a", "c2")], NOW + HOUR).memory
    assert {row.sent for row in unpack(memory)} == {seconds(NOW + HOUR)}


def test_an_entry_given_twice_is_offered_once_in_its_place() -> None:
    assert reasons(poll(b"", [A, B, A])) == [("a", "new"), ("b", "new")]
    assert reasons(poll(b"", [A, B, Entry("a", look="again")])) == [("a", "new"), ("b", "new")]


def test_what_left_the_feed_is_forgotten_when_its_renewal_would_be_due() -> None:
    memory = poll(b"", [A, B]).memory
    assert remembers(poll(memory, [B], NOW + RENEW - SECOND).memory, "a")
    assert not remembers(poll(memory, [B], NOW + RENEW).memory, "a")


def test_what_comes_back_in_time_is_known() -> None:
    memory = poll(poll(b"", [A, B]).memory, [B], NOW + SECOND).memory
    assert reasons(poll(memory, [A, B], NOW + HOUR)) == []


def test_a_feed_of_ever_new_ids_is_remembered_within_bounds() -> None:
    memory = b""
    for count in range(30):
        memory = poll(
            memory, [Entry(f"{count}-{entry}") for entry in range(100)], NOW + count * SECOND
        ).memory
    assert len(unpack(memory)) == 100 + 500
    assert remembers(memory, "28-0")
    assert not remembers(memory, "0-0")


def test_a_document_without_entries_says_nothing() -> None:
    memory = poll(b"", [A, B]).memory
    assert poll(memory, [], NOW + SECOND).memory == memory


def test_what_is_due_and_not_there_to_be_sent_is_due_no_more() -> None:
    memory = poll(b"", [A, B]).memory
    for document in ([], [Entry("c")]):
        later = poll(memory, document, NOW + RENEW).memory
        assert not renewal_due(later, NOW + RENEW, RENEW)
        assert not remembers(later, "a")


@given(st.lists(st.sampled_from("cde"), max_size=2, unique=True), st.integers(0, 100))
def test_a_push_forgets_nothing_however_old(names: list[str], hours: int) -> None:
    before = poll(poll(b"", [A, B, Entry("c")]).memory, [B, Entry("broken", good=False)]).memory
    pushed = poll(before, [Entry(name) for name in names], NOW + hours * HOUR, partial=True).memory
    kept = [row for row in unpack(before) if row.article not in {key(name) for name in names}]
    assert {*kept} <= {*unpack(pushed)}
    assert renewal_due(pushed, NOW + hours * HOUR, RENEW) == (NOW + hours * HOUR >= NOW + RENEW)


def test_an_entry_nothing_can_be_made_of_is_remembered_while_it_stays() -> None:
    broken = Entry("broken", good=False)
    memory = poll(b"", [A, broken]).memory
    assert wanted(memory, [A.raw, broken.raw], NOW + SECOND, RENEW) == []
    assert wanted(memory, [broken.raw], NOW + 2 * RENEW, RENEW) == []
    assert wanted(poll(memory, [A], NOW + SECOND).memory, [broken.raw], NOW + SECOND, RENEW) == [0]


def test_a_push_does_not_make_what_nothing_can_be_made_of_news_again() -> None:
    broken = Entry("broken", good=False)
    memory = poll(poll(b"", [A, broken]).memory, [B], NOW + SECOND, partial=True).memory
    assert wanted(memory, [broken.raw], NOW + HOUR, RENEW) == []
    assert len(unpack(poll(memory, [broken], NOW + HOUR, partial=True).memory)) == len(unpack(memory)) == 3


def test_an_entry_under_another_id_leaves_no_row_of_the_old_one() -> None:
    memory = poll(b"", [A]).memory
    renamed = decide(memory, [A.raw], {0: article("other")}, NOW + RENEW, RENEW)
    assert reasons(renamed) == [("other", "new")]
    assert len(unpack(renamed.memory)) == 1


def test_an_entry_nobody_spoke_of_is_wanted_again() -> None:
    memory = decide(b"", [A.raw, B.raw], {0: article("a")}, NOW, RENEW).memory
    assert wanted(memory, [A.raw, B.raw], NOW + SECOND, RENEW) == [1]


def test_a_renewal_nobody_made_stays_due() -> None:
    memory = poll(b"", [A]).memory
    later = decide(memory, [A.raw], {}, NOW + RENEW, RENEW)
    assert later.offers == ()
    assert wanted(later.memory, [A.raw], NOW + RENEW, RENEW) == [0]


def test_a_pushed_document_says_nothing_about_the_others() -> None:
    memory = poll(b"", [A, B]).memory
    pushed = poll(memory, [Entry("c")], NOW + SECOND, partial=True)
    assert reasons(pushed) == [("c", "new")]
    assert [row.present for row in unpack(pushed.memory)] == [True] * 3
    assert pushed.overlap.strangers == 0
    whole = poll(pushed.memory, [Entry("d"), A], NOW + HOUR)
    assert (reasons(whole), whole.overlap.strangers) == ([("d", "new")], 0)


def test_a_pushed_revision_takes_the_place_of_what_it_revises() -> None:
    memory = poll(poll(b"", [A, B]).memory, [Entry("a", "c2")], partial=True).memory
    assert len(unpack(memory)) == 2
    assert reasons(poll(memory, [Entry("a", "c2"), B])) == []


def test_renewal_is_due_as_soon_as_one_present_article_is() -> None:
    memory = poll(poll(b"", [A], NOW - RENEW).memory, [A, B], NOW - HOUR).memory
    assert renewal_due(memory, NOW, RENEW)
    assert not renewal_due(memory, NOW - SECOND, RENEW)
    without = poll(memory, [B], NOW - SECOND).memory
    assert not renewal_due(without, NOW, RENEW)
    assert not renewal_due(b"", NOW, RENEW)


entries = st.lists(
    st.builds(Entry, st.sampled_from("abcdef"), st.sampled_from(["c1", "c2", "c3"]), st.sampled_from("xy")),
    max_size=8,
)
polls = st.lists(st.tuples(entries, st.integers(0, 40), st.booleans()), max_size=12)


@given(polls)
def test_nothing_is_lost_and_nothing_sent_twice_in_time(history: list[tuple[list[Entry], int, bool]]) -> None:
    memory = b""
    now = NOW
    held: dict[str, set[str]] = {}  # what the feed held of each article when it was last acknowledged
    last: dict[str, datetime] = {}
    for document, hours, acknowledged in history:
        now += timedelta(hours=hours)
        decision = poll(memory, document, now)
        offered = [(offer.article.id, offer.article.content) for offer in decision.offers]
        assert len(offered) == len(set(offered))
        for entry in document:
            key_of = (entry.name, entry.content)
            if entry.content not in held.get(entry.name, set()) or now - last[entry.name] >= RENEW:
                assert key_of in offered
            elif remembers(memory, entry.name):
                assert key_of not in offered
        if acknowledged and document:
            memory = decision.memory
            for entry in document:
                held[entry.name] = {other.content for other in document if other.name == entry.name}
            last.update({offer.article.id: now for offer in decision.offers})


@given(polls)
def test_an_acknowledged_document_is_never_made_again_in_time(
    history: list[tuple[list[Entry], int, bool]],
) -> None:
    memory = b""
    now = NOW
    for document, hours, _ in history:
        now += timedelta(hours=hours)
        memory = poll(memory, document, now).memory
        raws = [entry.raw for entry in document]
        assert wanted(memory, raws, now, RENEW) == []
        assert reasons(poll(memory, document, now)) == []
