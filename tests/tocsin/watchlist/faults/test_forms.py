"""What is no fault of a form: the bad ones stand in ``tests/tocsin/watchlist/bad``."""

import pytest

from tocsin.matching.nearness import may_be_misspelt
from tocsin.watchlist.faults.forms import SHORTEST_FUZZY
from tocsin.watchlist.load import read_watchlist
from tocsin.watchlist.model import Watchlist


def faults(form: str, language: str = "en", more: str = "") -> list[str]:
    text = f"id: w\ntitle: W\nterms:\n  - id: t\n    forms: {{{language}: ['{form}']}}\n"
    outcome = read_watchlist(f"{text}{more}", "w.yaml")
    return [] if isinstance(outcome, Watchlist) else [issue.message for issue in outcome]


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("en", "AT&T"),
        ("en", "C++ school"),
        ("en", "U.S. Navy"),
        ("en", "the Don"),  # a name, for all that its words are common ones
        ("en", "The US"),
        ("en", "COVID-19"),
        ("en", "cease-fire"),
        ("en", "Yahoo! News"),
        ("en", "w/o water"),
        ("fr", "Canal+ info"),
        ("en", "5+1 talks"),
        ("en", "100% ceasefire"),
        ("en", "UNITED AND STRONG"),  # no operator where all is in capitals
        ("en", "north of * river"),
        ("en", "Columbus, Ohio"),
        ("en", "2254"),
        ("fr", "l''accord d''Astana"),
        ("fr", "cessez-le-feu"),
        ("tr", "İdlib''deki"),
        ("ru", "ИГ (запрещена)"),
        ("ru", "операция «Весна»"),
        ("ru", "НАТО Stoltenberg"),  # some of its letters are Russian
        ("fa", "آتش‌بس"),
        ("fa", "در آستانه * شد"),
        ("ar", "وقف إطلاق النار"),
        ("he", 'צה"ל'),
        ("zh", "伊德利卜"),
        ("sr", "Идлиб"),
        ("sr", "Idlib"),
        ("xx", "Идлиб"),  # a language we know nothing of
    ],
)
def test_what_people_really_write_is_no_fault(language: str, form: str) -> None:
    assert faults(form, language) == []


@pytest.mark.parametrize(
    ("language", "form", "settings"),
    [
        ("en", "UN", "{match: exact, case: same}"),
        ("en", "WHO", "{match: exact, case: same}"),
        ("fa", "قم", "{match: exact}"),
        ("ar", "من هنا", "{match: exact}"),
        ("zh", "秦", "{match: exact}"),
    ],
)
def test_a_short_or_common_word_is_taken_where_it_is_meant_just_so(
    language: str, form: str, settings: str
) -> None:
    def told(settings: str) -> bool:
        keys = "".join(f"    {pair.strip()}\n" for pair in settings.strip("{}").split(",") if pair)
        text = f"id: w\ntitle: W\nterms:\n  - id: t\n    forms: {{{language}: ['{form}']}}\n{keys}"
        return not isinstance(read_watchlist(text, "w.yaml"), Watchlist)

    assert told("")
    assert not told(settings)


NEAR = "{near: {terms: [dead, %s], within: 9}}"


@pytest.mark.parametrize(
    ("when", "taken"),
    [
        (NEAR % "quake", True),
        (f"{{any: [quake, {{in: {{fields: [title], of: {NEAR % 'quake'}}}}}]}}", True),
        (f"{{any: [quake, dead, {NEAR % 'quake'}]}}", False),  # beside it, it stands alone
        ("{all: [quake, dead]}", False),
        ("{count: {terms: [quake, dead], at_least: 2}}", False),
        (f"{{any: [quake, {NEAR % 'one'}]}}", False),  # two common words are no company
        (f"{{any: [quake, {NEAR % 'dead'}]}}", False),
        ("quake", False),
    ],
)
def test_a_common_word_is_taken_where_it_is_only_looked_for_near_another_term(when: str, taken: bool) -> None:
    terms = {"quake": "[deprem]", "dead": "[öldü, ne oldu, su]", "one": "[bir]"}
    written = "".join(f"  - {{id: {name}, forms: {{tr: {forms}}}}}\n" for name, forms in terms.items())
    outcome = read_watchlist(f"id: w\ntitle: W\nterms:\n{written}when: {when}\nthreshold: 1\n", "w.yaml")
    assert isinstance(outcome, list)  # term one is always at fault
    told = [
        issue.field for issue in outcome if "the commonest" in issue.message or "too short" in issue.message
    ]
    assert told == [*(f"terms[1].forms.tr[{n}]" for n in range(3) if not taken), "terms[2].forms.tr[0]"]


@pytest.mark.parametrize("match", ["exact", "inflected", "fuzzy"])
def test_only_a_fuzzy_term_needs_a_long_word(match: str) -> None:
    short = f"id: w\ntitle: W\nterms:\n  - id: t\n    match: {match}\n    forms: {{en: [Homs road]}}\n"
    assert isinstance(read_watchlist(short, "w.yaml"), Watchlist) is (match != "fuzzy")
    assert isinstance(read_watchlist(short.replace("road", "roads"), "w.yaml"), Watchlist)


@pytest.mark.parametrize(
    ("context", "swallows"),
    [("Great River", True), ("River", True), ("* River", True), ("River *", False), ("Rivers", False)],
)
def test_a_form_never_counts_where_a_context_of_its_own_stands_in_it(context: str, swallows: bool) -> None:
    text = f"id: w\ntitle: W\nterms:\n  - id: t\n    forms: {{en: [Great River]}}\n    except: {{en: ['{context}']}}\n"
    assert isinstance(read_watchlist(text, "w.yaml"), Watchlist) is not swallows


def test_no_fault_of_one_key_hides_those_of_the_forms() -> None:
    text = (
        "id: w\ntitle: W\nterms:\n  - id: t\n    match: fuzy\n    gap: x\n    weight: heavy\n"
        "    forms: {en: [riv.*, UN, 7]}\n    except: {en: ['—']}\nthreshold: 50\nwhen: {all: [u, t, {none: [t]}]}\n"
    )
    outcome = read_watchlist(text, "w.yaml")
    assert isinstance(outcome, list)
    assert [issue.field for issue in outcome] == [
        "terms[0].match",
        "terms[0].gap",
        "terms[0].weight",
        "terms[0].forms.en[0]",
        "terms[0].except.en[0]",
        "when",
        "when.all[0]",
    ]


def test_what_is_too_short_to_be_misspelt_is_what_the_matcher_does_not_look_for_misspelt() -> None:
    assert may_be_misspelt("x" * SHORTEST_FUZZY)
    assert not may_be_misspelt("x" * (SHORTEST_FUZZY - 1))
