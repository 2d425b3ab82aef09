"""Terms are found wherever they stand, evidence points at them exactly, and no watchlist touches another's matches."""

import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import NOON, article
from tests.shipped import shipped
from tocsin.contract.events import Article, Corroborate, Evidence, Match
from tocsin.matching.evidence import MOST_EVIDENCE
from tocsin.matching.habits import Habits
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.matching.patterns import patterns
from tocsin.text.lexicon import NO_LEXICON
from tocsin.text.tokens import fold, tokens
from tocsin.watchlist.load import LoadedWatchlist, loaded
from tocsin.watchlist.model import Watchlist

SHIPPED = shipped()
FORMS = [
    pattern for one in SHIPPED for pattern in patterns(one) if not pattern.context and "*" not in pattern.form
]
FILLER = {
    "ar": "قال مصدر محلي إن السكان عادوا إلى منازلهم صباح اليوم",
    "fa": "به گفته منابع محلی ساکنان صبح امروز به خانه‌های خود بازگشتند",
    "ru": "По словам местных жителей, утром они вернулись домой",
    "tr": "Yerel kaynaklara göre sakinler bu sabah evlerine döndü",
    "en": "Local sources said residents went home this morning",
    "fr": "Selon des sources locales, les habitants sont rentrés ce matin",
}
PROSE = "Residents went home this morning after a night that nobody in the town will soon forget."
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def watchlist(*terms: dict[str, Any], **fields: Any) -> LoadedWatchlist:
    plain = {"id": "w", "title": "W", "terms": list(terms)}
    return loaded(Watchlist.model_validate({**plain, **fields}))


def term(name: str, *forms: str, language: str = "en", **fields: Any) -> dict[str, Any]:
    return {"id": name, "forms": {language: list(forms)}, **fields}


def matcher(*watchlists: LoadedWatchlist) -> WatchlistMatcher:
    return WatchlistMatcher(watchlists, NO_LEXICON)


def found(one: LoadedWatchlist, body: str = "", **fields: Any) -> tuple[Match, ...]:
    return matcher(one).match(article(**{"title": "", "body": body, **fields}), NOON)


def evidence(one: LoadedWatchlist, body: str = "", **fields: Any) -> list[Evidence]:
    return [piece for match in found(one, body, **fields) for piece in match.evidence]


def surfaces(one: LoadedWatchlist, body: str = "", **fields: Any) -> list[str]:
    return [piece.surface for piece in evidence(one, body, **fields)]


IDLIB = watchlist(term("idlib", "Idlib"))
UNRELATED = watchlist(term("x", "volcano", "в", "talks"), id="volcano", when={"none": ["x"]})
PLAIN = matcher(*SHIPPED)
MIXED = matcher(UNRELATED, *reversed(SHIPPED))


@given(words.filter(fold), words, words)
def test_evidence_slices_to_what_was_written(form: str, before: str, after: str) -> None:
    body = f"{before} {form} {after}"
    for piece in evidence(watchlist(term("t", form, match="exact")), body, title=body):
        text = body
        assert text[piece.start : piece.end] == piece.surface
        assert fold(piece.surface) == piece.variant == fold(piece.form)
        assert (piece.score, piece.rule) == (100.0, "exact")
        inside = piece.start - piece.sentence_start
        assert piece.sentence[inside : inside + len(piece.surface)] == piece.surface


@pytest.mark.parametrize("pattern", FORMS, ids=lambda pattern: f"{pattern.language}-{pattern.form}")
def test_a_shipped_form_is_found_by_its_own_watchlist(pattern: Any) -> None:
    text = FILLER.get(pattern.language, FILLER["en"])
    gaps = [0, *(token.end for token in tokens(text))]
    at = gaps[len(pattern.form) % len(gaps)]
    body = f"{text[:at]} {pattern.form} {text[at:]}"
    places = PLAIN.judgement(pattern.watchlist, article(title="", body=body), NOON).counted.hits
    assert any(fold(pattern.form) in fold(body[hit.start : hit.end]) for hit in places)


