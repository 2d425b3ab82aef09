"""A load is all there, whatever it is divided into; what is kept can be read back; stories end."""

from datetime import timedelta

import pytest

from benchmarks.stories.clerk import Clerk, read_back
from benchmarks.stories.costs import Load
from benchmarks.stories.load import A_DAY, Texts, interleaved
from benchmarks.stories.loading import together
from benchmarks.stories.speed import ours, slices
from benchmarks.stories.table import tables
from tests.benchmarks.stories.making import document
from tocsin.story.model import StorySettings

DOCUMENTS = [document(number) for number in range(20)]


@pytest.mark.parametrize("watchlists", [1, 2, 7, 10, 20, 100])
def test_slices_have_every_watchlist_once_and_two_processes_have_something_to_do(watchlists: int) -> None:
    parts = slices(Load(1000, watchlists))
    assert [number for part in parts for number in part] == list(range(watchlists))
    assert len(parts) >= min(2, watchlists)
    assert max(map(len, parts)) <= 10


def test_what_is_divided_is_the_same_put_together() -> None:
    whole = ours(DOCUMENTS, range(2), 60, 1e9, weigh=True)
    parts = together([ours(DOCUMENTS, range(at, at + 1), 60, 1e9, weigh=not at) for at in range(2)])
    assert whole.articles == parts.articles == 120
    for counted in ("text", "written", "kept", "most", "stories", "reports", "joined", "wrongly"):
        assert getattr(whole, counted) == getattr(parts, counted), counted
    assert whole.memory is not None
    assert parts.memory is not None


def test_a_load_ends_when_its_time_is_up() -> None:
    assert ours(DOCUMENTS, range(1), 60, 0.0, weigh=False).articles == 1


def test_stories_end_and_their_records_go() -> None:
    clerk, quiet = Clerk(), StorySettings().quiet / timedelta(days=1)
    for made in interleaved(Texts(DOCUMENTS), [0], round(A_DAY * (quiet + 1))):
        clerk.take(made)
    assert len(clerk.records) < clerk.articles
    assert clerk.stories() < len(clerk.opened)
    assert sum(map(len, read_back(list(clerk.records.values())))) == clerk.stories()


def test_tables_count_all_bytes_of_reports_and_open_stories_and_what_is_left_of_others_apart() -> None:
    articles = round(2.5 * A_DAY)
    found, records = tables(DOCUMENTS, articles, watchlists=1)
    assert found.articles == articles
    kept = [(len(key) + len(value), part) for part, key, value in records]
    assert found.reports == sum(part == "filed" for _, part in kept) < articles
    assert found.records["story"] > 10
    assert found.records["over"] > 10
    assert found.left_days > 30
    left = sum(size for size, part in kept if part == "over")
    assert found.left == pytest.approx(left / found.records["over"])
    assert found.with_keys == pytest.approx((sum(size for size, _ in kept) - left) / found.reports)
    assert found.with_keys > found.bytes > found.share("filed", found.values) > 100
