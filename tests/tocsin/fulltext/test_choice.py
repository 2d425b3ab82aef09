"""The page's text is taken unless it clearly says less than the feed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.fulltext.choice import Choice, Said, chosen, untold
from tocsin.fulltext.notices import Notice
from tocsin.text.tokens import fold

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
NOTICES: dict[Notice, dict[str, str]] = {
    "paywall": {
        "ar": "هذا المقال للمشتركين فقط. اشترك الآن لمتابعة القراءة.",
        "fa": "این گزارش ویژه مشترکان است. برای ادامه مطالعه مشترک شوید.",
        "ru": "Эта статья только для подписчиков. Оформите подписку, чтобы читать дальше.",
        "tr": "Bu haber abonelere özel. Okumaya devam etmek için abone olun.",
        "en": "This story is for subscribers only. Subscribe to continue reading. Cancel anytime.",
        "fr": "Cet article est réservé aux abonnés. Abonnez-vous pour poursuivre la lecture.",
    },
    "login": {
        "ar": "يرجى تسجيل الدخول. أدخل بريدك وكلمة المرور. إنشاء حساب جديد.",
        "fa": "لطفا وارد شوید. رمز عبور خود را فراموش کرده‌اید؟ حساب کاربری ندارید؟",
        "ru": "Авторизуйтесь на сайте. Забыли пароль? Ещё нет учётной записи?",
        "tr": "Devam etmek için giriş yapın. Şifrenizi mi unuttunuz? Hesabınız yok mu?",
        "en": "Please log in to go on. Forgot your password? New here? Create an account.",
        "fr": "Connectez-vous pour continuer. Mot de passe oublié ? Créez un compte.",
    },
    "check": {
        "ar": "يرجى تفعيل جافا سكريبت في متصفحك. أكد أنك لست روبوتا.",
        "fa": "لطفا جاوااسکریپت را در مرورگر خود فعال کنید. تایید کنید ربات نیستید.",
        "ru": "Включите JavaScript. Подтвердите, что вы не робот.",
        "tr": "Lütfen tarayıcınızda JavaScript'i etkinleştirin. Robot olmadığınızı doğrulayın.",
        "en": "Please enable JavaScript. We are checking your browser to be sure that you are human.",
        "fr": "Veuillez activer JavaScript. Confirmez que vous n'êtes pas un robot.",
    },
    "missing": {
        "ar": "خطأ 404. الصفحة المطلوبة غير موجودة أو تم نقلها.",
        "fa": "خطای 404. صفحه مورد نظر شما پیدا نشد.",
        "ru": "Ошибка 404. Запрашиваемая страница не существует или была удалена.",
        "tr": "Sayfa bulunamadı. Aradığınız sayfa kaldırılmış olabilir.",
        "en": "Page not found. The page you are looking for has been removed or never was.",
        "fr": "Page introuvable. La page demandée n'existe plus, retour à l'accueil.",
    },
}
REPORT = (
    "Inspectors said on Sunday that chemical weapons had been found in a warehouse near the northern road."
)


def choice(title: str, feed: str, page: str, page_title: str = "") -> Choice:
    return chosen(Said(title, feed), Said(page_title, page))


@pytest.mark.parametrize("language", TEXTS)
def test_a_page_with_more_of_the_article_is_taken(language: str) -> None:
    title, summary, more = TEXTS[language]
    assert choice(title, summary, f"{summary}\n{more}") == "page"
    assert choice(title, "", f"{summary}\n{more}") == "page"


@pytest.mark.parametrize(
    ("title", "teaser"),
    [
        ("Story number 7", ""),
        ("Story number 7", "Short note."),
        ("A long winter, they say", "Read more"),
        (
            "The silence of the lambs",
            "What the village does not want to talk about, even after all those years of calm",
        ),
        ("Зима близко", "Читать далее"),
        ("شتاء طويل", "اقرأ المزيد"),
        ("زمستان سخت", "ادامه مطلب"),
        ("Uzun bir kış", "Devamını oku"),
        ("Un long hiver", "Lire la suite"),
    ],
)
@pytest.mark.parametrize("length", [1, 4, 40])
def test_a_headline_that_says_nothing_of_its_article_loses_nothing(
    title: str, teaser: str, length: int
) -> None:
    page = "\n".join(
        [REPORT, *(f"Paragraph {at} tells of the harvest in valley {at}." for at in range(length))]
    )
    assert choice(title, teaser, page) == "both"


def test_a_page_is_the_article_where_nothing_is_known_of_it() -> None:
    assert choice("", "", REPORT) == "page"


@pytest.mark.parametrize("language", TEXTS)
def test_a_consent_wall_is_not_the_article(language: str) -> None:
    title, summary, _ = TEXTS[language]
    assert choice(title, summary, CONSENT[language]) == "consent"
    assert choice("Story number 7", "", CONSENT[language]) == "consent"
    assert choice(title, summary, "\n".join([CONSENT[language]] * 20)) == "consent"


@pytest.mark.parametrize(("kind", "language"), [(kind, language) for kind in NOTICES for language in TEXTS])
def test_other_notices_in_its_place_are_not(kind: Notice, language: str) -> None:
    title, summary, _ = TEXTS[language]
    assert choice(title, summary, NOTICES[kind][language]) == kind
    assert choice("Story number 7", "", NOTICES[kind][language]) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The stockpile does not exist any more, he said. All of it has been removed, and no trace could be found.",
        "The joint command said 404 people were not found after the strike. Residents pay 20 dollars per month.",
        "Our partners in the region agree, the minister said. We will continue to support them for a month.",
        "Войска не смогли войти в город. Вход в порт закрыт, сообщили в штабе.",
        "رزمایش مشترک دو کشور با ورود ناوها آغاز شد. متاسفانه اطلاعاتی از مفقودان وجود ندارد.",
        "أعلنت القوات المشتركة أن المواد غير موجودة في المخزن. ولم يتم العثور على ناجين.",
        "L'avion reste introuvable et la piste n'existe plus, selon Kaboul et Herat.",
        "Kayıp işçiler bulunamadı. Bölgedeki köprü artık mevcut değil, eski yol kaldırılmış.",
        "Passwords of the ministry were stolen. The attackers left a note and asked for two million dollars.",
    ],
)
def test_a_report_that_uses_words_of_notices_is_taken(text: str) -> None:
    assert choice("A long winter", "Read more", text) == "both"


@pytest.mark.parametrize("language", TEXTS)
def test_the_first_words_before_a_paywall_are_not(language: str) -> None:
    title, summary, more = TEXTS[language]
    assert choice(title, f"{summary}\n{more}", summary) == "thin"


@pytest.mark.parametrize("language", TEXTS)
def test_a_feed_that_holds_the_article_already_keeps_its_text(language: str) -> None:
    title, summary, more = TEXTS[language]
    assert choice(title, f"{summary}\n{more}\n…", f"{summary}\n{more}") == "feed"
    assert choice(title, summary, summary) == "feed"


def test_a_page_without_a_word_is_not_taken() -> None:
    assert choice("", "", "2026 – 12") == "thin"


def test_a_shorter_page_that_says_other_things_is_taken_unless_much_shorter() -> None:
    title, summary, more = TEXTS["en"]
    feed = f"{summary} {more}"
    assert len(REPORT) < len(feed)
    assert choice(title, feed, REPORT) == "both"
    assert choice(title, feed * 3, REPORT) == "thin"


@pytest.mark.parametrize(
    ("feed", "rest"),
    [
        ("Power is back. The council said so.", ""),
        ("POWER is back! the council said…", ""),
        ("Power is back. The council sa", ""),
        ("Power is back. Read more", "Read more"),
        ("A gas was used. Power is back.", "A gas was used."),
        ("", ""),
    ],
)
def test_what_the_page_does_not_say_word_for_word_is_told(feed: str, rest: str) -> None:
    assert untold(feed, "Power is back. The council said so on Sunday.") == rest


WORDS = st.lists(
    st.sampled_from("Power is back. The gas! قال شهود؟ вода\n … 12 it's".split(" ")), max_size=30
).map(" ".join)


@given(WORDS, WORDS)
def test_no_word_of_the_feed_is_lost(feed: str, page: str) -> None:
    assert set(fold(feed).split()) <= {
        word for text in (untold(feed, page), page) for word in fold(text).split()
    } | {word for word in fold(feed).split() if any(kept.startswith(word) for kept in fold(page).split())}


@given(st.text(), st.text(), st.text())
def test_any_texts_get_an_answer(title: str, feed: str, page: str) -> None:
    found = choice(title, feed, page)
    assert found not in ("page", "both") or len(page) >= len(feed) / 4
    assert untold(feed, feed) == ""
