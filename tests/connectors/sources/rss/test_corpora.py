"""The corpora: what is read of them is what was read before, soon, and without asking anybody."""

import pytest

from connectors.sources.rss.read import read
from tests.connectors.sources.rss.baseline import CORPORA, MOST_SECONDS, differences, files, known, rows
from tests.connectors.sources.rss.watched import opened_while

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside this checkout")


def test_every_document_is_read_as_the_baseline_says_and_soon() -> None:
    """After a change on purpose: `python -m tests.connectors.sources.rss.baseline`, and say why in the commit."""
    after, seconds = rows(CORPORA)
    assert differences(known(), after) == []
    assert [name for name, took in seconds.items() if took > MOST_SECONDS] == []


def test_no_document_makes_us_open_anything() -> None:
    documents = [path.read_bytes() for path in files(CORPORA)]
    for raw in documents:
        read(raw, "", "", "https://feeds.example/all.xml")  # whatever is imported late is imported now

    def again() -> None:
        for raw in documents:
            read(raw, "", "", "https://feeds.example/all.xml")

    assert opened_while(again) == []
