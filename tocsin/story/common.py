"""Words that tell nothing of what a story is about: the commonest of each language, and those of the news trade."""

from typing import Final

from tocsin.text.fold import fold_word
from tocsin.text.languages import RULES

_OF_THE_TRADE: Final = {
    "en": "said says told according report reports reported reporting news agency statement spokesman spokesperson"
    " announced added also year years month months week weeks day days time today yesterday tomorrow monday tuesday"
    " wednesday thursday friday saturday sunday first last new one two three may might since still per via among"
    " including however later earlier ago now back made make get got take took will won like many much way even"
    " read full story photo video image source getty reuters ap afp breaking live update updated",
    "fr": "selon dit declare annonce affirme agence presse rapporte indique ajoute lundi mardi mercredi jeudi vendredi"
    " samedi dimanche jour jours mois annee annees an ans hier demain aujourd hui premier derniere dernier afp reuters",
    "tr": "dedi soyledi belirtti acikladi aciklama yapti haber ajansi gun gunu yil ay pazartesi sali carsamba persembe"
    " cuma cumartesi pazar bugun dun yarin tarafindan ifade",
    "ru": "сказал сказала заявил заявила заявили сообщил сообщила сообщили сообщает сообщают передает рассказал"
    " рассказала рассказали отметил отметила добавил добавила подчеркнул словам данным информации агентство агентства"
    " риа новости тасс интерфакс пресс служба службе год года году лет месяц месяца день дня дней неделя недели"
    " понедельник вторник среду четверг пятницу субботу воскресенье сегодня вчера завтра время ранее стало стал"
    " этом том этого один одна два две три первый новый будет будут",
    "ar": "قال قالت وقال وقالت اضاف واضاف واضافت اضافت ذكر ذكرت وذكر وذكرت اعلن اعلنت واعلن واعلنت اكد اكدت واكد واكدت"
    " افاد افادت وافاد وافادت اشار واشار اشارت واشارت اوضح واوضح بحسب حسب وفق وفقا وكاله وكالات الانباء انباء بيان"
    " تصريح تصريحات المتحدث باسم اليوم امس غدا الماضي الماضيه المقبل المقبله يوم ايام شهر عام سنه الاثنين الثلاثاء"
    " الاربعاء الخميس الجمعه السبت الاحد صباح مساء وتابع تابع جاء وجاء تم يتم قام وسط عدد نحو اكثر اول احد"
    " اخري اخر منهم حين فيما وكانت مشيرا مضيفا رويترز فرانس برس",
    "fa": "گفت گفته افزود اعلام كرد كرده گزارش خبرگزاري نقل اظهار داشت تاكيد بيان ادامه داد وي سخنگوي سخنگو"
    " امروز ديروز فردا روز روزهاي ماه سال هفته شنبه يكشنبه دوشنبه سه چهارشنبه پنجشنبه جمعه گذشته اينده جاري درباره"
    " مورد زمينه همچنين بنا براساس اساس انجام شد شده ميشود شدند كردند كرده‌اند خواهد خواهند دارد",
}
COMMON: Final = frozenset(
    fold_word(word) for words in _OF_THE_TRADE.values() for word in words.split()
) | frozenset(word for rules in RULES.values() for word in rules.common)
"""Folded."""