WORDS = [
    "Idlib",
    "ادلب",
    "وإدلب",
    "İdlib'de",
    "ceasefire",
    "آستانه",
    "فرمت",
    "перемирие",
    "talks",
    "\n",
    ".",
    "в",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_neither_the_order_of_watchlists_nor_another_one_changes_a_match(written: list[str]) -> None:
    one = article(title=" ".join(written[:5]), body=" ".join(written))
    plain = PLAIN.match(one, NOON)
    assert [match.watchlist for match in plain] == sorted(match.watchlist for match in plain)
    assert MIXED.match(one, NOON) == plain
    for match in plain:
        for piece in match.evidence:
            text = one.title if piece.field == "title" else one.body
            assert text[piece.start : piece.end] == piece.surface


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("آتش‌بس", "توافق آتشبس منعقد شد"),
        ("إدلب", "فی استان ادلب سوریه"),
        ("İdlib", "IDLİB'DE ÇATIŞMA"),
        ("cease-fire", "a Cease fire was announced"),
        ("format d’Astana", "dans le cadre du format d'Astana."),
        ("прекращение огня", "о «ПРЕКРАЩЕНИЕ ОГНЯ»"),
    ],
)
def test_spellings_that_fold_together_match(form: str, text: str) -> None:
    assert len(evidence(watchlist(term("t", form)), text)) == 1


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("إدلب", "معرض للأدب العربي"),
        ("إدلب", "طلب مجلس حلب"),
        ("Idlib", "an ad lib remark"),
        ("فرمت آستانه", "در آستانه بازگشت"),
        ("prix", "les primal"),
    ],
)
def test_parts_of_other_words_do_not(form: str, text: str) -> None:
    assert surfaces(watchlist(term("t", form)), text) == []


def test_the_longest_form_of_a_term_speaks_for_the_place_and_the_article_s_language_wins() -> None:
    forms = {"fr": ["Idlib"], "en": ["Idlib", "Idlib province"]}
    (match,) = found(
        watchlist({"id": "t", "forms": forms}), "In Idlib province.", title="Idlib", language="en-GB"
    )
    assert [(e.field, e.surface, e.language) for e in match.evidence] == [
        ("title", "Idlib", "en"),
        ("body", "Idlib province", "en"),
    ]


@given(st.lists(st.sampled_from(["Idlib", "province", "of", "north"]), max_size=30))
def test_no_evidence_of_a_term_lies_within_another(written: list[str]) -> None:
    forms = ("Idlib", "Idlib province", "province of Idlib", "north of Idlib province")
    pieces = evidence(watchlist(term("t", *forms)), " ".join(written))
    places = [(piece.start, piece.end) for piece in pieces]
    assert bool(places) == ("Idlib" in written)
    assert not any(a != b and a[0] <= b[0] and b[1] <= a[1] for a in places for b in places)
    assert len(places) == len(set(places))


def test_a_text_full_of_hits_costs_no_more_than_its_length_and_is_explained_in_bounds() -> None:
    both = watchlist(term("truce", "ceasefire"), term("place", "Idlib"), when={"all": ["truce", "place"]})
    pieces = evidence(both, "ceasefire. " * 50_000 + "Idlib.")
    assert len(pieces) == MOST_EVIDENCE
    assert (pieces[0].start, pieces[-1].surface) == (0, "Idlib")


def test_no_watchlists_no_matches() -> None:
    assert matcher().match(article(), NOON) == ()


def test_a_match_carries_what_the_alert_needs() -> None:
    one = watchlist(term("t", "Idlib"), severity="critical", status="test", receivers=["hook"])
    (match,) = matcher(one).match(article(), NOON)
    assert (match.severity, match.status, match.receivers, match.shadow, match.downgraded) == (
        "critical", "test", ("hook",), False, None,
    )  # fmt: skip
    assert (match.watchlist_version, match.matched, match.watchlist_title) == (one.version, NOON, "W")


