"""What is asked of a report."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.making import article, match
from tocsin.routing.condition import ANYTHING, Condition, answers, holds
from tocsin.routing.facts import Facts, facts_of

FACTS = Facts(
    watchlist="idlib",
    severity="high",
    feed="wire",
    source="Sample Wire",
    language="fa-AF",
    country="sy",
    kind="agency",
    trust="medium",
    tags=("levant", "front-page"),
    terms=("idlib", "shelling"),
)


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"watchlists": ("astana", "idlib")}, {"watchlist": "aleppo"}),
        ({"severity": "medium"}, {"severity": "low"}),
        ({"severity": "high"}, {"severity": "medium"}),
        ({"statuses": ("actual",)}, {"status": "test"}),
        ({"feeds": ("wire",)}, {"feed": "other"}),
        ({"feeds": ("SAMPLE WIRE",)}, {"source": "Sample"}),
        ({"languages": ("fa",)}, {"language": "ar"}),
        ({"languages": ("fa-AF",)}, {"language": "fa"}),
        ({"countries": ("sy", "tr")}, {"country": "ru"}),
        ({"kinds": ("agency",)}, {"kind": "social"}),
        ({"trust": "medium"}, {"trust": "low"}),
        ({"tags": ("front-page", "x")}, {"tags": ("levant",)}),
        ({"terms": ("shelling",)}, {"terms": ("idlib",)}),
    ],
)
def test_each_aspect_counts(asked: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert holds(Condition(**asked), FACTS)
    assert not holds(Condition(**asked), replace(FACTS, **wrong))


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ({"feeds": ("wire",)}, {"feed": "", "source": ""}),
        ({"languages": ("fa",)}, {"language": ""}),
        ({"countries": ("sy",)}, {"country": ""}),
        ({"kinds": ("agency",)}, {"kind": ""}),
        ({"trust": "low"}, {"trust": ""}),
        ({"tags": ("levant",)}, {"tags": ()}),
        ({"terms": ("idlib",)}, {"terms": ()}),
    ],
)
def test_no_condition_on_what_is_not_known_holds(asked: dict[str, Any], unknown: dict[str, Any]) -> None:
    assert not holds(Condition(**asked), replace(FACTS, **unknown))


def test_all_that_is_asked_must_hold_and_nothing_asked_holds_always() -> None:
    both = Condition(watchlists=("idlib",), countries=("tr",))
    assert not holds(both, FACTS)
    assert [(one.aspect, one.fits) for one in answers(both, FACTS)] == [
        ("watchlists", True),
        ("countries", False),
    ]
    assert holds(ANYTHING, Facts(watchlist="x"))


def test_facts_are_those_of_the_match_and_its_feed() -> None:
    hit = match(article=article(country="sy", kind="agency", trust="low", tags=("levant",)))
    assert facts_of(hit) == Facts(
        watchlist="idlib",
        severity="high",
        feed="wire",
        source="Sample Wire",
        language="en",
        country="sy",
        kind="agency",
        trust="low",
        tags=("levant",),
        terms=("idlib",),
    )
    assert facts_of(hit, "critical").severity == "critical"
