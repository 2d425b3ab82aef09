"""The days of the week in six languages: reports of one hour that name different ones tell of different events."""

from typing import Final

from tocsin.text.fold import fold_word

# Monday first. Persian Saturday is left out: it is the second half of other days where those are written as two words.
_DAYS: Final = (
    "monday mon lundi pazartesi понедельник понедельника понедельнику الاثنين والاثنين دوشنبه",
    "tuesday mardi sali вторник вторника вторнику الثلاثاء والثلاثاء سهشنبه",
    "wednesday mercredi carsamba среда среду среды среде الاربعاء والاربعاء چهارشنبه",
    "thursday jeudi persembe четверг четверга четвергу الخميس والخميس پنجشنبه",
    "friday vendredi cuma пятница пятницу пятницы пятнице الجمعه والجمعه جمعه",
    "saturday samedi cumartesi суббота субботу субботы субботе السبت والسبت",
    "sunday dimanche pazar воскресенье воскресенья воскресенью الاحد والاحد يكشنبه",
)
DAYS: Final = {
    fold_word(word): number for number, words in enumerate(_DAYS, start=1) for word in words.split()
}
"""From 1 by folded word."""
