"""Written words as news has them, well and badly spelt, in six languages; and words that only look alike."""

import pytest

from tests.tocsin.text.languages.conftest import Links

FOUND = {
    "ar": {
        "إدلب": "إدلب ادلب وإدلب بإدلب لإدلب وبإدلب كإدلب فإدلب",
        "النار": "نار النار والنار بالنار للنار نيران النيران ناره",
        "هدنة": "هدنة الهدنة والهدنة للهدنة بالهدنة الهدنه هدنتهم هُدْنة",
        "قصف": "القصف قصفا قصفًا قصفها بقصف وقصفهم",
        "مدينة": "المدن مدن مدينتهم بالمدينة ومدينة مدينتين مدينتي",
        "طائرة": "طائرتان طائرتين بطائرتين",
        "بلدة": "بلدتي ببلدتي",
        "غارة": "غارات الغارات بغارات غاراتها",
        "لاجئ": "اللاجئين اللاجئون لاجئين لاجئا",
        "صاروخ": "صواريخ الصواريخ صاروخين صواريخها صاروخا",
        "قوات": "القوات قواته للقوات وقواتها",
        "تركيا": "وتركيا بتركيا لتركيا",
        "سد تشرين": "بسد_تشرين وسد_تشرين ولسد_تشرين بالسد_تشرين",
        "أبو محمد": "وأبو_محمد أبي_محمد لأبي_محمد أبا_محمد",
    },
    "fa": {
        "ادلب": "ادلب ادلبِ",
        "آتش‌بس": "آتشبس آتش‌بس آتش‌بسی آتش‌بس‌ها آتش‌بس‌های",
        "گفت‌وگو": "گفتوگو گفت‌وگوها گفت‌وگوهای گفتوگوهای گفت_و_گو گفت_و_گوی گفت‌و‌گو گفت_وگو",
        "جست و جو": "جست‌وجو جستوجو جست_و_جوی",
        "حمله": "حمله‌ها حملات حملهٔ حمله‌ای حمله‌های حملههای",
        "پناهجو": "پناهجویان پناهجوها پناهجوی پناهجویی",
        "موشک": "موشک‌ها موشكها موشک‌های موشکهای موشکش",
        "نیرو": "نیروها نیروهای نیروهایی نیروهایش نیرویی",
        "کشور": "کشورها کشورشان كشور کشوری",
        "رزمنده": "رزمندگان رزمنده‌ها",
    },
    "ru": {
        "Идлиб": "Идлибе Идлиба ИДЛИБ Идлибом",
        "Астана": "Астане Астаны Астану Астаной",
        "Хама": "Хаме Хамы Хаму Хамой",
        "Ракка": "Ракке Ракку Ракки Раккой",
        "Манбидж": "Манбиджа Манбиджем",
        "Дарданеллы": "Дарданелл Дарданеллах",
        "Путин": "Путина Путиным Путину Путине",
        "Тавровский": "Тавровского Тавровским",
        "перемирие": "перемирия перемирию перемирием перемирии",
        "ребёнок": "детей ребенка дети ребёнку",
        "сирийский": "сирийской сирийских сирийскую",
        "обстрел": "обстрелы обстрелов обстрелами",
    },
    "tr": {
        "İdlib": "İdlib'de İdlib’in IDLIB idlib'e Idlibde Idlibin",
        "Türkiye": "Türkiye'nin Turkiye Turkiyenin",
        "ateşkes": "ateşkesin ateskes ateskesi ateşkesten ATEŞKES",
        "kitap": "kitabı kitabin kitaplar kitaba",
        "şehir": "şehre sehri şehirde şehirlerin sehirlerde",
        "saldırı": "saldırılar saldırısı saldirilarin saldırıda",
        "mülteci": "mülteciler multeciler mültecilerin mülteciye",
        "çocuk": "çocuğu çocuklar cocugun",
    },
    "en": {
        "Idlib": "Idlib's IDLIB Idlib’s",
        "ceasefire": "ceasefires Ceasefire's CEASEFIRE",
        "city": "cities city's",
        "strike": "strikes struck striking",
        "child": "children children's",
        "crisis": "crises",
        "Blaztovan": "Blaztovans",
        "F-16": "F-16s F16s F-16's",
    },
    "fr": {
        "Astana": "d'Astana d’Astana",
        "trêve": "trêves treve TRÊVE",
        "réfugié": "réfugiés réfugiée refugies",
        "hôpital": "hôpitaux hopitaux l’hôpital",
        "syrien": "syrienne syriens syriennes",
        "émir": "l'émir émirs",
        "lever": "lève lèvent levé levée levées",
        "tuer": "tue tué tuée tués tuées",
        "tué": "tuée tués tuées",
        "bombarder": "bombarde bombardé bombardée bombardés bombardées",
        "évacuer": "évacue évacué évacuée évacués évacuées",
        "détenir": "détenu détenue détenus détenues",
        "saisir": "saisi saisie saisis saisies",
        "abattre": "abattu abattue abattus abattues",
        "détruire": "détruit détruite détruits détruites",
        "prendre": "pris prise prises",
        "ouvrir": "ouvert ouverte ouverts ouvertes",
    },
}