def test_a_watchlist_on_trial_says_so() -> None:
    (match,) = matcher(watchlist(term("t", "Idlib"), status="shadow")).match(article(), NOON)
    assert (match.shadow, match.status) == (True, "actual")


def test_a_place_that_touches_a_context_does_not_count() -> None:
    astana = watchlist(term("place", "آستانه", language="fa", except_={"fa": ["در آستانه بازگشت", "دستانه"]}))
    assert surfaces(astana, "او در آستانه بازگشت است و در آستانه امضا شد") == ["آستانه"]
    kept, dropped = matcher(astana).judgement("w", article(title="", body="در آستانه بازگشت"), NOON).counted
    assert kept == ()
    ((hit, reason, by),) = dropped
    assert (hit.first, reason) == (1, "context")
    assert by is not None
    assert (by.pattern.form, by.first, by.last) == ("در آستانه بازگشت", 0, 2)


def test_a_context_of_one_term_leaves_another_alone() -> None:
    two = watchlist(
        term("a", "Astana", except_={"en": ["Astana Times"]}), term("b", "Astana"), when={"any": ["b"]}
    )
    assert surfaces(two, "the Astana Times of Astana") == ["Astana", "Astana"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["title"], ["title"]),
        (["lead"], ["lead"]),
        (["body"], ["lead", "body"]),
        (["title", "lead"], ["title", "lead"]),
    ],
)
def test_a_term_counts_in_its_fields_only(fields: list[str], expected: list[str]) -> None:
    one = watchlist(term("t", "Idlib", fields=fields))
    pieces = evidence(one, "First Idlib.\nThen Idlib.", title="Title Idlib")
    names = {("title", 6): "title", ("body", 6): "lead", ("body", 18): "body"}
    assert [names[piece.field, piece.start] for piece in pieces] == expected


@pytest.mark.parametrize(
    ("form", "text", "matches"),
    [
        ("Turkey", "in Turkey today", True),
        ("Turkey", "IN TURKEY TODAY", True),
        ("Turkey", "roast turkey", False),
        ("turkey", "in Turkey today", False),
        ("US", "let us go", False),
        ("US", "Us and them", False),
        ("US", "the US said", True),
        ("Le Monde", "le monde entier", False),
        ("Le Monde", "selon Le Monde", True),
        ("إدلب", "في إدلب", True),
        ("Мир", "станция «Мир»", True),
        ("Мир", "за мир", False),
    ],
)
def test_where_case_must_be_the_same(form: str, text: str, matches: bool) -> None:
    assert bool(surfaces(watchlist(term("t", form, case="same", match="exact")), text)) == matches


@pytest.mark.parametrize(
    ("filters", "fires"),
    [
        ({"sources": ["wire"]}, True),
        ({"sources": ["sample wire"]}, True),
        ({"sources": ["other"]}, False),
        ({"not_sources": ["Sample Wire"]}, False),
        ({"not_sources": ["other"]}, True),
        ({"languages": ["fa", "en"]}, True),
        ({"languages": ["fa"]}, False),
        ({"max_age": "2h"}, True),
        ({"max_age": "30m"}, False),
        ({"countries": ["tr", "sy"]}, True),
        ({"countries": ["tr"]}, False),
        ({"not_countries": ["sy"]}, False),
        ({"not_countries": ["tr"]}, True),
        ({"kinds": ["agency", "newspaper"]}, True),
        ({"kinds": ["social"]}, False),
        ({"trust": "low"}, True),
        ({"trust": "medium"}, True),
        ({"trust": "high"}, False),
        ({"tags": ["front", "north"]}, True),
        ({"tags": ["south"]}, False),
        ({"not_tags": ["north"]}, False),
        ({"not_tags": ["south"]}, True),
        ({"countries": ["sy"], "kinds": ["agency"], "tags": ["south"]}, False),
    ],
)
def test_filters_keep_a_watchlist_silent(filters: dict[str, Any], fires: bool) -> None:
    one = matcher(watchlist(term("t", "Idlib"), filters=filters))
    feed = {"country": "sy", "kind": "agency", "trust": "medium", "tags": ("north",)}
    old = article(published=NOON - timedelta(hours=1), **feed)
    assert bool(one.match(old, NOON)) == fires
    assert (one.judgement("w", old, NOON).filtered is None) == fires


