"""Words for what kind of thing happened, in six languages.

Half the reports of a day tell of killed, arrested, elected, met: such words say what an event is like, not which one it
is. So they weigh less than others within a language; and since each has its number, they are the same in all languages.
"""

from functools import cache
from typing import Final

from tocsin.story.stems import stem
from tocsin.text.fold import fold_word

_KINDS: Final = {
    "killed": (
        "kill killed killing dead death deaths die dies died toll bodies body قتل قتيل قتلي مقتل قتلوا "
        "يقتل ضحايا ضحيه وفاه مصرع جثث جثه حصيله كشته كشتن مرگ جان‌باختن جانباخته تلفات قرباني اجساد "
        "погиб погибли погибших погибшие убит убиты убили убийство смерть смерти жертв жертвы тел oldu "
        "oldurdu oldurulen olu olum hayatini kaybetti mort morts tue tues deces victime victimes corps"
    ),
    "wounded": (
        "wounded injured injuries hurt جرح جريح جرحي اصابه اصيب مصاب مصابين زخمي مجروح مصدوم ранен ранены "
        "раненых пострадал пострадавших пострадали ранения yarali yaralandi blesse blesses"
    ),
    "attack": (
        "attack attacks attacked assault raid raids offensive هجوم هجمات اعتداء غاره غارات هاجم مداهمه "
        "عمليه عمليات حمله حملات يورش атака атаки нападение нападения удар операция операции наступление "
        "saldiri saldirisi operasyon attaque attaques assaut"
    ),
    "blast": (
        "blast explosion exploded bomb bombing bombs suicide mine انفجار تفجير انفجرت قنبله انتحاري لغم "
        "الغام عبوه ناسفه متفجرات بمب بمب‌گذاري مين взрыв взрыва взорвал бомба теракт терракт подрыв мина "
        "patlama patladi bomba attentat bombe kamikaze"
    ),
    "strike": (
        "strike strikes airstrike shelling shelled missile missiles rocket drone bombardment قصف غارات "
        "صاروخ صواريخ صاروخي ضربه ضربات طائره مسيره قذيفه مدفعي بمباران موشك موشكي پهپاد حمله‌هوايي "
        "گلوله‌باران обстрел обстрелы ракета ракеты ракетный беспилотник дрон авиаудар бомбардировка fuze "
        "bombardiman hava iha frappe frappes bombardement roquette"
    ),
    "shooting": (
        "shooting shot gunfire fire gunman gunmen armed weapons ammunition clash clashes fighting نار "
        "رصاص مسلح مسلحين مسلحون اشتباك اشتباكات تبادل اسلحه سلاح ذخيره كلاشنكوف تيراندازي درگيري مهمات "
        "стрельба стрелял выстрел вооруженный боевик боевики столкновение столкновения бои оружие "
        "боеприпас silahli catisma ates silah tirs fusillade arme armes combats affrontements"
    ),
    "terror": (
        "terror terrorist terrorists terrorism militant militants extremist ارهابي ارهابيين ارهابيه ارهاب "
        "تنظيم متطرف تروريست تروريستي تروريسم تروريست‌ها террорист террористы террористический терроризм "
        "экстремист terorist teror orgut terroriste terroristes terrorisme"
    ),
    "army": (
        "army military soldier soldiers troops forces force guard officer police security جيش عسكري جندي "
        "جنود قوات قوه شرطه امن امني عناصر عنصر ضابط حرس دفاع ارتش نظامي سرباز نيرو نيروهاي پليس امنيتي "
        "سپاه армия военный военные солдат войска сил силы полиция полицейский безопасности офицер ordu "
        "asker askeri guvenlik polis kuvvet armee militaire soldat soldats troupes securite"
    ),
    "arrested": (
        "arrest arrested detained detention suspect suspects jailed اعتقل اعتقال توقيف ايقاف قبض القبض "
        "مشتبه موقوف احتجاز حجز ضبط بازداشت دستگير مظنون زنداني арест арестован арестовали задержан "
        "задержали задержание подозреваемый tutuklandi gozaltina supheli arrete arrestation arretes "
        "detenu"
    ),
    "court": (
        "court judge trial sentence sentenced verdict charged charge accused prosecutor lawyer jury "
        "guilty prison محكمه قاضي محاكمه حكم الحكم متهم تهمه تهم نيابه قضاء قضائي قضيه سجن محامي دادگاه "
        "اتهام دادستان زندان وكيل суд суда судья приговор обвинение обвинили обвиняемый прокурор дело "
        "тюрьма адвокат mahkeme yargic dava ceza savci hapis tribunal juge proces condamne accuse "
        "procureur avocat"
    ),
    "fire": (
        "fire blaze burned burning flames حريق حرائق النيران اندلاع احتراق آتش آتش‌سوزي سوخت пожар пожара "
        "сгорел сгорели загорелся yangin incendie feu flammes"
    ),
    "quake": (
        "earthquake quake magnitude tremor richter زلزال هزه ارضيه درجات ريختر مقياس زلزله زمين‌لرزه "
        "ريشتر землетрясение магнитуда баллов deprem buyuklugunde seisme tremblement"
    ),
    "flood": (
        "flood floods storm rain weather hurricane snow wind temperature فيضان فيضانات امطار طقس عاصفه "
        "اعصار رياح حراره ثلوج سيل توفان باران هوا برف باد دما наводнение ураган шторм дождь погода снег "
        "ветер градусов температура sel firtina yagmur hava kar inondation tempete pluie meteo neige vent"
    ),
    "crash": (
        "crash crashed accident collision derailed car bus truck train plane aircraft helicopter حادث "
        "تصادم تحطم سقوط سياره حافله شاحنه قطار طائره مروحيه دهس تصادف خودرو اتوبوس كاميون هواپيما بالگرد "
        "авария аварии дтп столкновение крушение автомобиль автобус поезд самолет вертолет водитель kaza "
        "dustu otobus tren ucak helikopter arac voiture avion helicoptere"
    ),
    "migrants": (
        "migrants migrant refugees refugee boat drowned rescued rescue sank sinking مهاجر مهاجرين لاجئ "
        "لاجئين مركب قارب غرق انقاذ انتشال سواحل پناهنده پناهجو قايق نجات آواره мигрант мигранты беженец "
        "беженцы лодка спасли спасение утонул goc gocmen multeci tekne refugie refugies bateau naufrage "
        "secours"
    ),
    "talks": (
        "talks talk negotiations negotiation meeting met meet meets summit dialogue discuss discussed "
        "conference محادثات مفاوضات لقاء التقي يلتقي اجتماع قمه حوار بحث بحثا مباحثات مؤتمر مناقشه جلسه "
        "گفتگو گفتوگو گفت‌وگو گفت مذاكره مذاكرات ديدار نشست اجلاس ملاقات كنفرانس переговоры встреча "
        "встретился саммит диалог обсудили обсудил обсуждение конференция заседание gorusme gorustu "
        "toplanti zirve muzakere negociations rencontre sommet reunion discussions entretien"
    ),
    "call": (
        "phone call telephone telephoned هاتفي هاتفيا مكالمه اتصال هاتفيه تلفني تلفن تماس телефонный "
        "телефону телефонном разговор звонок telefon telefonda telephonique appel"
    ),
    "visit": (
        "visit visits visited visiting arrive arrived trip delegation زياره يزور زار وصل وصول وفد يؤدي "
        "جوله سفر ديدار بازديد وارد هيات визит прибыл прибыла посетил поездка делегация ziyaret geldi "
        "heyet visite voyage"
    ),
    "agree": (
        "agree agreed agreement deal accord sign signed pact treaty اتفاق اتفاقيه اتفقا وقع توقيع صفقه "
        "معاهده تفاهم توافق توافقنامه امضا قرارداد پيمان соглашение договор договорились подписал "
        "подписали сделка anlasma anlastilar imza imzaladi accords signe traite"
    ),
    "truce": (
        "ceasefire truce peace cease هدنه وقف سلام تهدئه آتش‌بس آتشبس صلح перемирие прекращение огня мир "
        "ateskes baris cessez-le-feu treve paix"
    ),
    "vote": (
        "vote votes voting election elections elected ballot poll polls candidate campaign results round "
        "seats انتخابات انتخاب انتخابي تصويت صوت اصوات ناخب مرشح ترشح نتائج جوله حمله اقتراع مقاعد راي "
        "نامزد نتايج كانديدا دور كرسي выборы выборов голосование голосов избран кандидат результаты тур "
        "избиратель secim oy aday sonuc scrutin candidat resultats tour"
    ),
    "government": (
        "government minister ministry president presidential prime leader official officials cabinet "
        "parliament deputy lawmakers senate party state foreign interior affairs office administration "
        "حكومه وزير وزاره رئيس رئاسه رئاسي زعيم مسؤول مسؤولين برلمان نائب نواب مجلس حزب دوله خارجيه "
        "داخليه ديوان اداره الجمهوريه جمهوريه دولت وزارت رئيس‌جمهور رئيسجمهور جمهور جمهوري رهبر مقام "
        "مسئول نماينده خارجه كشور امور دفتر رياست правительство министр министерство президент президента "
        "премьер лидер официальный парламент депутат партия государство глава администрация мид "
        "государственный hukumet bakan bakani bakanligi cumhurbaskani baskan basbakan lider meclis parti "
        "milletvekili devlet gouvernement ministre ministere presidence premier chef responsable "
        "parlement depute etat"
    ),
    "appointed": (
        "appointed appoint named resign resigned resignation sacked fired dismissed تعيين عين استقاله "
        "استقال اقاله اقال منصوب استعفا بركنار انتصاب назначен назначил отставка уволен уволил ушел "
        "atandi istifa gorevden nomme demission limoge"
    ),
    "protest": (
        "protest protests protesters demonstration rally march sit-in strike unrest riot احتجاج احتجاجات "
        "متظاهرين مظاهره مظاهرات مسيره اعتصام اضراب اعتراض اعتراضات تظاهرات راهپيمايي اعتصاب تجمع معترض "
        "протест протесты митинг демонстрация акция забастовка марш protesto gosteri eylem yuruyus grev "
        "manifestation manifestants protestation greve marche"
    ),
    "condemn": (
        "condemn condemned condemns denounce criticise criticized slam warn warned warns warning reject "
        "rejected deny denied denies ادان ادانت تدين ادانه استنكر استنكار انتقد انتقاد حذر تحذير رفض ترفض "
        "نفي ينفي تنفي محكوم هشدار رد تكذيب осудил осудили критика раскритиковал предупредил отверг "
        "опроверг kinadi elestirdi uyardi reddetti yalanladi condamne denonce critique averti rejette "
        "dement"
    ),
    "support": (
        "support supported back backs help aid urge urged call calls called demand demanded continue دعم "
        "يدعم تدعم مساعده مساعدات دعا يدعو تدعو دعوه طالب يطالب تطالب مواصله استمرار حمايت كمك خواستار "
        "خواست درخواست ادامه تاكيد поддержал поддержка поддержки помощь призвал призвали потребовал "
        "продолжить destek yardim cagri istedi soutien soutient aide appelle appel demande"
    ),
    "sanctions": (
        "sanctions sanction embargo tariff tariffs ban banned trade عقوبات حظر رسوم تجاره منع مقاطعه قطع "
        "تحريم تحريم‌ها تعرفه ممنوعيت تجارت санкции санкций запрет пошлины торговля yaptirim yasak "
        "ticaret interdiction commerce"
    ),
    "money": (
        "million millions billion percent dollar dollars euro price prices market bank budget oil economy "
        "economic company shares مليون ملايين مليار بالمائه دولار يورو سعر اسعار سوق بنك ميزانيه نفط "
        "اقتصاد اقتصادي شركه ميليون ميليارد درصد دلار قيمت بازار بانك بودجه نفت شركت млн млрд миллион "
        "миллионов миллиард процентов долларов рублей рубль цена цены рынок банк бюджет нефть экономика "
        "компания milyon milyar yuzde dolar fiyat piyasa banka petrol ekonomi sirket milliard pourcent "
        "euros prix marche banque petrole economie entreprise"
    ),
    "disease": (
        "virus coronavirus covid disease patients patient hospital doctor doctors infected cases vaccine "
        "health medical فيروس كورونا مرض مرضي مستشفي طبيب اطباء حاله حالات لقاح صحه طبي ويروس كرونا "
        "بيماري بيمار بيمارستان پزشك مبتلا واكسن بهداشت вирус коронавирус болезнь пациент больница врач "
        "врачи заразились заражен заражены вакцина здоровье медицинский koronavirus hastalik hasta "
        "hastane doktor asi saglik maladie hopital medecin vaccin sante"
    ),
    "sport": (
        "match matches game games win wins won beat team player players coach league final goal goals cup "
        "champion season tournament مباراه فوز فاز فريق لاعب مدرب دوري نهائي هدف كاس بطوله موسم منتخب "
        "بازي برد تيم بازيكن مربي ليگ فينال گل جام قهرمان فصل матч победа победил обыграл команда игрок "
        "тренер лига финал гол кубок чемпион сезон сборная mac galibiyet takim oyuncu lig gol kupa "
        "sampiyon sezon victoire bat equipe joueur entraineur ligue finale but coupe saison"
    ),
    "plan": (
        "plan plans decision decided decide decree law bill measure measures project order خطه قرار قرر "
        "تقرر يقرر قانون اجراء اجراءات مشروع مرسوم طرح تصميم تصميم‌گيري لايحه اقدام اقدامات پروژه план "
        "планы решение решил закон указ мера меры проект karar kararı yasa onlem proje loi mesure mesures "
        "projet decret"
    ),
    "situation": (
        "situation crisis conflict war region area city province village town country border north south "
        "east west capital people civilians residents citizens children women men man woman child وضع "
        "اوضاع ازمه نزاع حرب منطقه مدينه محافظه قريه بلد بلاد حدود شمال جنوب شرق غرب عاصمه شعب مدنيين "
        "سكان مواطن مواطنين طفل اطفال نساء رجل امراه شخص اشخاص وضعيت بحران جنگ شهر استان روستا كشور مرز "
        "پايتخت مردم غيرنظامي غيرنظاميان شهروند كودك كودكان زن زنان مرد نفر ситуация положение кризис "
        "конфликт война войны регион район город города область село страна границы граница север юг "
        "восток запад столица люди человек мирных жители житель граждан дети детей женщина мужчина durum "
        "kriz savas bolge sehir il koy ulke sinir kuzey guney dogu bati baskent halk sivil cocuk kadin "
        "adam crise conflit guerre ville pays frontiere nord sud est ouest capitale population civils "
        "habitants enfants femme homme"
    ),
}


@cache
def kinds() -> dict[str, int]:
    """The number of its kind, from 1, by folded stem."""
    found: dict[str, int] = {}
    for number, words in enumerate(_KINDS.values(), start=1):
        for word in words.split():
            found.setdefault(stem(fold_word(word)), number)
    return found
