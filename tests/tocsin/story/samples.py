"""Reports of invented events in four languages, written for these tests: alike in kind, in place, in who takes part."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from tests.making import NOON, article
from tocsin.contract.events import Article
from tocsin.identity.article import content_digest

EVENTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "macron-call": {
        "en": (
            "Putin and Macron discuss Idlib ceasefire by phone",
            (
                "Russian President Vladimir Putin and his French counterpart Emmanuel Macron spoke by"
                " phone late on Saturday about the escalation in Idlib, the Kremlin said. Macron called"
                " for an immediate ceasefire in the Syrian province and for access of aid convoys, the"
                " Elysee said in a statement."
            ),
            (
                "The two leaders also spoke of the death of 33 Turkish soldiers on Thursday and of the"
                " summit that Moscow prepares for March 5."
            ),
        ),
        "ar": (
            "بوتين وماكرون يبحثان وقف إطلاق النار في إدلب",
            (
                "بحث الرئيس الروسي فلاديمير بوتين مع نظيره الفرنسي إيمانويل ماكرون في اتصال هاتفي مساء"
                " السبت التصعيد في إدلب، بحسب ما أعلن الكرملين. ودعا ماكرون إلى وقف فوري لإطلاق النار في"
                " المحافظة السورية، وفق بيان صادر عن قصر الإليزيه."
            ),
            "وتطرق الرئيسان إلى مقتل 33 جنديا تركيا الخميس وإلى القمة التي تستعد لها موسكو في 5 آذار.",
        ),
        "fa": (
            "رایزنی تلفنی پوتین و ماکرون درباره آتش‌بس ادلب",
            (
                "کرملین اعلام کرد ولادیمیر پوتین رئیس جمهور روسیه و امانوئل ماکرون همتای فرانسوی او شنبه"
                " شب در تماس تلفنی درباره تشدید تنش در ادلب گفت‌وگو کردند. کاخ الیزه گفت ماکرون خواستار"
                " آتش‌بس فوری در این استان سوریه شد."
            ),
            ("دو طرف درباره کشته شدن ۳۳ سرباز ترکیه در روز پنجشنبه و نشست ۵ مارس در مسکو نیز صحبت کردند."),
        ),
        "ru": (
            "Путин и Макрон обсудили по телефону перемирие в Идлибе",
            (
                "Президент России Владимир Путин и президент Франции Эмманюэль Макрон обсудили в субботу"
                " обострение в Идлибе, сообщает Кремль. Макрон призвал немедленно прекратить огонь в"
                " сирийской провинции, говорится в сообщении Елисейского дворца."
            ),
            (
                "Лидеры затронули и гибель 33 турецких военных в четверг, а также саммит, который Москва"
                " готовит на 5 марта."
            ),
        ),
    },
    "erdogan-call": {
        "en": (
            "Erdogan tells Putin Turkey will answer attacks in Idlib",
            (
                "Turkish President Recep Tayyip Erdogan told Vladimir Putin in a phone call on Friday"
                " that Turkey would answer every attack on its observation posts, his office in Ankara"
                " said. He demanded that Russia stand aside in Idlib and leave Turkey alone with the"
                " government in Damascus."
            ),
            (
                "Fahrettin Altun, head of communications, said that all known targets were under fire"
                " from land and air."
            ),
        ),
        "ar": (
            "أردوغان لبوتين: تركيا سترد على كل هجوم في إدلب",
            (
                "أبلغ الرئيس التركي رجب طيب أردوغان نظيره الروسي فلاديمير بوتين خلال اتصال هاتفي الجمعة"
                " أن تركيا سترد على كل هجوم يستهدف نقاط المراقبة، وفق ما أعلنت أنقرة. وطالب أردوغان روسيا"
                " بالتنحي جانبا في إدلب وترك تركيا وجها لوجه مع دمشق."
            ),
            "وقال فخر الدين ألطون رئيس دائرة الاتصال إن كل الأهداف تحت النار برا وجوا.",
        ),
        "fa": (
            "اردوغان به پوتین: ترکیه به هر حمله در ادلب پاسخ می‌دهد",
            (
                "رجب طیب اردوغان رئیس جمهور ترکیه روز جمعه در تماس تلفنی به ولادیمیر پوتین گفت ترکیه به"
                " هر حمله به نقاط دیده‌بانی خود پاسخ می‌دهد. دفتر او در آنکارا گفت اردوغان از روسیه خواست"
                " در ادلب کنار بایستد و ترکیه را با دمشق تنها بگذارد."
            ),
            "فخرالدین آلتون رئیس ارتباطات گفت همه اهداف از زمین و هوا زیر آتش است.",
        ),
        "ru": (
            "Эрдоган заявил Путину, что Турция ответит на удары в Идлибе",
            (
                "Президент Турции Реджеп Тайип Эрдоган заявил Владимиру Путину в телефонном разговоре в"
                " пятницу, что Турция ответит на каждый удар по её наблюдательным постам, сообщили в"
                " Анкаре. Он потребовал, чтобы Россия отошла в сторону в Идлибе и оставила Турцию наедине"
                " с Дамаском."
            ),
            "Фахреттин Алтун сообщил, что все цели находятся под огнём с земли и с воздуха.",
        ),
    },
    "malatya-quake": {
        "en": (
            "Magnitude 5.9 earthquake hits Malatya in eastern Turkey",
            (
                "An earthquake of magnitude 5.9 struck the district of Kale in Malatya province at 10:46"
                " on Wednesday, the agency AFAD said. It was felt in Diyarbakir, Elazig, Erzincan and"
                " Tunceli. Interior Minister Ali Yerlikaya said that 254 people were being treated, none"
                " of them in danger."
            ),
            "Schools in Malatya and Elazig were closed.",
        ),
        "ar": (
            "زلزال بقوة 5.9 درجات يضرب ملاطية شرقي تركيا",
            (
                "ضرب زلزال بقوة 5.9 درجات الأربعاء قضاء كالة في ولاية ملاطية عند الساعة 10:46، وفق إدارة"
                " الكوارث والطوارئ آفاد. وشعر به سكان ديار بكر وإلازيغ وأرزينجان وتونجلي. وقال وزير"
                " الداخلية علي يرلي قايا إن 254 شخصا يتلقون العلاج ولا خطر على حياتهم."
            ),
            "وعلقت الدراسة في ملاطية وإلازيغ.",
        ),
        "fa": (
            "زلزله ۵.۹ ریشتری ملاطیه در شرق ترکیه را لرزاند",
            (
                "زلزله‌ای به بزرگی ۵.۹ چهارشنبه ساعت ۱۰:۴۶ شهرستان کاله در استان ملاطیه را لرزاند. سازمان"
                " آفاد گفت این زلزله در دیاربکر، الازیغ، ارزینجان و تونجلی حس شد. علی یرلی‌کایا وزیر کشور"
                " گفت ۲۵۴ نفر تحت درمان هستند و هیچ یک در خطر نیست."
            ),
            "مدارس ملاطیه و الازیغ تعطیل شد.",
        ),
        "ru": (
            "Землетрясение магнитудой 5,9 произошло в турецкой Малатье",
            (
                "Землетрясение магнитудой 5,9 произошло в среду в 10:46 в районе Кале провинции Малатья,"
                " сообщает AFAD. Толчки ощущались в Диярбакыре, Элязыге, Эрзинджане и Тунджели. Министр"
                " внутренних дел Али Ерликая сообщил, что помощь получают 254 человека, их жизни ничто не"
                " угрожает."
            ),
            "В Малатье и Элязыге закрыты школы.",
        ),
    },
    "van-quake": {
        "en": (
            "Magnitude 4.7 earthquake shakes Van in eastern Turkey",
            (
                "An earthquake of magnitude 4.7 struck the district of Ercis in Van province on Wednesday"
                " night, the agency AFAD said. It was felt in Agri, Bitlis and Mus. Governor Ozan Balci"
                " said that no damage had been reported so far."
            ),
            "Teams were sent to 12 villages on the shore of the lake.",
        ),
        "ar": (
            "زلزال بقوة 4.7 درجات يهز وان شرقي تركيا",
            (
                "ضرب زلزال بقوة 4.7 درجات ليل الأربعاء قضاء أرجيش في ولاية وان، وفق إدارة الكوارث"
                " والطوارئ آفاد. وشعر به سكان آغري وبدليس وموش. وقال الوالي أوزان بالجي إنه لم ترد أنباء"
                " عن أضرار حتى الآن."
            ),
            "وأرسلت فرق إلى 12 قرية على شاطئ البحيرة.",
        ),
        "fa": (
            "زلزله ۴.۷ ریشتری وان در شرق ترکیه را لرزاند",
            (
                "زلزله‌ای به بزرگی ۴.۷ چهارشنبه شب شهرستان ارجیش در استان وان را لرزاند. سازمان آفاد گفت"
                " این زلزله در آغری، بتلیس و موش حس شد. اوزان بالجی استاندار گفت تاکنون خسارتی گزارش نشده"
                " است."
            ),
            "گروه‌هایی به ۱۲ روستای ساحل دریاچه اعزام شدند.",
        ),
        "ru": (
            "Землетрясение магнитудой 4,7 произошло в турецкой провинции Ван",
            (
                "Землетрясение магнитудой 4,7 произошло в ночь на четверг в районе Эрджиш провинции Ван,"
                " сообщает AFAD. Толчки ощущались в Агры, Битлисе и Муше. Губернатор Озан Балджи сообщил,"
                " что о разрушениях данных нет."
            ),
            "Спасатели направлены в 12 деревень на берегу озера.",
        ),
    },
    "vienna-talks": {
        "en": (
            "Grossi meets Araghchi in Vienna over inspections at Fordow",
            (
                "The head of the nuclear agency, Rafael Grossi, met Iranian Foreign Minister Abbas"
                " Araghchi in Vienna on Tuesday. Inspectors will return to Fordow and Natanz within 15"
                " days, both said. Iran holds 440 kilograms of uranium enriched to 60 percent."
            ),
            "Berlin, London and Paris welcomed the step; Washington said it would wait.",
        ),
        "ar": (
            "غروسي يلتقي عراقجي في فيينا بشأن تفتيش فوردو",
            (
                "التقى المدير العام للوكالة الذرية رافائيل غروسي وزير الخارجية الإيراني عباس عراقجي"
                " الثلاثاء في فيينا. وقال الجانبان إن المفتشين سيعودون إلى فوردو ونطنز خلال 15 يوما. وتملك"
                " إيران 440 كيلوغراما من اليورانيوم المخصب بنسبة 60 بالمئة."
            ),
            "ورحبت برلين ولندن وباريس بالخطوة، وقالت واشنطن إنها ستنتظر.",
        ),
        "fa": (
            "دیدار گروسی و عراقچی در وین درباره بازرسی از فردو",
            (
                "رافائل گروسی مدیرکل آژانس اتمی سه‌شنبه در وین با عباس عراقچی وزیر امور خارجه ایران دیدار"
                " کرد. دو طرف گفتند بازرسان ظرف ۱۵ روز به فردو و نطنز بازمی‌گردند. ایران ۴۴۰ کیلوگرم"
                " اورانیوم غنی‌شده ۶۰ درصدی دارد."
            ),
            "برلین، لندن و پاریس از این گام استقبال کردند و واشنگتن گفت منتظر می‌ماند.",
        ),
        "ru": (
            "Гросси и Аракчи обсудили в Вене инспекции в Фордо",
            (
                "Глава МАГАТЭ Рафаэль Гросси встретился во вторник в Вене с министром иностранных дел"
                " Ирана Аббасом Аракчи. Стороны сообщили, что инспекторы вернутся в Фордо и Натанз в"
                " течение 15 дней. У Ирана 440 килограммов урана, обогащённого до 60 процентов."
            ),
            "Берлин, Лондон и Париж приветствовали этот шаг, Вашингтон выжидает.",
        ),
    },
    "ariha-strike": {
        "en": (
            "Drone strike kills four in Ariha south of Idlib",
            (
                "A drone strike killed four people, two of them children, near the market of Ariha south"
                " of Idlib on Monday morning, the White Helmets said. Seven wounded were brought to the"
                " hospital in the city of Idlib. Residents spoke of a second strike on the road to Jisr"
                " al-Shughur."
            ),
            "Nobody claimed responsibility.",
        ),
        "ar": (
            "مقتل أربعة بقصف طائرة مسيرة على أريحا جنوب إدلب",
            (
                "قتل أربعة أشخاص بينهم طفلان صباح الاثنين بقصف طائرة مسيرة قرب سوق أريحا جنوبي إدلب، وفق"
                " الدفاع المدني السوري. ونقل سبعة جرحى إلى مشفى مدينة إدلب. وتحدث سكان عن ضربة ثانية على"
                " طريق جسر الشغور."
            ),
            "ولم تتبن أي جهة المسؤولية.",
        ),
        "fa": (
            "چهار کشته در حمله پهپادی به اریحا در جنوب ادلب",
            (
                "کلاه‌سفیدها گفتند صبح دوشنبه در حمله پهپادی به نزدیکی بازار اریحا در جنوب ادلب چهار نفر"
                " از جمله دو کودک کشته شدند. هفت زخمی به بیمارستان شهر ادلب منتقل شدند. ساکنان از حمله دوم"
                " به جاده جسر الشغور خبر دادند."
            ),
            "کسی مسئولیت را نپذیرفت.",
        ),
        "ru": (
            "Удар беспилотника по Арихе к югу от Идлиба: четверо погибших",
            (
                "Четыре человека, в том числе двое детей, погибли утром в понедельник при ударе"
                " беспилотника у рынка Арихи к югу от Идлиба, сообщили «Белые каски». Семерых раненых"
                " доставили в больницу города Идлиб. Жители сообщают о втором ударе по дороге на"
                " Джиср-эш-Шугур."
            ),
            "Ответственность никто не взял.",
        ),
    },
}
"""Title and paragraphs by event and language."""


def reported(event: str, language: str, after: timedelta = timedelta(0), **fields: Any) -> Article:
    """The report of ``event`` in ``language``, published by an outlet of its own so long after noon."""
    title, *paragraphs = EVENTS[event][language]
    own = {"id": f"{event}-{language}", "language": language, "source": f"Outlet {language}"}
    return written(title, "\n".join(paragraphs), at=NOON + after, **own | fields)


def written(title: str, body: str, *, at: datetime = NOON, **fields: Any) -> Article:
    """An article with these words, published and fetched ``at``."""
    plain = article(title=title, body=body, content=content_digest(title, body), published=at, fetched=at)
    return msgspec.structs.replace(plain, **fields)
