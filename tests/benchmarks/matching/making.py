"""Terms and texts of our own, small."""

from benchmarks.matching.terms import City, Term, make_terms

CITIES = (
    City("TR", 900, ("Demirköy", "دميركوي", "Демиркой")),
    City("FR", 800, ("Saint-Bel", "سان بيل")),
    City("IR", 700, ("Garmrud", "گرم‌رود", "Гармруд")),
    City("RU", 20, ("Staraya Verf", "Старая Верфь")),
)
HELD_OUT = {"en": ("Quiet harbours shelter fishermen.",), "ru": ("Рыбаки вернулись домой.",)}
DESK = (("ar", "وقف النار"), ("en", "cease fire"))

TEXTS = (
    "Staraya Verf, they said, is quiet harbours and all. In Garmrud a cease fire holds. Verf. Staraya cease.\nFire!",
    "Demirköy'de bir şey olmadı; Demirkoy sakin. Saint-Bel, Saint Bel: quiet harbours.",
    "Из Старая Верфь в Гармруд. Рыбаки вернулись домой, рыбаки вернулись.",
    "أعلن وقف النار في دميركوي، وقف النار ثابت. گرمرود آرام است و گرم رود هم.",
)


def terms() -> tuple[Term, ...]:
    """Of one to three words, some inside others."""
    return make_terms(CITIES, HELD_OUT, DESK, 100)
