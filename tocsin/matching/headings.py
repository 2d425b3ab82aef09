"""What sites write over links to other articles, and the furniture of their pages, per language."""

from collections.abc import Iterable, Mapping
from typing import Final

from tocsin.text.tokens import tokens

_RELATED: Final[Mapping[str, str]] = {
    "ar": """مقالات ذات صلة / أخبار ذات صلة / مواضيع ذات صلة / مواد ذات صلة / قصص ذات صلة / موضوعات ذات صلة
        أخبار متعلقة / مواضيع متعلقة / مقالات متعلقة / موضوعات متعلقة / أخبار مشابهة / مقالات مشابهة
        مواضيع مشابهة / اقرأ أيضا / إقرأ أيضا / اقرأوا أيضا / اقرأ المزيد / للمزيد اقرأ / طالع أيضا / شاهد أيضا
        انظر أيضا / قد يهمك / قد يهمك أيضا / قد يعجبك / قد يعجبك أيضا / ربما يعجبك أيضا / اخترنا لك / اخترنا لكم
        مقترحات / الأكثر قراءة / الأكثر مشاهدة / الأكثر تداولا / آخر الأخبار / أحدث الأخبار / المزيد من الأخبار
        أخبار أخرى / مزيد من الأخبار / في الموضوع نفسه / حول هذه القصة / لا تفوت""",
    "fa": """مطالب پیشنهادی / مطالب مرتبط / مطالب مشابه / مطالب بیشتر / اخبار مرتبط / اخبار مشابه / خبرهای مرتبط
        خبر مرتبط / مقالات مرتبط / نوشته‌های مرتبط / نوشته‌های مشابه / موضوعات مرتبط / لینک‌های مرتبط
        پیشنهاد سردبیر / پیشنهاد ما / پیشنهاد ویژه / بیشتر بخوانید / بیشتر بخوانیم / همچنین بخوانید
        این مطالب را هم بخوانید / این خبر را هم بخوانید / از دست ندهید / پربازدیدترین‌ها / پربازدیدها
        پربازدیدترین اخبار / پربیننده‌ترین‌ها / پربحث‌ترین‌ها / آخرین اخبار / تازه‌ترین اخبار / جدیدترین اخبار
        اخبار دیگر / سایر اخبار / دیگر خبرها""",
    "ru": """Читайте также / Читать также / Читайте ещё / Смотрите также / Материалы по теме / Новости по теме
        Статьи по теме / Публикации по теме / Ещё по теме / По теме / Другие материалы по теме / Похожие новости
        Похожие материалы / Похожие статьи / Связанные новости / Связанные материалы / Другие новости
        Другие материалы / Другие статьи / Самое читаемое / Самое популярное / Популярные новости
        Последние новости / Новости партнёров / Рекомендуем / Рекомендуем прочитать / Рекомендуем почитать
        Вам может быть интересно / Вам будет интересно / Это интересно / Не пропустите / Новости СМИ2""",
    "tr": """İlgili haberler / İlgili haber / İlgili içerikler / İlgili yazılar / İlgili konular
        İlginizi çekebilir / Bunlar da ilginizi çekebilir / Bu haberler de ilginizi çekebilir / Benzer haberler
        Benzer içerikler / Diğer haberler / Ayrıca okuyun / Bunu da okuyun / Bunları da okuyun
        Şunları da okuyun / Ayrıca bakınız / Son haberler / En son haberler / Son dakika haberleri
        Çok okunanlar / En çok okunanlar / En çok okunan haberler / Öne çıkanlar / Öne çıkan haberler
        Önerilenler / Sizin için seçtiklerimiz / Kaçırmayın""",
    "en": """Related / Related articles / Related article / Related stories / Related story / Related news
        Related content / Related posts / Related topics / Related links / Related coverage / Related reading
        Read also / Also read / Read more / Read next / Up next / See also / Further reading / More on this
        More on this story / More on this topic / More stories / More news / More from this section
        More to read / Other news / Other stories / Similar articles / Similar news / Most read / Most popular
        Most viewed / Trending / Trending now / Latest news / Latest stories / Recommended / Recommended for you
        Recommended stories / You may also like / You might also like / You may be interested in / Don't miss
        Editor's picks""",
    "fr": """À lire aussi / Lire aussi / À lire également / Lire également / À lire / À lire ensuite
        Voir aussi / À voir aussi / Sur le même sujet / Sur le même thème / Dans la même rubrique
        Articles liés / Articles connexes / Articles similaires / Articles associés / Contenus liés
        Contenus similaires / Autres articles / Autres actualités / Les plus lus / Les plus lues
        Les articles les plus lus / Dernières actualités / Nos recommandations / Vous aimerez aussi
        Vous pourriez aussi aimer / Cela pourrait vous intéresser / À ne pas manquer""",
}
_FURNITURE: Final[Mapping[str, str]] = {
    "ar": """الرئيسية / من نحن / اتصل بنا / تواصل معنا / سياسة الخصوصية / شروط الاستخدام / جميع الحقوق محفوظة
        تابعنا / تابعونا / شارك / مشاركة / طباعة / بحث / تسجيل الدخول / النشرة البريدية / زر الذهاب إلى الأعلى
        إعلان / التعليقات""",
    "fa": """صفحه نخست / صفحه اصلی / خانه / درباره ما / تماس با ما / ارتباط با ما / جستجو / آرشیو / پیوندها
        حریم خصوصی / تمامی حقوق محفوظ است / اشتراک گذاری / نسخه چاپی / ورود / ثبت نام / خبرنامه / نظرات / آگهی""",
    "ru": """Главная / На главную / О нас / О проекте / О редакции / Контакты / Реклама / Все права защищены
        Подписаться / Поделиться / Распечатать / Поиск / Войти / Вход / Комментарии / Наверх / Рассылка
        Политика конфиденциальности""",
    "tr": """Anasayfa / Ana sayfa / Hakkımızda / İletişim / Künye / Reklam / Gizlilik politikası
        Tüm hakları saklıdır / Paylaş / Yazdır / Ara / Giriş yap / Üye ol / Yorumlar / Abone ol
        Bizi takip edin""",
    "en": """Home / About / About us / Contact / Contact us / Privacy policy / Terms of use / Terms of service
        All rights reserved / Follow us / Share / Share this / Print / Search / Sign in / Log in / Sign up
        Subscribe / Newsletter / Comments / Advertisement / Back to top / Cookie policy / Facebook / Twitter / X
        WhatsApp / Telegram / Instagram / YouTube / LinkedIn / RSS / Email""",
    "fr": """Accueil / Qui sommes-nous / À propos / Contact / Contactez-nous / Mentions légales
        Tous droits réservés / Suivez-nous / Partager / Imprimer / Rechercher / Se connecter / S'abonner
        S'inscrire / Commentaires / Publicité / Retour en haut / Politique de confidentialité""",
}


def bare(text: str) -> str:
    """The words of ``text`` folded and run together, numbers aside: blanks and joiners are typed as it happens."""
    return "".join(word.folded for word in tokens(text) if not word.folded.isdigit())


def _phrases(lists: Iterable[str]) -> frozenset[str]:
    parted = (phrase for phrases in lists for line in phrases.splitlines() for phrase in line.split("/"))
    return frozenset(bare(phrase) for phrase in parted) - {""}


RELATED: Final = _phrases(_RELATED.values())
"""Headings over links to other articles, as ``bare`` gives them."""
FURNITURE: Final = _phrases(_FURNITURE.values())
"""Lines of menus and footers, likewise."""
LONGEST_HEADING: Final = 6
"""Words of the longest heading."""
