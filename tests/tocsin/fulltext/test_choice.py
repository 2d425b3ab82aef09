"""The page's text is taken where it is the article, and more of it than the feed has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.fulltext.choice import chosen

TEXTS = {
    "ar": (
        "عودة الكهرباء إلى المدينة",
        "أعلنت البلدية عودة التيار الكهربائي إلى أحياء المدينة بعد انقطاع دام يومين.",
        "وأوضح المهندسون أن العطل أصاب المحطة الرئيسية، وأن فرق الصيانة عملت طوال الليل على إصلاحه.",
    ),
    "fa": (
        "بازگشت برق به شهر",
        "شهرداری از بازگشت برق به محله‌های شهر پس از دو روز خاموشی خبر داد.",
        "مهندسان گفتند نیروگاه اصلی آسیب دیده بود و گروه‌های تعمیرات تمام شب کار کردند.",
    ),
    "ru": (
        "В город вернулось электричество",
        "Мэрия сообщила, что электричество вернулось в районы города после двух дней без света.",
        "По словам инженеров, авария случилась на главной подстанции, бригады работали всю ночь.",
    ),
    "tr": (
        "Kente elektrik geri geldi",
        "Belediye, iki günlük kesintinin ardından kentin mahallelerine elektriğin geri geldiğini duyurdu.",
        "Mühendisler ana santralin arızalandığını, ekiplerin bütün gece çalıştığını anlattı.",
    ),
    "en": (
        "Power returns to the city",
        "The council said that power had returned to the districts of the city after two days without it.",
        "Engineers said that the main station had failed and that crews had worked on it all night.",
    ),
    "fr": (
        "Le courant revient en ville",
        "La mairie annonce le retour du courant dans les quartiers de la ville après deux jours de panne.",
        "Les ingénieurs ont expliqué que la centrale était en panne et que les équipes y ont passé la nuit.",
    ),
}
CONSENT = {
    "ar": "نحن وشركاؤنا نستخدم ملفات تعريف الارتباط لتحسين تجربتكم وعرض الإعلانات. يرجى قبول الشروط للمتابعة.",
    "fa": "ما و همکارانمان برای بهبود تجربه شما از کوکی‌ها استفاده می‌کنیم. لطفا برای ادامه شرایط را بپذیرید.",
    "ru": "Мы и наши партнёры используем файлы cookie, чтобы улучшать сервис. Примите условия, чтобы продолжить.",
    "tr": "Biz ve ortaklarımız deneyiminizi iyileştirmek için çerezler kullanıyoruz. Devam etmek için kabul edin.",
    "en": "We and our partners use cookies to improve your experience and show adverts. Please accept to continue.",
    "fr": "Nous et nos partenaires utilisons des cookies pour améliorer le service. Acceptez pour continuer.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_page_with_more_of_the_article_is_taken(language: str) -> None:
    title, summary, more = TEXTS[language]
    assert chosen(title, summary, f"{summary}\n{more}") == "page"
    assert chosen(title, "", f"{summary}\n{more}") == "page"


@pytest.mark.parametrize("language", TEXTS)
def test_a_notice_in_place_of_the_article_is_not(language: str) -> None:
    title, summary, _ = TEXTS[language]
    assert chosen(title, summary, CONSENT[language]) == "thin"
    assert chosen(title, summary, "\n".join([CONSENT[language]] * 20)) == "thin"


@pytest.mark.parametrize("language", TEXTS)
def test_the_first_words_before_a_paywall_are_not(language: str) -> None:
    title, summary, more = TEXTS[language]
    assert chosen(title, f"{summary}\n{more}", summary) == "thin"


@pytest.mark.parametrize("language", TEXTS)
def test_a_feed_that_holds_the_article_already_keeps_its_text(language: str) -> None:
    title, summary, more = TEXTS[language]
    assert chosen(title, f"{summary}\n{more}\n…", f"{summary}\n{more}") == "feed"
    assert chosen(title, summary, summary) == "feed"


def test_a_page_without_a_word_is_not_taken() -> None:
    assert chosen("", "", "2026 – 12") == "thin"


def test_an_entry_without_a_word_takes_what_its_page_says() -> None:
    assert chosen("", "", TEXTS["en"][1]) == "page"


@given(st.text(), st.text(), st.text())
def test_any_texts_get_an_answer_that_never_takes_the_shorter_page(title: str, feed: str, page: str) -> None:
    assert chosen(title, feed, page) != "page" or len(page) > len(feed)
