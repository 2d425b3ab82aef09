"""A sketch is small, is the same for the same words, and knows what a text is about."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tocsin.story.samples import EVENTS, reported, written
from tests.tocsin.text.test_tokens import mixed
from tocsin.alerting.ids import alert_id
from tocsin.contract.events import Article
from tocsin.identity.article import article_id
from tocsin.story import sketch as module
from tocsin.story.model import Placement, filed
from tocsin.story.plain import sketch_plainly
from tocsin.story.sketch import Sketch, own_text, sketch_of, sketcher
from tocsin.story.view import view_of

EVERY = [(event, language) for event in EVENTS for language in EVENTS[event]]
LONG = " ".join(f"Paragraph {n} tells of Town{n} and of {n} people in it." for n in range(3000))


pieces = st.sampled_from(
    [
        "One. ",
        "two three four five! ",
        "\n",
        "İdlib’de ",
        "&eacute;té ",
        "Ärzte ",
        "漢字",
        "и\u0306 ",
        "33 ",
        "مقتل ",
        "Monday ",
        "يوم الجمعة ",
        "ثلاثة ",
    ]
)
texts = st.lists(pieces | mixed, max_size=30).map("".join)


@given(texts, st.integers(0, 60))
@example("\U00030000 beyond what the compiled one reads", 4)
@example("", 0)
@example(LONG, 20)
def test_both_sketchers_make_the_same(text: str, title: int) -> None:
    pytest.importorskip("numba", reason="the compiled one needs numba")
    assert sketcher()(text, title) == sketch_plainly(text, title)


@pytest.mark.parametrize(("event", "language"), EVERY)
def test_they_do_on_news(event: str, language: str) -> None:
    article = reported(event, language)
    assert sketch_of(article) == sketch_plainly(own_text(article), len(article.title))


def test_without_numba_there_is_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert sketcher.__wrapped__() is sketch_plainly


def test_a_full_memory_is_forgotten_and_the_answers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = pytest.importorskip("tocsin.story.fast", reason="the compiled one needs numba")
    monkeypatch.setattr(fast, "_MOST_TYPES", 40)
    own = fast.FastSketcher()
    for _ in range(2):
        for event, language in EVERY:
            article = reported(event, language)
            assert own(own_text(article), len(article.title)) == sketch_of(article)


@pytest.mark.parametrize(
    "article",
    [reported(event, language) for event, language in EVERY]
    + [written("Everything " * 40, LONG, language="en")],
    ids=lambda article: article.id,
)
def test_a_filed_article_takes_six_hundred_bytes_at_most(article: Article) -> None:
    article = msgspec.structs.replace(
        article, id=article_id(article.url, "", "", ""), source="The Morning Gazette"
    )
    record = filed(
        article, sketch_of(article), Placement(relation="new"), alert_id("w", article.id), article.fetched
    )
    assert len(msgspec.msgpack.encode(record)) <= 600


def test_it_survives_being_packed() -> None:
    sketch = sketch_of(reported("van-quake", "ar"))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(sketch), type=Sketch) == sketch


@pytest.mark.parametrize(
    "title", ["", "Syria", "…", "\ud800", "漢", "漢字" * 5000, "x" * 100_000, "1" * 5000]
)
@pytest.mark.parametrize("body", ["", " \n ", "Syria", "&amp;<b>", "กรุงเทพ" * 300])
def test_nothing_is_too_odd(title: str, body: str) -> None:
    assert sketch_of(written(title, body)).words >= 0


def test_links_are_no_part_of_it() -> None:
    plain = reported("vienna-talks", "en")
    body = f"{plain.body}\nRelated articles\nStorm closes the port\nA match ends without goals"
    assert sketch_of(msgspec.structs.replace(plain, body=body)) == sketch_of(plain)


def test_names_are_the_words_with_a_capital_inside_a_sentence() -> None:
    names = view_of(
        sketch_of(written("Grossi arrives", "Then Araghchi welcomed Grossi there.", language="en"))
    ).names
    told = view_of(sketch_of(written("grossi araghchi", "", language="en"))).names
    shouted = view_of(sketch_of(written("GROSSI MEETS ARAGHCHI", "BOTH WERE IN VIENNA", language="en"))).names
    assert (len(names), len(told), len(shouted)) == (2, 0, 0)


def test_a_years_number_tells_nothing() -> None:
    article = written("Fire of 2019 and of 1398", "In 2020 there were 17 of them.", language="en")
    assert len(view_of(sketch_of(article)).numbers) == 1


def test_links_to_other_articles_are_not_the_text() -> None:
    body = "The first sentence is long enough to be prose, and ends.\nRead also\nAnother story here\nAnd a third one"
    assert own_text(written("Title", body)).split() == ["Title", *body.partition("\n")[0].split()]
