"""The five articles that the project began with: which are one story, and why."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests.tocsin.story.keeping import book_of, take
from tests.tocsin.story.samples import written
from tocsin.contract.events import Article
from tocsin.story.book import Book
from tocsin.story.model import Placement

SEEDS = Path(__file__).parents[4] / "shared" / "corpora" / "seeds"
DATES = {
    "000": ("fa", datetime(2020, 3, 1, 7, 30, tzinfo=UTC)),
    "001": ("ar", datetime(2020, 3, 1, 6, tzinfo=UTC)),
    "002": ("ar", datetime(2018, 4, 6, 15, tzinfo=UTC)),
    "003": ("fa", datetime(2024, 12, 2, 15, tzinfo=UTC)),
    "004": ("fa", datetime(2024, 12, 3, 9, tzinfo=UTC)),
}
"""The days are those of the articles, the hours are ours."""
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the seed articles are not beside this checkout ({SEEDS})"
)


def seed(number: str) -> Article:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    title, *lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    language, at = DATES[number]
    return written(title, "\n".join(lines), at=at, id=number, language=language, source=f"Outlet {number}")


@pytest.fixture
def placed() -> dict[str, Placement]:
    book: Book = book_of()
    return {number: take(book, seed(number)) for number in sorted(DATES, key=lambda number: DATES[number][1])}


def test_two_calls_that_share_copied_paragraphs_are_two_stories(placed: dict[str, Placement]) -> None:
    assert (placed["003"].relation, placed["004"].relation) == ("new", "new")
    assert (
        placed["004"]
        .why[0]
        .startswith("apart from «گفتوگوی تلفنی پزشکیان و پوتین درباره وضعیت سوریه», 18 h apart")
    )
    assert "only here: خطاب, اردوغان" in placed["004"].why[0]


@pytest.mark.parametrize("order", [("003", "004"), ("004", "003")])
def test_so_they_are_within_the_hour_and_in_either_order(order: tuple[str, str]) -> None:
    book = book_of()
    at = DATES["004"][1]
    for number in order:
        assert take(book, msgspec.structs.replace(seed(number), published=at, fetched=at)).relation == "new"


def test_one_call_told_in_persian_and_arabic_is_one_story(placed: dict[str, Placement]) -> None:
    assert (placed["000"].relation, placed["000"].story, placed["000"].origin) == ("report", "001", None)
    (why,) = placed["000"].why
    assert why.startswith("another language, 2 h apart: 6 names (")
    assert all(name in why for name in ("پوتین", "ماکرون", "ادلب"))


def test_an_earlier_call_of_the_same_two_is_another_story(placed: dict[str, Placement]) -> None:
    assert placed["002"].relation == "new"
    assert placed["001"].relation == "new"
