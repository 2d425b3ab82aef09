"""What outlets put around agency copy, in words of our own."""

import random
import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Script = Literal["ar", "fa", "ru", "en"]


class Frame(NamedTuple):
    """``heads`` go before a text, ``related`` introduces ``headlines``, ``tails`` close it; one to three headlines."""

    heads: tuple[str, ...]
    related: tuple[str, ...]
    headlines: tuple[str, ...]
    tails: tuple[str, ...]


FRAMES: Final[Mapping[Script, Frame]] = {
    "ar": Frame(
        (
            "وكالات - غرفة الأخبار:",
            "متابعة: القسم الدولي",
            "المدينة (وكالة المرفأ للأنباء) -",
            "خاص - نقلا عن الوكالات.",
        ),
        ("اقرأ أيضا", "مواضيع ذات صلة", "أخبار ذات صلة"),
        (
            "أسعار الخضار تواصل الارتفاع في أسواق الجملة",
            "افتتاح معرض الكتاب السنوي بمشاركة عشرين دارا",
            "طقس الغد: رياح قوية وأمطار متفرقة",
            "فريق المدينة يتعادل في آخر مباريات الموسم",
            "دراسة: النوم المبكر يحسن الذاكرة",
        ),
        (
            "جميع الحقوق محفوظة للناشر.",
            "تابعونا على صفحاتنا لمزيد من الأخبار.",
            "للاشتراك في النشرة اليومية اضغط هنا",
        ),
    ),
    "fa": Frame(
        ("به گزارش گروه بین‌الملل خبرگزاری بندر،", "سرویس جهان -", "به نقل از خبرگزاری‌ها:"),
        ("بیشتر بخوانید", "اخبار مرتبط", "مطالب مرتبط"),
        (
            "قیمت میوه در بازار شب عید بالا رفت",
            "نمایشگاه کتاب با حضور بیست ناشر گشایش یافت",
            "پیش‌بینی هوا: باد شدید و بارش پراکنده",
            "تساوی تیم شهر در آخرین بازی فصل",
        ),
        ("انتهای پیام/", "کلیه حقوق این سایت محفوظ است.", "ما را در شبکه‌های اجتماعی دنبال کنید."),
    ),
    "ru": Frame(
        (
            "ПРИСТАНЬ, корр. нашего агентства.",
            "Международный отдел -",
            "По сообщениям информационных агентств.",
        ),
        ("Читайте также", "Материалы по теме", "Другие новости"),
        (
            "Цены на овощи на оптовых рынках снова выросли",
            "В городе открылась ежегодная книжная ярмарка",
            "Завтра ожидаются сильный ветер и дожди",
            "Городская команда сыграла вничью в последнем матче",
            "Исследование: ранний сон улучшает память",
        ),
        (
            "Все права защищены.",
            "Подписывайтесь на нашу рассылку.",
            "Перепечатка только со ссылкой на источник.",
        ),
    ),
    "en": Frame(
        ("HARBOUR CITY (Quay News Agency) -", "From our foreign desk, with agencies.", "World desk:"),
        ("Read also", "Related articles", "More on this"),
        (
            "Vegetable prices keep rising at wholesale markets",
            "Annual book fair opens with twenty publishers",
            "Strong winds and scattered rain expected tomorrow",
            "City side draws last match of the season",
        ),
        ("All rights reserved.", "Follow us for more news.", "Subscribe to our daily newsletter here"),
    ),
}
_PERSIAN: Final = re.compile(r"[پچژگیک]")
_ARABIC: Final = re.compile(r"[\u0620-\u064a]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")


def framed(text: str, chance: random.Random) -> str:
    """``text`` between an agency's line and what else to read."""
    frame = FRAMES[script_of(text)]
    headlines = chance.sample(frame.headlines, chance.randint(1, 3))
    tail = "\n".join((chance.choice(frame.related), *headlines, chance.choice(frame.tails)))
    return f"{chance.choice(frame.heads)} {text.strip()}\n{tail}"


def script_of(text: str) -> Script:
    """Which frame goes around ``text``: told by its letters, English where they tell nothing."""
    if _PERSIAN.search(text) is not None:
        return "fa"
    if _ARABIC.search(text) is not None:
        return "ar"
    return "ru" if _CYRILLIC.search(text) is not None else "en"