def test_what_is_not_known_keeps_nothing_out() -> None:
    feed = {
        "countries": ["ir"],
        "not_countries": ["sy"],
        "kinds": ["agency"],
        "trust": "high",
        "not_tags": ["a"],
    }
    one = watchlist(term("t", "Idlib"), filters={"languages": ["fa"], "max_age": "1h", **feed})
    assert matcher(one).match(article(language="und", published=None), NOON)
    assert matcher(one).match(article(language="fa-IR", published=NOON + timedelta(days=1)), NOON)


def test_a_tag_that_is_wanted_must_be_there() -> None:
    one = matcher(watchlist(term("t", "Idlib"), filters={"tags": ["north"]}))
    assert not one.match(article(tags=()), NOON)
    assert one.match(article(tags=("north", "other")), NOON)


def test_what_a_source_told_apart_is_boilerplate_whatever_it_looks_like() -> None:
    own, rest = "Residents said the night was calm.", "Shelling in Idlib went on, officials said on Monday."
    one = matcher(watchlist(term("t", "Idlib"), severity="critical"))
    body = f"{own}\n\n{rest}"
    (match,) = one.match(article(title="", body=body, own=len(own)), NOON)
    assert (match.severity, match.downgraded) == ("low", "boilerplate")
    assert [body[piece.start : piece.end] for piece in match.evidence] == ["Idlib"]
    (match,) = one.match(article(title="", body=body), NOON)
    assert (match.severity, match.downgraded) == ("critical", None)


def test_the_lines_behind_the_own_words_are_no_habit_of_a_host() -> None:
    """Else one standing menu would make every short article look like a copy of the last one."""
    menu = "\n".join(f"A line of the menu with words number {number}." for number in range(20))
    one = WatchlistMatcher([watchlist(term("t", "Idlib"))], NO_LEXICON, habits=Habits())
    said = "Residents of Idlib told us so every day."
    for number in range(4):
        own = f"{said} News number {number} is different and longer than the other sentence, by far and away."
        body = f"{own}\n\n{menu}"
        (match,) = one.match(article(id=f"a{number}", title="", body=body, own=len(own)), NOON)
    assert [piece.zone for piece in match.evidence] == ["boilerplate"]


LINKS = f"{PROSE}\nRelated articles\nShelling in Idlib\nSport"


def test_what_only_related_links_say_is_marked_lowered_and_never_dropped() -> None:
    (match,) = found(watchlist(term("t", "Idlib"), severity="critical"), LINKS)
    assert (match.severity, match.downgraded) == ("low", "boilerplate")
    assert [piece.zone for piece in match.evidence] == ["boilerplate"]


def test_the_article_s_own_word_keeps_the_severity_and_the_links_stay_marked() -> None:
    (match,) = found(watchlist(term("t", "Idlib"), severity="critical"), f"Quiet in Idlib. {LINKS}")
    assert (match.severity, match.downgraded) == ("critical", None)
    assert [piece.zone for piece in match.evidence] == ["text", "boilerplate"]


def test_a_condition_that_needs_the_links_is_lowered() -> None:
    both = watchlist(term("a", "Idlib"), term("b", "residents"), when={"all": ["a", "b"]}, severity="high")
    (match,) = found(both, LINKS)
    assert (match.severity, match.downgraded) == ("low", "boilerplate")
    assert [piece.zone for piece in match.evidence] == ["text", "boilerplate"]


def test_links_never_silence_the_article() -> None:
    without = {"all": ["b", {"none": ["a"]}]}
    (match,) = found(watchlist(term("a", "Idlib"), term("b", "residents"), when=without), LINKS)
    assert (match.downgraded, [piece.surface for piece in match.evidence]) == (None, ["Residents"])


