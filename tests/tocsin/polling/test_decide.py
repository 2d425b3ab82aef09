"""What a poll makes of a document: nothing lost, nothing sent without a reason."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.contract.events import Article
from tocsin.polling.decide import Memory, Sent, decide, renewal_due

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RENEW = timedelta(days=1)
SECOND = timedelta(seconds=1)


def article(name: str, content: str = "c1") -> Article:
    return Article(
        id=name,
        feed="desk",
        source="Desk",
        url=f"https://desk.example/{name}",
        title=name,
        body="",
        language="en",
        published=None,
        fetched=NOW,
        content=content,
    )


def reasons(memory: Memory, articles: Sequence[Article], now: datetime = NOW) -> list[tuple[str, str]]:
    return [(offer.article.id, offer.reason) for offer in decide(memory, articles, now, RENEW).offers]


def test_the_first_poll_offers_everything() -> None:
    assert reasons({}, [article("a"), article("b")]) == [("a", "new"), ("b", "new")]


def test_known_and_unchanged_is_not_offered() -> None:
    memory = decide({}, [article("a")], NOW, RENEW).memory
    assert reasons(memory, [article("a"), article("b")], NOW + SECOND) == [("b", "new")]


def test_another_content_is_a_change_and_so_is_the_way_back() -> None:
    first = decide({}, [article("a", "c1")], NOW, RENEW).memory
    second = decide(first, [article("a", "c2")], NOW, RENEW)
    assert [offer.reason for offer in second.offers] == ["changed"]
    assert reasons(second.memory, [article("a", "c1")]) == [("a", "changed")]


def test_still_there_is_renewed_at_the_moment_it_is_due() -> None:
    memory = decide({}, [article("a")], NOW, RENEW).memory
    assert reasons(memory, [article("a")], NOW + RENEW - SECOND) == []
    renewed = decide(memory, [article("a")], NOW + RENEW, RENEW)
    assert [offer.reason for offer in renewed.offers] == ["renewal"]
    assert renewed.memory["a"].at == NOW + RENEW


def test_two_contents_of_one_article_in_one_document_do_not_alternate() -> None:
    both = [article("a", "c1"), article("a", "c2")]
    first = decide({}, both, NOW, RENEW)
    assert [offer.article.content for offer in first.offers] == ["c1", "c2"]
    assert reasons(first.memory, both, NOW + SECOND) == []


def test_an_entry_given_twice_is_offered_once_in_its_place() -> None:
    assert reasons({}, [article("a"), article("b"), article("a")]) == [("a", "new"), ("b", "new")]


def test_what_left_the_feed_is_forgotten_when_its_renewal_would_be_due() -> None:
    memory = decide({}, [article("a"), article("b")], NOW, RENEW).memory
    assert "a" in decide(memory, [article("b")], NOW + RENEW - SECOND, RENEW).memory
    assert "a" not in decide(memory, [article("b")], NOW + RENEW, RENEW).memory


def test_a_feed_of_ever_new_ids_is_remembered_within_bounds() -> None:
    memory: Memory = {}
    for poll in range(30):
        articles = [article(f"{poll}-{entry}") for entry in range(100)]
        memory = decide(memory, articles, NOW + poll * SECOND, RENEW).memory
    assert len(memory) == 100 + 500
    assert "28-0" in memory
    assert "0-0" not in memory


def test_renewal_is_due_as_soon_as_one_article_is() -> None:
    memory = {"a": Sent(frozenset("c"), NOW), "b": Sent(frozenset("c"), NOW - RENEW)}
    assert renewal_due(memory, NOW, RENEW)
    assert not renewal_due({"a": memory["a"]}, NOW, RENEW)
    assert not renewal_due({}, NOW, RENEW)


articles = st.lists(
    st.builds(article, st.sampled_from("abcdef"), st.sampled_from(["c1", "c2", "c3"])), max_size=8
)
polls = st.lists(st.tuples(articles, st.integers(0, 40), st.booleans()), max_size=12)


@given(polls)
def test_nothing_is_lost_and_nothing_sent_twice_in_time(
    history: list[tuple[list[Article], int, bool]],
) -> None:
    memory: Memory = {}
    now = NOW
    held: dict[str, set[str]] = {}  # what the feed held of each article when it was last acknowledged
    sent: dict[str, datetime] = {}
    for document, hours, acknowledged in history:
        now += timedelta(hours=hours)
        decision = decide(memory, document, now, RENEW)
        offered = {(offer.article.id, offer.article.content) for offer in decision.offers}
        for each in document:
            key = (each.id, each.content)
            if each.content not in held.get(each.id, set()) or now - sent[each.id] >= RENEW:
                assert key in offered
            elif each.id in memory:
                assert key not in offered
        if acknowledged:
            memory = decision.memory
            for each in document:
                held[each.id] = {other.content for other in document if other.id == each.id}
            sent.update({offer.article.id: now for offer in decision.offers})
