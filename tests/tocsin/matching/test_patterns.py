"""What a term becomes: its forms, and the contexts that take places away again."""

from tocsin.matching.patterns import patterns
from tocsin.watchlist.load import loaded
from tocsin.watchlist.model import Watchlist

WATCHLIST = Watchlist.model_validate(
    {
        "id": "w",
        "title": "W",
        "terms": [
            {
                "id": "stop",
                "gap": 2,
                "forms": {"ar": ["وقف إطلاق النار"]},
                "except": {"ar": ["بعد إطلاق النار"]},
            }
        ],
    }
)


def test_a_context_is_a_phrase_without_the_gap_of_its_term() -> None:
    found = [(one.form, one.context, one.gap) for one in patterns(loaded(WATCHLIST))]
    assert found == [("وقف إطلاق النار", False, 2), ("بعد إطلاق النار", True, 0)]