OTHERS = {
    "ar": {
        "الإمارات": "إمارة",
        "ألبانيا": "بأنها",
        "إدلب": "أدب حلب طلب أدلة قلب",
        "نار": "منار نارنج أنور",
        "حلب": "طلب حليب حلبة",
        "كتاب": "كتابة",
        "سد تشرين": "يسد_تشرين فاسد_تشرين",
    },
    "fa": {"آستانه": "آستان دستانه", "ادلب": "ادب طلب", "دشمنی": "دشمن", "بدن": "بد"},
    "ru": {"Идлиб": "Библ идиллия", "мир": "мирза кумир", "Астана": "стана астма", "обстрел": "стрела"},
    "tr": {"İdlib": "iblid adlib", "ateş": "ateşkes ateist", "önem": "önemli önemsiz", "kar": "karar karga"},
    "en": {"Idlib": "adlib iblid lib", "rat": "rate rated", "new": "news", "mass": "mas", "Hama": "Hamas"},
    "fr": {
        "Astana": "sultana",
        "mer": "maire merci",
        "Hama": "Hamas",
        "avenir": "avenue",
        "partir": "parti parties",
        "boucher": "bouche",
        "finir": "finance finaud",
        "tir": "tu tue",
        "arme": "armée",
        "forme": "formée",
    },
}


def pairs(by_language: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [
        (language, term, word.replace("_", " "))
        for language, terms in by_language.items()
        for term, words in terms.items()
        for word in words.split()
    ]


@pytest.mark.parametrize(("language", "term", "written"), pairs(FOUND))
def test_a_form_of_the_word_is_found(links: Links, language: str, term: str, written: str) -> None:
    assert links(language, term, written) is not None


@pytest.mark.parametrize(("language", "term", "written"), pairs(OTHERS))
def test_another_word_is_not(links: Links, language: str, term: str, written: str) -> None:
    assert links(language, term, written) is None


@pytest.mark.parametrize(
    ("language", "term", "written", "rule"),
    [
        ("ar", "إدلب", "ادلب", "exact"),
        ("ar", "إدلب", "وبإدلب", "clitic"),
        ("ar", "مدينة", "مدن", "form"),
        ("ar", "غازي", "غازيهم", "suffix"),
        ("ru", "Идлиб", "Идлибе", "form"),
        ("tr", "Zorbatan", "Zorbatanlarda", "suffix"),
        ("en", "Blaztovan", "Blaztovans", "plural"),
        ("fa", "زمبیلک", "زمبیلک‌های", "suffix"),
    ],
)
def test_the_rule_is_named(links: Links, language: str, term: str, written: str, rule: str) -> None:
    assert links(language, term, written) == rule
