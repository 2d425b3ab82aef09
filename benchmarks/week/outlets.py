"""Two hundred made-up outlets, in six languages."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from benchmarks.week.phrases import phrases, said

SHARES: Final[Mapping[str, int]] = {"ar": 60, "ru": 40, "en": 40, "tr": 25, "fa": 20, "fr": 15}
_COUNTRIES: Final[Mapping[str, Sequence[str]]] = {
    "ar": ("sy", "lb", "iq", "eg", "tn"),
    "ru": ("ru", "kz"),
    "en": ("gb", "us", "qa"),
    "tr": ("tr",),
    "fa": ("ir", "af"),
    "fr": ("fr", "be", "ma"),
}
_FIRST: Final[Mapping[str, Sequence[str]]] = {
    "ar": ("صدى", "نبض", "مرآة", "شبكة", "أخبار", "بوابة", "منبر", "راصد"),
    "ru": ("Вестник", "Голос", "Курьер", "Хроника", "Обзор", "Сводка", "Лента", "Известия"),
    "en": ("Daily", "Morning", "Evening", "Regional", "Global", "Levant", "Frontier", "Capital"),
    "tr": ("Yeni", "Günlük", "Son", "Bölge", "Doğu", "Anadolu", "Sabah", "Akşam"),
    "fa": ("ندای", "پیام", "افق", "دیدبان", "آوای", "پرتو", "سپهر", "نسیم"),
    "fr": (
        "Le Courrier",
        "La Dépêche",
        "Le Journal",
        "Les Échos",
        "La Voix",
        "Le Matin",
        "L'Écho",
        "La Revue",
    ),
}
_LAST: Final[Mapping[str, Sequence[str]]] = {
    "ar": ("الشرق", "الشام", "الخليج", "المدينة", "الفرات", "الساحل", "النهار", "العرب"),
    "ru": ("региона", "востока", "недели", "столицы", "юга", "мира", "дня", "границы"),
    "en": ("Monitor", "Dispatch", "Ledger", "Post", "Wire", "Observer", "Review", "Bulletin"),
    "tr": ("Haber", "Gündem", "Postası", "Sesi", "Ajans", "Bakış", "Manşet", "Yorum"),
    "fa": ("شرق", "ایران", "امروز", "منطقه", "صلح", "شهر", "جنوب", "مردم"),
    "fr": ("du Levant", "du Soir", "de l'Est", "du Monde", "du Sud", "des Rives", "du Jour", "de Midi"),
}


class Outlet(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes: ``tail`` ends each of its articles."""

    feed: str
    name: str
    language: str
    country: str
    host: str
    tail: str


def outlets(seed: int, shares: Mapping[str, int] = SHARES) -> dict[str, list[Outlet]]:
    """As many of each language as ``shares`` say."""
    chance = random.Random(f"{seed}/outlets")
    return {
        language: [_outlet(language, at, chance) for at in range(shares[language])] for language in shares
    }


def _outlet(language: str, at: int, chance: random.Random) -> Outlet:
    name = f"{_FIRST[language][at % 8]} {_LAST[language][(at // 8 + at) % 8]}"
    return Outlet(
        feed=f"{language}-{at:02}",
        name=name,
        language=language,
        country=chance.choice(_COUNTRIES[language]),
        host=f"{language}-{at:02}.example",
        tail=said(chance.choice(phrases(language).tails), {"outlet": name}, language, chance),
    )
