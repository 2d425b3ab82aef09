"""Phrases are found whole, in every language, wherever they stand, and the evidence points at them exactly."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON, article
from tests.shipped import shipped
from tocsin.matching.phrases import MOST_EVIDENCE, Phrase, PhraseMatcher, phrases
from tocsin.text.tokens import fold, tokens
from tocsin.watchlist.load import LoadedWatchlist, loaded
from tocsin.watchlist.model import Term, Watchlist

SHIPPED = shipped()
FORMS = [phrase for watchlist in SHIPPED for phrase in phrases(watchlist)]
FILLER = {
    "ar": "قال مصدر محلي إن السكان عادوا إلى منازلهم صباح اليوم",
    "fa": "به گفته منابع محلی ساکنان صبح امروز به خانه‌های خود بازگشتند",
    "ru": "По словам местных жителей, утром они вернулись домой",
    "tr": "Yerel kaynaklara göre sakinler bu sabah evlerine döndü",
    "en": "Local sources said residents went home this morning",
    "fr": "Selon des sources locales, les habitants sont rentrés ce matin",
}
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def watchlist(name: str, **forms: tuple[str, ...]) -> LoadedWatchlist:
    return loaded(Watchlist(id=name, title=name.title(), terms=(Term(id="term", forms=forms),)))


def surfaces(matcher: PhraseMatcher, text: str) -> list[str]:
    found = matcher.match(article(title="", body=text), NOON)
    return [evidence.surface for match in found for evidence in match.evidence]


@given(st.sampled_from(FORMS), st.data())
def test_a_shipped_form_is_found_at_any_word_boundary(chosen: Phrase, data: st.DataObject) -> None:
    text = FILLER.get(chosen.language, FILLER["en"])
    gaps = [0, *(token.end for token in tokens(text))]
    at = data.draw(st.sampled_from(gaps))
    body = f"{text[:at]} {chosen.form} {text[at:]}"
    (match,) = [
        m
        for m in PhraseMatcher(SHIPPED).match(article(title="", body=body), NOON)
        if m.watchlist == chosen.watchlist
    ]
    assert any(fold(chosen.form) in fold(evidence.surface) for evidence in match.evidence)


@given(st.lists(words, min_size=1, max_size=4), st.text(), st.text())
def test_evidence_slices_to_what_was_written(form: list[str], before: str, after: str) -> None:
    if not fold(" ".join(form)):
        return
    body = f"{before} {' '.join(form)} {after}"
    matcher = PhraseMatcher([watchlist("w", en=(" ".join(form),))])
    (match,) = matcher.match(article(title=body, body=body), NOON)
    for evidence in match.evidence:
        assert body[evidence.start : evidence.end] == evidence.surface
        assert fold(evidence.surface) == fold(evidence.form)
        inside = evidence.start - evidence.sentence_start
        assert evidence.sentence[inside : inside + len(evidence.surface)] == evidence.surface


def test_the_order_of_watchlists_and_an_unrelated_one_change_nothing() -> None:
    body = " ".join(phrase.form + ". " for phrase in FORMS)
    plain = PhraseMatcher(SHIPPED).match(article(body=body), NOON)
    mixed = [*SHIPPED, watchlist("unrelated", en=("volcano",))]
    random.Random(7).shuffle(mixed)  # noqa: S311
    assert PhraseMatcher(mixed).match(article(body=body), NOON) == plain
    assert [match.watchlist for match in plain] == sorted(match.watchlist for match in plain)


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
    (match,) = PhraseMatcher([watchlist("w", en=(form,))]).match(article(title="", body=text), NOON)
    assert [evidence.score for evidence in match.evidence] == [100.0]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("إدلب", "معرض للأدب العربي"),
        ("إدلب", "طلب مجلس حلب"),
        ("Idlib", "an ad lib remark"),
        ("فرمت آستانه", "در آستانه بازگشت"),
        ("prix", "les prix-fixes"[:5] + "mal"),
    ],
)
def test_parts_of_other_words_do_not(form: str, text: str) -> None:
    assert surfaces(PhraseMatcher([watchlist("w", en=(form,))]), text) == []


def test_the_longest_form_of_a_term_speaks_for_the_place_and_the_article_s_language_wins() -> None:
    matcher = PhraseMatcher([watchlist("w", fr=("Idlib",), en=("Idlib", "Idlib province"))])
    (match,) = matcher.match(article(title="Idlib", body="In Idlib province.", language="en-GB"), NOON)
    assert [(e.field, e.surface, e.language) for e in match.evidence] == [
        ("title", "Idlib", "en"),
        ("body", "Idlib province", "en"),
    ]


def test_a_text_full_of_hits_costs_no_more_than_its_length_and_is_explained_in_bounds() -> None:
    (match,) = PhraseMatcher(SHIPPED).match(article(title="", body="ceasefire. " * 100_000), NOON)
    assert len(match.evidence) == MOST_EVIDENCE
    assert match.evidence[0].start == 0


@given(st.lists(st.sampled_from(["Idlib", "province", "of", "north"]), max_size=30))
def test_no_evidence_of_a_term_lies_within_another(written: list[str]) -> None:
    forms = ("Idlib", "Idlib province", "province of Idlib", "north of Idlib province")
    matcher = PhraseMatcher([watchlist("w", en=forms)])
    places = [
        (evidence.start, evidence.end)
        for match in matcher.match(article(title="", body=" ".join(written)), NOON)
        for evidence in match.evidence
    ]
    assert bool(places) == ("Idlib" in written)
    assert not any(a != b and a[0] <= b[0] and b[1] <= a[1] for a in places for b in places)
    assert len(places) == len(set(places))


def test_no_watchlists_no_matches() -> None:
    assert PhraseMatcher([]).match(article(), NOON) == ()


def test_a_match_carries_what_the_alert_needs() -> None:
    one = loaded(
        Watchlist(
            id="w",
            title="W",
            severity="critical",
            status="test",
            receivers=("hook",),
            terms=(Term(id="term", forms={"en": ("Idlib",)}),),
        )
    )
    (match,) = PhraseMatcher([one]).match(article(), NOON)
    assert (match.severity, match.status, match.receivers) == ("critical", "test", ("hook",))
    assert match.watchlist_version == one.version
    assert {evidence.score for evidence in match.evidence} == {100.0}