def test_a_watchlist_never_fires_on_nothing() -> None:
    absent = watchlist(term("a", "Idlib"), term("b", "Aleppo"), when={"any": ["b", {"none": ["a"]}]})
    assert found(absent, "Nothing here.") == ()
    assert found(absent, "Idlib here.") == ()


def test_what_a_host_repeats_is_marked_from_the_third_article() -> None:
    one = WatchlistMatcher([IDLIB], NO_LEXICON, habits=Habits())
    repeated = "Follow our channel for the latest from Idlib and beyond."
    downgraded = [
        match.downgraded
        for number in range(4)
        for match in one.match(_numbered(number, f"{PROSE} And this is number {number}.\n{repeated}"), NOON)
    ]
    assert downgraded == [None, None, "boilerplate", "boilerplate"]


def _numbered(number: int, body: str) -> Article:
    body = body.replace("night", f"night {number}")
    return article(id=f"a{number}", title="", body=body, url=f"https://wire.example/{number}")


def test_an_edited_watchlist_takes_the_place_of_its_old_version() -> None:
    other = watchlist(term("t", "Aleppo"), id="other")
    before = matcher(IDLIB, other)
    edited = watchlist(term("idlib", "Homs"))
    after = WatchlistMatcher([edited, other], NO_LEXICON, before=before)
    found = after.match(article(title="Idlib, Homs, Aleppo", body=""), NOON)
    assert [(match.watchlist, match.evidence[0].surface, match.watchlist_version) for match in found] == [
        ("other", "Aleppo", other.version),
        ("w", "Homs", edited.version),
    ]


def test_a_judgement_tells_every_step() -> None:
    one = watchlist(
        term("a", "Idlib", fields=["title"]), term("b", "Idlib province"), when={"any": ["a", "b"]}
    )
    judged = matcher(one).judgement("w", article(title="", body="In Idlib province"), NOON)
    assert [(drop.hit.term, drop.reason) for drop in judged.counted.dropped] == [("a", "field")]
    assert [part.says for part in judged.verdict.parts] == ["a is not found", "b is found once"]
    assert [hit.term for hit in judged.hits] == ["b"]
    with pytest.raises(KeyError):
        matcher(one).judgement("absent", article(), NOON)


STOCK = [
    term("place", "Idlib", match="fuzzy"),
    term("place", "إدلب", language="ar"),
    term("astana", "فرمت آستانه", "در آستانه * شد", language="fa", except_={"fa": ["در آستانه *"]}),
    term("truce", "cease-fire", "truce talks", gap=2),
    term("truce", "перемирие", "режим перемирия", language="ru"),
    term("both", "Idlib talks", "ateşkes", language="tr", case="same"),
    term("path", "مسار أستانا", language="ar"),
]
# An ending that Persian writes apart, an elided word: light to some languages, and to no other.
LIGHT = ["مسار", "أستانا", "فرمت", "ها", "ای", "d'"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(STOCK), min_size=1, max_size=5),
    st.lists(st.sampled_from([*WORDS, *LIGHT, "Idleb", "truce", "شد", "cease-fire"]), max_size=30),
    st.booleans(),
)
def test_whatever_stands_beside_it_a_watchlist_matches_the_same(
    beside: list[dict[str, Any]], written: list[str], many: bool
) -> None:
    one = article(title=" ".join(written[:4]), body=" ".join(written))
    lists = [watchlist(own, id=f"w{number}") for number, own in enumerate(beside)]
    alone = [match for each in lists for match in matcher(each).match(one, NOON)]
    together = WatchlistMatcher(reversed(lists), NO_LEXICON, many=many)
    assert list(together.match(one, NOON)) == alone


@pytest.mark.parametrize("many", [False, True])
def test_an_ending_written_apart_is_passed_over_in_its_own_language_alone(many: bool) -> None:
    arabic = watchlist(term("t", "مسار أستانا", language="ar"), id="ar")
    persian = watchlist(term("t", "فرمت آستانه", language="fa"), id="fa")
    both = WatchlistMatcher([arabic, persian], NO_LEXICON, many=many)
    fired = both.match(article(title="", body="مسار ها أستانا، فرمت ها آستانه"), NOON)
    assert [match.watchlist for match in fired] == ["fa"]


