"""What a source offers of a feed, poll after poll, as it is judged: new once for as long as it stays there."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.tocsin.polling.samples import DAY, HOUR, NOW, Entry, poll
from tocsin.contract.events import Article
from tocsin.dedup.judge import REVISIONS_A_DAY, Judgement, Seen, judge

WINDOW = 14 * DAY


class Line:
    """A source and the dedup agent after it, for one feed."""

    def __init__(self) -> None:
        self.now = NOW
        self._memory = b""
        self._seen: dict[str, Seen] = {}

    def polls(self, *entries: Entry, after: timedelta = HOUR) -> list[tuple[str, str, str | None]]:
        """What goes on of a document: verdict, content, and what it revises."""
        self.now += after
        decision = poll(self._memory, entries, self.now)
        self._memory = decision.memory
        judged = [self._judged(replace(offer.article, fetched=self.now)) for offer in decision.offers]
        return [(one.verdict, one.send.content, one.send.revises) for one in judged if one.send is not None]

    def _judged(self, article: Article) -> Judgement:
        judgement = judge(article, self._seen.get(article.id), WINDOW)
        self._seen[article.id] = judgement.remember or self._seen[article.id]
        return judgement


@given(st.lists(st.integers(1, 13 * 24), min_size=1, max_size=40))
def test_what_stays_in_its_feed_is_new_once_however_long_and_rarely_it_is_polled(gaps: list[int]) -> None:
    line = Line()
    assert line.polls(Entry("a", "x")) == [("new", "x", None)]
    assert [line.polls(Entry("a", "x"), after=gap * HOUR) for gap in gaps] == [[]] * len(gaps)


def test_the_window_begins_when_it_leaves_its_feed() -> None:
    line = Line()
    for day in range(60):
        assert line.polls(Entry("a", "x"), after=DAY) == ([("new", "x", None)] if day == 0 else [])
    line.polls(Entry("b"))
    assert line.polls(Entry("a", "x"), Entry("b"), after=13 * DAY) == []
    line.polls(Entry("b"))
    assert ("new", "x", None) in line.polls(Entry("a", "x"), Entry("b"), after=15 * DAY)


def test_a_change_after_weeks_in_its_feed_is_a_revision() -> None:
    line = Line()
    for _ in range(60):
        line.polls(Entry("a", "x"), after=DAY)
    assert line.polls(Entry("a", "y")) == [("revised", "y", "x")]
    assert line.polls(Entry("a", "x")) == [("revised", "x", "y")]


@given(st.lists(st.sampled_from("xyz"), min_size=1, max_size=60))
def test_a_feed_that_goes_to_and_fro_is_heard_twice_of_each_text(texts: list[str]) -> None:
    line = Line()
    went_on = [content for text in texts for _, content, _ in line.polls(Entry("a", text), after=HOUR / 6)]
    assert all(went_on.count(text) <= 2 for text in "xyz")
    changes = [text for before, text in zip(["", *texts], texts, strict=False) if text != before]
    heard = next(
        (place for place, text in enumerate(changes) if changes[:place].count(text) == 2), len(changes)
    )
    assert went_on[:heard] == changes[:heard]


def test_what_stands_in_its_feed_after_to_and_fro_is_heard_at_its_renewal() -> None:
    line = Line()
    went_on = [content for text in "xyxyx" for _, content, _ in line.polls(Entry("a", text), after=HOUR / 6)]
    assert went_on == ["x", "y", "x", "y"]
    assert line.polls(Entry("a", "x"), after=DAY) == [("revised", "x", "y")]


def test_what_was_one_revision_too_many_is_heard_at_its_renewal() -> None:
    line = Line()
    for turn in range(REVISIONS_A_DAY + 1):
        line.polls(Entry("a", f"x{turn}"), after=HOUR / 6)
    assert line.polls(Entry("a", "y"), after=HOUR / 6) == []
    assert line.polls(Entry("a", "y"), after=DAY) == [("revised", "y", f"x{REVISIONS_A_DAY}")]
