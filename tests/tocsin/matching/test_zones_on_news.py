"""On real articles: the links of the seeds are marked to the letter, and ordinary articles never."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.lexicon import open_lexicon
from tests.making import NOON, article
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.matching.zones import by_shape
from tocsin.watchlist.load import loaded
from tocsin.watchlist.model import Watchlist

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
HEADINGS = {
    "000": None,
    "001": "مقالات ذات صلة",
    "002": "مقالات ذات صلة",
    "003": "مطالب پیشنهادی",
    "004": None,
}
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside this checkout")


def seed(number: str) -> str:
    (path,) = (CORPORA / "seeds").glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8").partition("\n")[2]


@pytest.mark.parametrize("number", sorted(HEADINGS))
@pytest.mark.parametrize("as_in_feeds", [False, True])
def test_a_seed_s_links_are_marked_from_their_heading_to_the_end(number: str, as_in_feeds: bool) -> None:
    body = re.sub(r"\s*\n\s*", "\n", seed(number)).strip() if as_in_feeds else seed(number)
    heading = HEADINGS[number]
    wanted = () if heading is None else ((body.index(f"\n{heading}\n") + 1, len(body.rstrip())),)
    assert by_shape(body) == wanted


@pytest.mark.parametrize(("barred", "counted"), [([], 1), (["در آستانه بازگشت"], 0)])
def test_on_the_verge_of_is_boilerplate_and_no_place_where_that_is_barred(
    barred: list[str], counted: int
) -> None:
    term = {"id": "astana", "forms": {"fa": ["آستانه"]}, "except": {"fa": barred} if barred else {}}
    place = loaded(Watchlist.model_validate({"id": "place", "title": "Astana", "terms": [term]}))
    (match,) = WatchlistMatcher([place], open_lexicon()).match(article(title="", body=seed("003")), NOON)
    assert [piece.zone for piece in match.evidence].count("boilerplate") == counted
    own = [piece.sentence for piece in match.evidence if piece.zone == "text"]
    assert len(own) == 3
    assert sum("در آستانه امضا شد" in sentence for sentence in own) == 1
    assert (match.severity, match.downgraded) == ("medium", None)


def test_no_ordinary_article_is_marked() -> None:
    marked = [name for name, body in news() if by_shape(body)]
    assert marked == []


def news() -> Iterator[tuple[str, str]]:
    for path in sorted((CORPORA / "news-ru" / "devset").glob("*.txt")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((CORPORA / "news-ar").glob("*/*.txt")):
        found = re.search(
            r"<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf-8", errors="replace"), re.DOTALL
        )
        if found:
            yield path.name, found[1].strip()
