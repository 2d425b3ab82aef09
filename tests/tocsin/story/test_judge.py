"""Each rule of the judge alone: what joins two texts, and what keeps them apart."""

from datetime import timedelta
from typing import Any, Final

import pytest

from tests.tocsin.story.keeping import HOUR
from tocsin.story.abroad import Evidence, foreign_verdict
from tocsin.story.judge import verdict
from tocsin.story.likeness import Likeness
from tocsin.story.setting import Setting

ALIKE: Final = Likeness(
    copied=0.1,
    back=0.08,
    told=0.7,
    titles=0.7,
    title_least=0.6,
    headline=0.4,
    names=0.7,
    numbers=1,
    triples=2,
    weight=15.0,
    held=0.7,
    figures=1,
    replaced=False,
    swapped=False,
    opening=0,
    beyond=12.0,
    other_day=False,
    beyond_ten=0,
)
"""Two reports of one event in their own words."""
COPY: Final = {"copied": 0.9, "held": 0.95, "back": 0.5, "triples": 20}
GOES_ON: Final = {"headline": 1.0, "opening": 2, "copied": 0.3, "triples": 8}
FAINT: Final = {"told": 0.4, "titles": 0.5, "names": 0.4}
WORDING: Final = "one wording, but not the same facts"
HERS: Final = "other words in the headline of that outlet"
FEWER: Final = "other numbers, and other words in the headline"


@pytest.mark.parametrize(
    ("how", "setting", "bond", "against"),
    [
        ({}, {}, "report", ""),
        (FAINT, {}, "apart", ""),
        (FAINT | {"numbers": 2, "figures": 2}, {}, "apart", ""),
        (FAINT | {"numbers": 2, "figures": 2, "beyond_ten": 1}, {}, "report", ""),
        ({"weight": 4.0}, {}, "apart", "too few words in both"),
        ({"beyond": 1.0}, {}, "apart", "only the title is the same"),
        ({"headline": 0.8, "swapped": True}, {}, "apart", WORDING),
        ({"headline": 0.8, "swapped": True, "numbers": 2, "figures": 2}, {}, "report", ""),
        ({"triples": 6, "numbers": 0, "figures": 0}, {}, "apart", WORDING),
        ({"figures": 3, "headline": 0.6}, {}, "apart", "other numbers"),
        ({"headline": 0.6}, {"titles": "other"}, "apart", "other numbers in the headline"),
        ({"headline": 0.6, "numbers": 3, "figures": 4}, {"titles": "other"}, "report", ""),
        ({"replaced": True, "numbers": 0}, {}, "apart", FEWER),
        ({"replaced": True, "triples": 4}, {"one_outlet": True}, "apart", HERS),
        ({"headline": 0.2, "titles": 0.4}, {"one_outlet": True}, "apart", "another headline of that outlet"),
        ({"other_day": True}, {}, "apart", "another day of the week"),
        ({"other_day": True}, {"gap": 20 * HOUR}, "report", ""),
        (GOES_ON | {"other_day": True}, {}, "copy", ""),
        (GOES_ON | {"numbers": 0, "figures": 3}, {}, "copy", ""),
        (GOES_ON | {"numbers": 0, "figures": 3}, {"gap": 20 * HOUR}, "apart", WORDING),
        (COPY, {}, "copy", ""),
        (COPY | {"title_least": 0.1}, {}, "report", ""),
        (COPY | {"figures": 3}, {}, "apart", WORDING),
        (COPY | {"titles": 0.9}, {"one_outlet": True}, "copy", ""),
        (COPY | {"titles": 0.9, "copied": 0.8}, {"one_outlet": True}, "apart", WORDING),
    ],
)
def test_one_rule_decides(how: dict[str, Any], setting: dict[str, Any], bond: str, against: str) -> None:
    found = verdict(ALIKE._replace(**how), Setting(HOUR, one_outlet=False)._replace(**setting))
    assert (found.bond, found.against) == (bond, against)


@pytest.mark.parametrize(
    ("how", "gap", "titles", "against"),
    [
        ({}, HOUR, "unsaid", ""),
        ({"figures": 2}, HOUR, "other", "other numbers"),
        ({"figures": 2}, HOUR, "unsaid", ""),
        ({"other_day": True}, HOUR, "unsaid", "another day of the week"),
        ({"other_day": True}, 20 * HOUR, "unsaid", ""),
        ({}, 40 * HOUR, "unsaid", "too long apart for two languages"),
        ({"names": frozenset((b"a", b"b"))}, HOUR, "unsaid", "too few names in both"),
    ],
)
def test_one_rule_decides_between_two_languages(
    how: dict[str, Any], gap: timedelta, titles: Any, against: str
) -> None:
    same = Evidence(frozenset((b"a", b"b", b"c", b"d")), 4.0, 0, 3, 1.0, 1.0, None)
    found = foreign_verdict(same._replace(**how), gap, titles)
    assert (found.bond, found.against) == ("apart" if against else "report", against)
