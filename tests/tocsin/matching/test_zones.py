"""Links and menus are marked in six languages; the article's own words never are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.matching.headings import RELATED, bare
from tocsin.matching.zones import by_shape

PROSE = {
    "ar": "قالت مصادر محلية إن السكان عادوا إلى بيوتهم صباح اليوم بعد ليلة هادئة.",
    "fa": "به گفته منابع محلی، ساکنان منطقه امروز صبح پس از شبی آرام به خانه بازگشتند.",
    "ru": "По словам местных жителей, утром после спокойной ночи они вернулись домой.",
    "tr": "Yerel kaynaklara göre bölge sakinleri sakin geçen gecenin ardından evlerine döndü.",
    "en": "Local sources said that residents had gone home this morning after a quiet night.",
    "fr": "Selon des sources locales, les habitants sont rentrés ce matin après une nuit calme.",
}
HEADINGS = {
    "ar": ("مقالات ذات صلة", "إقرأ أيضاً", "الأكثر قراءة:"),
    "fa": ("مطالب پیشنهادی", "بیشتر بخوانید:", "پربازدیدترین ها"),
    "ru": ("Читайте также", "ЧИТАЙТЕ ТАКЖЕ:", "Ещё по теме"),
    "tr": ("İlgili Haberler", "İLGİLİ HABERLER", "Çok okunanlar"),
    "en": ("Related", "Related articles (3)", "READ ALSO:"),
    "fr": ("À lire aussi", "A LIRE AUSSI", "Sur le même sujet"),
}
LINKS = (
    "Ceasefire talks move to a third city",
    "Who pays for the harbour? Five answers",
    "Sport",
    "0",
    "Snow ahead",
)
CASES = [(language, heading) for language, headings in HEADINGS.items() for heading in headings]


def marked(*lines: str, gap: str = "\n") -> list[str]:
    body = gap.join(lines)
    return [line for start, end in by_shape(body) for line in body[start:end].split(gap)]


@pytest.mark.parametrize(("language", "heading"), CASES)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " \r\n"])
def test_links_under_a_heading_are_marked_and_nothing_else(language: str, heading: str, gap: str) -> None:
    found = marked(PROSE[language], PROSE[language], heading, *LINKS, gap=gap)
    assert [line.strip() for line in found] == [heading, *LINKS]


@pytest.mark.parametrize(("language", "heading"), CASES)
def test_prose_ends_the_links(language: str, heading: str) -> None:
    prose = PROSE[language]
    assert marked(prose, heading, LINKS[0], LINKS[1], prose, "A last word") == [heading, *LINKS[:2]]


@pytest.mark.parametrize(
    "line",
    [
        "Читайте также: Переговоры перенесены на неделю",
        "اقرأ أيضاً.. المعبر يُفتح صباح الغد",
        "READ ALSO | Talks move to a third city",
        "À lire aussi – Le port attend ses grues",
    ],
)
def test_a_link_beside_its_heading_is_marked_alone(line: str) -> None:
    assert marked(PROSE["en"], line, "Quiet returns to the harbour", PROSE["en"]) == [line]


@pytest.mark.parametrize(
    "lines",
    [
        (PROSE["en"], "Related"),
        (PROSE["en"], "Related", PROSE["en"]),
        ("Related", "Talks move", "Snow ahead", PROSE["en"]),
        (PROSE["en"], "Related: the minister said that the port would open again within the week."),
        (PROSE["en"], "Related families were moved to the school", "They are safe"),
        (PROSE["en"], "Read also the report of the commission"),
        (
            PROSE["en"],
            "The following villages must be left at once:",
            *("Ayn", "Bab", "Dar", "Kafr", "Tal", "Home"),
        ),
        (
            PROSE["en"],
            *(f"{number}. Village by the river" for number in range(9)),
            "Home",
            "About us",
            "Search",
        ),
        (PROSE["en"], "Ayn", "Bab", "Dar", "Kafr", "Tal", "Umm", "Wadi", "Zor"),
        ("Talks move to a third city", "Snow ahead", "Home", "About us", "Search", "Contact", "Print"),
        ("Related", "Talks move to a third city"),
        ("",),
    ],
)
def test_what_may_be_the_article_is_left_alone(lines: tuple[str, ...]) -> None:
    assert marked(*lines) == []


def test_where_the_article_has_no_full_stops_a_shorter_line_is_prose() -> None:
    bare = PROSE["ar"].removesuffix(".")
    long = f"{bare} {bare} {bare}"
    own = "وأضافت المصادر أن فرق الإغاثة وصلت إلى البلدة ووزعت المساعدات على العائلات العائدة قبل الظهر"
    assert marked(long, "اقرأ أيضا", LINKS[0], own, long) == ["اقرأ أيضا", LINKS[0]]
    assert marked(long, "اقرأ أيضا", LINKS[0], own) == ["اقرأ أيضا", LINKS[0]]


def test_a_menu_at_the_end_is_marked_from_its_first_piece_of_furniture() -> None:
    menu = ("Home", "World", "About us", "Privacy policy", "World", "Search")
    assert marked(PROSE["en"], "Reuters", *menu) == list(menu)


def test_a_menu_needs_several_lines() -> None:
    assert marked(PROSE["en"], "Share", "Print", "Reuters") == []


def test_headings_are_folded_phrases() -> None:
    assert all(heading == bare(heading) for heading in RELATED)
    assert len(RELATED) > 150
    assert bare("پربازدیدترین‌ها") == bare("پربازدیدترین ها") == bare("پربازديدترينها (12)")


lines = st.lists(
    st.sampled_from(
        [*PROSE.values(), *(one for several in HEADINGS.values() for one in several), *LINKS, "", " "]
    )
    | st.text(max_size=40)
)


@given(lines)
def test_zones_are_in_order_apart_and_never_hold_a_sentence(written: list[str]) -> None:
    body = "\n".join(written)
    zones = by_shape(body)
    edges = [edge for zone in zones for edge in zone]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(body) for start, end in zones)
    for start, end in zones:
        assert body[start:end] == body[start:end].strip()
        assert not any(prose in body[start:end] for prose in PROSE.values())


@pytest.mark.parametrize("piece", ["word ", "   ", "Related\n", "a. ", "\n", "؟ ", "Related: x\n"])
def test_a_megabyte_takes_no_longer_than_its_length(piece: str) -> None:
    body = PROSE["en"] + "\n" + piece * (1_000_000 // len(piece))
    started = time.process_time()
    by_shape(body)
    assert time.process_time() - started < 5
