"""The block of a digest."""

import msgspec
from hypothesis import given

from tests.alerts import PERSIAN, digest, held, texts
from tests.tocsin.delivery.bidi import assert_whole_and_safe, visible
from tocsin.delivery.digests import MOST_ENTRIES, render_digest


def test_everything_an_officer_asks_for_is_there() -> None:
    assert visible(render_digest(digest(stories=37))).splitlines() == [
        "HIGH  Idlib  digest: 412 reports of 37 stories held (quiet hours 400, budget 12)",
        "  when    2026-03-02 01:00:00 UTC to 2026-03-02 06:00:00 UTC · told 2026-03-02 06:00:01 UTC",
        "  route   night",
        "  story   410 reports, 7 carriers · Example Wire · en · medium · Truce, day 1",
        "          https://news.example/a/1  tocsin-00000000000000000000000000000001",
        "  story   2 reports · Example Wire · en · medium · Truce, day 2",
        "          https://news.example/a/2  tocsin-00000000000000000000000000000002",
        "          and 35 more stories",
        f"  digest  {digest().id}",
    ]


def test_one_of_each_is_said_as_one_and_an_exercise_says_so_first() -> None:
    one = digest(
        status="exercise", reports=1, stories=1, held=(("archive", 1),), entries=(held(1),), route=""
    )
    lines = visible(render_digest(one)).splitlines()
    assert lines[0] == "EXERCISE  HIGH  Idlib  digest: 1 report of 1 story held (archive 1)"
    assert lines[2].startswith("  story   1 report · Example Wire")
    assert not [line for line in lines if "route" in line or "more" in line]


def test_many_stories_are_counted_not_listed() -> None:
    many = digest(stories=1200, reports=10_000, entries=tuple(held(number) for number in range(50)))
    lines = visible(render_digest(many)).splitlines()
    assert sum(line.startswith("  story") for line in lines) == MOST_ENTRIES
    assert lines[-2] == "          and 1,190 more stories"
    assert "digest: 10,000 reports of 1,200 stories held" in lines[0]


def test_a_digest_is_bounded_whatever_is_in_it() -> None:
    long = "word " * 200_000
    entry = held(title=long, source=long, url=long, alert=long)
    shown = visible(render_digest(digest(watchlist_title=long, route=long, entries=(entry,) * 50)))
    assert len(shown) < 60_000


@given(texts, texts)
def test_others_words_stay_on_their_lines_and_in_their_direction(text: str, name: str) -> None:
    entry = msgspec.structs.replace(
        held(), title=text, source=name, language=text, url=name, alert=name, carriers=3
    )
    assert_whole_and_safe(render_digest(digest(watchlist_title=text, route=name, id=text, entries=(entry,))))
    assert_whole_and_safe(render_digest(digest(entries=(held(title=PERSIAN.report.title),))))