def test_a_megabyte_of_contexts_is_judged_in_seconds() -> None:
    one = watchlist(term("t", "Idlib", except_={"en": ["of * of", "of of * * of"]}))
    started = time.process_time()
    assert surfaces(one, "of " * 200_000 + "Idlib of in Idlib, of Idlib of") == ["Idlib"]
    assert time.process_time() - started < 30


def test_a_hundred_watchlists_of_one_word_are_through_such_a_text_before_the_watchdog_ends_the_worker() -> (
    None
):
    lists = [watchlist(term("t", "Idlib"), id=f"w{number}") for number in range(100)]
    many = WatchlistMatcher(lists, NO_LEXICON, many=True)
    many.match(article(), NOON)
    started = time.process_time()
    assert len(many.match(article(title="", body="Idlib " * 150_000), NOON)) == 100
    assert time.process_time() - started < 15


@given(st.lists(st.sampled_from(("of", "the", "Idlib", "in", "of")), max_size=30))
def test_a_place_counts_where_no_context_has_a_word_of_it(written: list[str]) -> None:
    forms = {"a": "of * in", "b": "the Idlib", "c": "of the"}
    alone = watchlist(term("t", "Idlib"), *(term(name, form) for name, form in forms.items()))
    body = " ".join(written)
    hits = matcher(alone).judgement("w", article(title="", body=body), NOON).counted.hits
    taken = {word for hit in hits if hit.term != "t" for word in range(hit.first, hit.last + 1)}
    beside = watchlist(term("t", "Idlib", except_={"en": list(forms.values())}))
    kept = matcher(beside).judgement("w", article(title="", body=body), NOON).counted.hits
    assert [hit.first for hit in kept] == [
        hit.first for hit in hits if hit.term == "t" and hit.first not in taken
    ]


@pytest.mark.parametrize("piece", ["Idlib ", "\ud800Idlib\0"])
def test_a_megabyte_of_hits_is_matched_in_seconds(piece: str) -> None:
    one = watchlist(term("t", "Idlib", except_={"en": ["of Idlib"]}), term("u", "Idlib talks"))
    body = piece * (1_000_000 // len(piece))
    started = time.process_time()
    assert len(evidence(one, body)) == MOST_EVIDENCE
    assert time.process_time() - started < 30


@pytest.mark.parametrize("piece", ["x", "ا", "a\u0301", "ا\u200c", "\ud83d", "\x00", "در آستانه "])
def test_a_megabyte_of_anything_else_is_no_trouble(piece: str) -> None:
    started = time.process_time()
    assert PLAIN.match(article(title=piece * 1000, body=piece * (1_000_000 // len(piece))), NOON) == ()
    assert time.process_time() - started < 30


@pytest.mark.parametrize("piece", [".", "\u200c", '..."', "-", "\u200f."])
def test_a_long_row_of_signs_is_no_trouble(piece: str) -> None:
    one = WatchlistMatcher([watchlist(term("t", "Idlib talks"))], NO_LEXICON, habits=Habits())
    started = time.process_time()
    one.match(article(body=f"{PROSE}\nIdlib{piece * 50_000}talks\n{piece * 50_000}Idlib talks"), NOON)
    assert time.process_time() - started < 5


def test_a_match_carries_the_status_of_its_watchlist_and_what_corroborates_it() -> None:
    drill = watchlist(term("t", "Idlib"), status="exercise", corroborate={"within": "90m"})
    (one,) = found(drill, "Idlib")
    assert (one.status, one.shadow) == ("exercise", False)
    assert one.corroborate == Corroborate(origins=3, within=timedelta(minutes=90))
    (plain,) = found(IDLIB, "Idlib")
    assert (plain.status, plain.corroborate) == ("actual", None)
