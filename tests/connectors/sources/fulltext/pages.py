"""Web pages as outlets make them, written for these tests: an article among menus, links and buttons."""

from collections.abc import Sequence
from typing import NamedTuple


class Story(NamedTuple):
    """``paragraphs`` are the article; the others are around it."""

    title: str
    paragraphs: tuple[str, ...]
    related: str
    link: str
    menu: str

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


STORIES = {
    "ar": Story(
        "عودة الكهرباء إلى أحياء المدينة",
        (
            "أعلنت البلدية صباح الأحد عودة التيار الكهربائي إلى أحياء المدينة بعد انقطاع دام يومين كاملين.",
            "وأوضح المهندسون أن العطل أصاب المحطة الرئيسية، وأن فرق الصيانة عملت طوال الليل على إصلاحه.",
            "وقال سكان إنهم اعتمدوا على المولدات الخاصة، وإن أسعار الوقود ارتفعت خلال اليومين الماضيين.",
        ),
        "اقرأ أيضا",
        "جولة جديدة من المحادثات في أستانا الشهر المقبل",
        "الرئيسية",
    ),
    "fa": Story(
        "بازگشت برق به محله‌های شهر",
        (
            "شهرداری صبح یکشنبه از بازگشت برق به محله‌های شهر پس از دو روز خاموشی کامل خبر داد.",
            "مهندسان گفتند نیروگاه اصلی آسیب دیده بود و گروه‌های تعمیرات تمام شب برای رفع آن کار کردند.",
            "ساکنان می‌گویند در این دو روز از مولدهای خصوصی استفاده کرده‌اند و بهای سوخت بالا رفته است.",
        ),
        "بیشتر بخوانید",
        "دور تازه گفت‌وگوهای آستانه ماه آینده برگزار می‌شود",
        "صفحه نخست",
    ),
    "ru": Story(
        "В районы города вернулось электричество",
        (
            "Мэрия сообщила в воскресенье утром, что электричество вернулось в районы после двух дней без света.",
            "По словам инженеров, авария случилась на главной подстанции, ремонтные бригады работали всю ночь.",
            "Жители рассказали, что пользовались своими генераторами, а топливо за эти два дня подорожало.",
        ),
        "Читайте также",
        "Новый раунд переговоров пройдёт в Астане через месяц",
        "Главная",
    ),
    "tr": Story(
        "Kentin mahallelerine elektrik geri geldi",
        (
            "Belediye, pazar sabahı iki günlük kesintinin ardından mahallelere elektriğin geri geldiğini duyurdu.",
            "Mühendisler ana santralin arızalandığını, onarım ekiplerinin bütün gece çalıştığını anlattı.",
            "Kentte yaşayanlar kendi jeneratörlerini kullandıklarını, yakıtın iki günde pahalandığını söyledi.",
        ),
        "İlgili haberler",
        "Astana görüşmelerinin yeni turu gelecek ay yapılacak",
        "Ana sayfa",
    ),
    "en": Story(
        "Power returns to the districts of the city",
        (
            "The council said on Sunday morning that power had returned to the districts of the city after two days.",
            "Engineers said that the main station had failed and that repair crews had worked on it all night long.",
            "Residents told us that they had used generators of their own, and that fuel had become dearer since.",
        ),
        "Related articles",
        "A new round of talks will be held in Astana next month",
        "Home",
    ),
    "fr": Story(
        "Le courant revient dans les quartiers de la ville",
        (
            "La mairie a annoncé dimanche matin le retour du courant dans les quartiers après deux jours de panne.",
            "Les ingénieurs ont expliqué que la centrale était en panne et que les équipes y avaient passé la nuit.",
            "Des habitants disent avoir utilisé leurs propres groupes, et que le carburant a augmenté depuis.",
        ),
        "À lire aussi",
        "Un nouveau cycle de pourparlers à Astana le mois prochain",
        "Accueil",
    ),
}


def page(story: Story, *, head: str = "", language: str = "en", links: Sequence[str] = ()) -> str:
    """The page of ``story``, of which nothing but its paragraphs is the article."""
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in story.paragraphs)
    others = "".join(f'<li><a href="/{number}">{link}</a></li>' for number, link in enumerate(links))
    return f"""<!doctype html>
<html lang="{language}"><head><title>{story.title} | The Wire</title>{head}
<style>p {{ color: red }}</style><script>var a = "<p>not this</p>";</script></head>
<body><header><nav><ul><li><a href="/">{story.menu}</a></li><li><a href="/s">RSS</a></li>{others}</ul></nav></header>
<main><article><h1>{story.title}</h1><div class="byline">The Wire</div>
{paragraphs}<div class="related"><h3>{story.related}</h3><ul><li><a href="/17">{story.link}</a></li></ul></div>
</article></main><footer><p>© The Wire</p></footer></body></html>"""


CONSENT = """<html lang="en"><head><title>Before you continue</title></head>
<body><div class="consent"><h1>Your choice</h1>
<p>We and our 800 partners store cookies on your device to measure adverts and to improve what we offer to you.</p>
<p>You may accept all of them, or look at the settings and decide for each purpose whether it suits you or not.</p>
<button>Accept</button></div></body></html>"""
