"""Which articles have a page of their own."""

from tests.making import article
from tocsin.fulltext.pages import with_own_page


def test_front_pages_and_shared_pages_are_nobodys_own() -> None:
    urls = [
        "https://wire.example/1",
        "https://wire.example/",
        "https://wire.example/live#2",
        "https://wire.example/live#3",
        "",
        "ftp://wire.example/9",
        "https://wire.example/2?utm_source=rss",
    ]
    assert with_own_page([article(id=f"a{at}", url=url) for at, url in enumerate(urls)]) == [0, 6]


def test_an_article_that_stands_twice_has_its_page() -> None:
    assert with_own_page([article(), article(title="Its headline anew")]) == [0, 1]
