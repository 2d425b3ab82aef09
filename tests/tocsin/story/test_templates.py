"""News desks write from templates: the same sentences about another town, person or number are another event."""

from datetime import timedelta
from typing import Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.story.keeping import HOUR, book_of, place, record_of, take
from tests.tocsin.story.samples import reported, written
from tocsin.contract.events import Article
from tocsin.story.contradiction import contradicted
from tocsin.story.judge import OTHER_NUMBERS, wanted_after
from tocsin.story.likeness import likeness
from tocsin.story.rarity import Rarity
from tocsin.story.setting import Setting
from tocsin.story.sketch import sketch_of
from tocsin.story.view import view_of

# Title and body; {a} a place, {b} another or a name, {n} and {m} numbers.
TEMPLATES: Final = {
    "quake": (
        "en",
        "Magnitude {n}.{m} earthquake strikes {a}",
        (
            "A magnitude {n}.{m} earthquake struck the {a} district at a depth of {m}1 kilometres, the centre said."
            " Residents of {b} ran into the streets and {n}2 people were taken to hospital. Crews check the buildings."
        ),
    ),
    "strike": (
        "en",
        "Drone strike on car in {a} kills {n}",
        (
            "A drone struck a car on the road between {a} and {b} in the morning and killed {n} people, the ministry"
            " said. The army said it hit a commander. Since the truce {m}40 people have been killed in such strikes."
        ),
    ),
    "bus": (
        "tr",
        "{a} yakınında otobüs devrildi: {n} ölü",
        (
            "{a} ile {b} arasındaki yolda bir yolcu otobüsünün devrilmesi sonucu {n} kişi öldü, {m} kişi yaralandı."
            " Valilik yaralıların çevredeki hastanelere kaldırıldığını ve soruşturma açıldığını duyurdu."
        ),
    ),
    "exchange": (
        "ar",
        "عودة {n} شخصا بعد تبادل للأسرى عند {a}",
        (
            "عاد {n} شخصا إلى بيوتهم بعد عملية تبادل للأسرى جرت عند معبر {a} بوساطة من أعيان {b}، وسلم كل طرف {m} جثة."
            " وقالت لجنة المتابعة إن القوائم أعدت على مدى أسابيع وإن عملية أخرى ستجرى قريبا."
        ),
    ),
    "gas": (
        "fa",
        "پزشکان {a} {n} نفر را پس از حمله با گاز کلر درمان کردند",
        (
            "دست‌کم {n} نفر پس از حمله شیمیایی به {a} با تنگی نفس درمان شدند، به گفته هلال احمر. امدادگران از {b} با {m}"
            " آمبولانس رسیدند و تا تاریکی هوا کار کردند."
        ),
    ),
    "report": (
        "ru",
        "Доклад: кто применил химическое оружие в городе {a}",
        (
            "Инспекторы в докладе на {n} страницах пришли к выводу, что в городе {a} применялось химическое оружие."
            " Образцы из города {b} изучили {m} лабораторий; власти выводы отрицают и требуют новой проверки."
        ),
    ),
}
PLACES: Final = {
    "en": ("Tyre", "Kirkuk", "Zhob", "Harran", "Malatya", "Derna"),
    "tr": ("Malatya", "Kırşehir", "Zonguldak", "Tunceli", "Artvin", "Iğdır"),
    "ar": ("منبج", "الحسكة", "تعز", "كوباني", "بعلبك", "سرت"),
    "fa": ("حسکه", "طرابلس", "بعلبک", "قندوز", "زاهدان", "تعز"),
    "ru": ("Африн", "Херсон", "Тобрук", "Манбидж", "Кундуз", "Сирт"),
}
Four = list[int]
FILLINGS: Final = st.permutations(range(6)).map(lambda order: order[:4])
FIGURES: Final = st.permutations(range(3, 60)).map(lambda order: order[:4])


def filled(kind: str, a: int, b: int, numbers: Four, **fields: object) -> Article:
    language, title, body = TEMPLATES[kind]
    places = PLACES[language]
    words = {"a": places[a], "b": places[b], "n": str(numbers[0]), "m": str(numbers[1])}
    text = written(title.format(**words), body.format(**words), **fields)  # type: ignore[arg-type]
    return msgspec.structs.replace(text, language=language)


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
@pytest.mark.parametrize("source", ["Outlet", "Gazette"])
@given(FILLINGS, FIGURES, st.integers(0, 40))
@settings(max_examples=15, deadline=None)
def test_one_template_about_another_place_with_other_numbers_is_another_event(
    kind: str, source: str, places: Four, numbers: Four, hours: int
) -> None:
    a, b, c, d = places
    known = filled(kind, a, b, numbers[:2], id="known", source="Outlet")
    other = filled(kind, c, d, numbers[2:], id="other", source=source, at=NOON + hours * HOUR)
    placement = place(book_of([record_of(known)]), other)
    assert placement.relation == "new"


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
@given(FILLINGS, FIGURES, st.integers(0, 40))
@settings(max_examples=15, deadline=None)
def test_a_copy_is_known_among_its_template(kind: str, places: Four, numbers: Four, hours: int) -> None:
    a, b, c, d = places
    book = book_of()
    for number, at in enumerate((c, a, d)):
        take(book, filled(kind, at, b, [numbers[number], numbers[3]], id=f"known{number}", source="Outlet"))
    copy = filled(kind, a, b, [numbers[1], numbers[3]], id="copy", source="Gazette", at=NOON + hours * HOUR)
    copy = msgspec.structs.replace(copy, body=f"{copy.body}\nAll rights reserved.", content="copy")
    placement = place(book, copy)
    assert (placement.relation, placement.story) == ("copy", "known1")


