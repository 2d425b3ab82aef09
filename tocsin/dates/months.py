"""What months are called, in six languages and three calendars."""

from typing import Final, Literal, NamedTuple

from tocsin.text.tokens import fold

Calendar = Literal["gregorian", "jalali", "hijri"]

# January to December. English first: its names are the standard forms of RFC 822. `_` stands for a blank.
_GREGORIAN: Final = (
    """january jan | janvier janv | январь января янв | ocak oca | يناير كانون_الثاني جانفي
       | ژانویه ژانویهٔ جنوری جنو""",
    "february feb | février févr fév | февраль февраля февр фев | şubat şub | فبراير شباط فيفري | فوریه فوریهٔ فبروری",
    "march mar | mars | март марта мар | mart | مارس آذار | مارچ",
    "april apr | avril avr | апрель апреля апр | nisan nis | أبريل إبريل نيسان أفريل | آوریل اپریل",
    "may | mai | май мая | mayıs | مايو أيار ماي | مه مهٔ می",
    "june jun | juin | июнь июня июн | haziran haz | يونيو يونيه يونية حزيران جوان | ژوئن جون",
    """july jul | juillet juil | июль июля июл | temmuz tem | يوليو يوليه يولية تموز جويلية يوليوز
       | ژوئیه ژوئیهٔ جولای جول""",
    "august aug | août aoû | август августа авг | ağustos ağu | أغسطس آب أوت غشت أغشت | اوت آگست اگست",
    """september sep sept | septembre | сентябрь сентября сент сен | eylül eyl | سبتمبر أيلول شتنبر شتمبر
       | سپتامبر سپتمبر""",
    "october oct | octobre | октябрь октября окт | ekim eki | أكتوبر تشرين_الأول | اکتبر اکتوبر",
    "november nov | novembre | ноябрь ноября нояб ноя | kasım kas | نوفمبر تشرين_الثاني نونبر | نوامبر نومبر",
    """december dec | décembre déc | декабрь декабря дек | aralık ara | ديسمبر كانون_الأول دجنبر دجمبر
       | دسامبر دسمبر دسم""",
)
# Farvardin to Esfand, as Iran and as Afghanistan call them.
_JALALI: Final = (
    "فروردین حمل | farvardin",
    "اردیبهشت ثور | ordibehesht",
    "خرداد جوزا | khordad",
    "تیر سرطان | tir",
    "مرداد امرداد اسد | mordad",
    "شهریور سنبله | shahrivar",
    "مهر میزان | mehr",
    "آبان عقرب | aban",
    "آذر قوس | azar",
    "دی جدی | dey",
    "بهمن دلو | bahman",
    "اسفند حوت | esfand",
)
# Muharram to Dhu al-Hijja: Arabic, then as Persian writes them, then English and Turkish.
_HIJRI: Final = (
    "محرم المحرم محرم_الحرام | muharram muharrem",
    "صفر | safar safer",
    "ربيع_الأول ربيع_أول | ربیع‌الاول | rabi_al_awwal rebiülevvel",
    "ربيع_الثاني ربيع_الآخر | ربیع‌الثانی | rabi_al_thani rebiülahir",
    "جمادى_الأولى جمادى_الأول | جمادی‌الاول جمادی‌الاولی | jumada_al_ula jumada_al_awwal cemaziyelevvel",
    "جمادى_الآخرة جمادى_الثانية | جمادی‌الثانی | jumada_al_akhirah jumada_al_thani cemaziyelahir",
    "رجب | rajab recep",
    "شعبان | shaban şaban",
    "رمضان | ramadan ramazan",
    "شوال | shawwal şevval",
    "ذو_القعدة ذي_القعدة | ذیقعده ذی‌القعده | dhu_al_qadah zilkade",
    "ذو_الحجة ذي_الحجة | ذیحجه ذی‌الحجه | dhu_al_hijjah zilhicce",
)
LONGEST: Final = 3
"""Words in the longest name."""


class Month(NamedTuple):
    """``number`` from 1; ``standard``: as RFC 822 has it."""

    calendar: Calendar
    number: int
    standard: bool


def month_called(*words: str) -> Month | None:
    """The month of that name, in folded words."""
    return _MONTHS.get("".join(words))


def _months() -> dict[str, Month]:
    calendars: tuple[tuple[Calendar, tuple[str, ...]], ...] = (
        ("gregorian", _GREGORIAN),
        ("jalali", _JALALI),
        ("hijri", _HIJRI),
    )
    months: dict[str, Month] = {}
    for calendar, rows in calendars:
        for number, row in enumerate(rows, start=1):
            for place, names in enumerate(row.split("|")):
                standard = calendar == "gregorian" and place == 0
                for name in names.split():
                    key = fold(name.replace("_", " ")).replace(" ", "")
                    month = months.setdefault(key, Month(calendar, number, standard))
                    if month[:2] != (calendar, number):
                        raise AssertionError(f"{name} names two months")
    return months


_MONTHS: Final = _months()
