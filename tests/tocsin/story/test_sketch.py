"""A sketch is small, is the same for the same words, and knows what a text is about."""

import msgspec
import pytest

from tests.tocsin.story.samples import EVENTS, reported, written
from tocsin.alerting.decide import alert_id
from tocsin.contract.events import Article
from tocsin.identity.article import article_id
from tocsin.story import sketch as module
from tocsin.story.likeness import view_of
from tocsin.story.model import Placement, filed
from tocsin.story.reading import read_plainly
from tocsin.story.sketch import Sketch, sketch_of

EVERY = [(event, language) for event in EVENTS for language in EVENTS[event]]
LONG = " ".join(f"Paragraph {n} tells of Town{n} and of {n} people in it." for n in range(3000))


@pytest.mark.parametrize(("event", "language"), EVERY)
def test_it_is_the_same_without_numba(event: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    article = reported(event, language)
    compiled = sketch_of(article)
    monkeypatch.setattr(module, "reader", lambda: read_plainly)
    assert sketch_of(article) == compiled


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