def test_two_persons_under_one_headline_are_two_events() -> None:
    body = (
        "The sentence of {}, convicted of spying for a foreign service, was carried out at dawn, the judiciary said."
        " {} had been arrested by officers of the ministry in {} and the supreme court upheld the verdict."
    )
    title = "Sentence of a spy carried out"
    first = written(
        title, body.format("Majid Sorkhabi", "Sorkhabi", "Qazvin"), id="a", source="x", language="en"
    )
    second = written(
        title,
        body.format("Behrouz Tavakol", "Tavakol", "Kerman"),
        id="b",
        source="x",
        at=NOON + 24 * HOUR,
        language="en",
    )
    assert place(book_of([record_of(first)]), second).relation == "new"


@pytest.mark.parametrize("source", ["Stars", "Gazette"])
def test_a_column_with_one_title_is_another_every_day(source: str) -> None:
    title = "Horoscope for Aries and Taurus in the ascendant, by our astrologer"
    days = (
        "Venus favours old friends. A letter brings news of money that was thought lost long ago.",
        "Mars asks for patience at work. Do not sign papers before the evening, and call your mother.",
        "Saturn slows every plan. Walk more, quarrel less; somebody whom you miss thinks of you.",
    )
    book = book_of()
    for day, body in enumerate(days):
        at = NOON + timedelta(days=day)
        outlet = "Stars" if day == 0 else source
        take(book, written(title, body, id=f"day{day}", source=outlet, at=at, language="en"))
    assert len(book) == len(days)


def test_it_says_what_differed_and_how_much_was_wanted() -> None:
    known = filled("strike", 0, 1, [3, 4], id="known", source="Outlet")
    other = filled("strike", 2, 3, [5, 6], id="other", source="Gazette", at=NOON + HOUR)
    (why,) = place(book_of([record_of(known)]), other).why
    assert why.startswith(
        "apart from «Drone strike on car in Tyre kills 3», 1 h apart: other numbers in the headline,"
    )
    assert " of 0.61; only here: Zhob; only there: Tyre; in both: " in why
    assert why.endswith("0 of 2 numbers the same")


def test_a_number_in_a_headline_counts_in_words_too() -> None:
    """The town is not named, so that nothing but the number tells the two apart."""
    title = "الجيش يقضي على {} إرهابيين قرب الحدود"
    body = "قضت وحدات الجيش على {} إرهابيين قرب الحدود واسترجعت مسدسات رشاشة وكمية من الذخيرة، وفق بلاغ لوزارة الدفاع."
    known = written(title.format("3"), body.format("3"), id="a", source="x", language="ar")
    placements = [
        place(
            book_of([record_of(known)]),
            written(title.format(one), body.format(one), id="b", source="y", language="ar"),
        )
        for one in ("خمسة", "ثلاثة")
    ]
    assert [placement.relation for placement in placements] == ["new", "copy"]


@pytest.mark.parametrize(("day", "relation"), [("Monday", "new"), ("Saturday", "report"), ("that", "report")])
def test_reports_of_one_half_day_that_name_other_days_are_of_two_events(day: str, relation: str) -> None:
    known = reported("macron-call", "en")
    other = written(
        "Macron urges Putin to agree to a ceasefire in Idlib",
        "French President Emmanuel Macron urged Vladimir Putin in a phone call to agree to a ceasefire in Idlib at"
        f" once, the Elysee said on {day} evening. Paris fears the escalation in the Syrian province, an aide said.",
        id="other",
        source="Gazette",
        language="en",
        at=NOON + HOUR,
    )
    assert place(book_of([record_of(known)]), other).relation == relation
    one, two = (view_of(sketch_of(article)) for article in (known, other))
    assert contradicted(likeness(one, two, Rarity()), Setting(20 * HOUR, one_outlet=False)) == ""


def test_the_same_headline_two_days_later_says_little() -> None:
    title = "Latakia shaken again days after the earthquake"
    texts = (
        "Families of Latakia spend their nights in tents after the earthquake, the governor said. Convoys drive on.",
        "A strong tremor woke families of Latakia; a clinic that the earthquake had spared fell, the governor said.",
    )
    one, other = (view_of(sketch_of(written(title, body, language="en"))) for body in texts)
    found = likeness(one, other, Rarity())
    assert wanted_after(40 * HOUR, found) - wanted_after(3 * HOUR, found) > OTHER_NUMBERS
