"""Pages that stand in an article's place: what they say tells what they are, in six languages."""

from functools import cache
from typing import Final, Literal

from tocsin.text.sentences import END
from tocsin.text.tokens import fold

Notice = Literal[
    "consent",  # asks to accept cookies, before anything is shown
    "paywall",  # asks to subscribe
    "login",  # asks who is there
    "missing",  # says that the page is not there (a "soft 404")
    "check",  # asks for a browser with scripts, or whether we are human
]

SHORT: Final = 700
"""Code points: what is longer than a notice is one only where it speaks of little else."""
_OF_SHORT: Final = 0.3
"""The share of sentences with such phrases that makes a short text a notice."""
_OF_LONG: Final = 0.5
"""The same of a long one."""
_LEAST: Final = 2
"""Different phrases of one kind, in the text and its title: a report on cookies or passwords may have one."""

# Beginnings of words and phrases: endings vary. None that a report uses without speaking of web sites: Persian for
# "subscribed" is also "joint", Russian for "log in" is also "enter".
_PHRASES: Final[dict[Notice, str]] = {
    "consent": """
        cookie | our partners | your privacy | privacy policy | accept all | reject all | please accept
        your consent | before you continue | privacy settings
        nos partenaires | vos choix | votre vie privée | tout accepter | tout refuser | votre consentement
        vos données personnelles | traceurs | continuer sans accepter | politique de confidentialité
        куки | наши партнёры | принять все | примите условия | ваших персональных данных
        политика конфиденциальности | политикой конфиденциальности | ваше согласие | отклонить все
        çerez | ortaklarımız | kabul edin | tümünü kabul | tümünü reddet | kişisel verileriniz
        gizlilik politika | açık rıza | gizliliğiniz
        ملفات تعريف الارتباط | الكوكيز | كوكيز | شركاؤنا | وشركاؤنا | قبول الكل | رفض الكل | قبول الشروط
        سياسة الخصوصية | بياناتكم الشخصية | بياناتك الشخصية | موافقتكم | موافقتك | خصوصيتك
        کوکی | شرکای ما | همکارانمان | پذیرش همه | رد همه | شرایط را بپذیرید | سیاست حریم خصوصی | حریم خصوصی شما
        داده‌های شخصی شما | رضایت شما""",
    "paywall": """
        subscribe | subscription | already a subscriber | continue reading | keep reading | subscribers only
        unlimited access | free trial | free articles | cancel anytime | cancel any time
        abonnez vous | réservé aux abonnés | réservé à nos abonnés | déjà abonné | abonnement | sans engagement
        pour continuer la lecture | poursuivre la lecture | accès illimité
        подпишитесь | подписк | для подписчиков | уже подписаны | продолжить чтение | чтобы читать дальше
        полный доступ к | чтобы прочитать
        abone ol | abonelere özel | abonelik | okumaya devam | devamını okumak | sınırsız erişim | zaten abone
        اشترك الآن | اشتركوا | للمشتركين | مشترك بالفعل | لمواصلة القراءة | لمتابعة القراءة
        اشتراكك | الاشتراك في الموقع
        ویژه مشترکان | ویژه مشترکین | ادامه مطالعه | ادامه خواندن | خرید اشتراک | اشتراک بخرید | دسترسی نامحدود
        مشترک شوید | مشترک هستید""",
    "login": """
        log in | login | sign in | sign up | create an account | forgot your password | forgot password | password
        your account | your e mail | your email | remember me
        connectez vous | se connecter | identifiez vous | mot de passe | créer un compte | créez un compte
        votre compte | inscrivez vous
        авторизуйтесь | авторизац | парол | зарегистрируйтесь | учётн | войдите в | аккаунт
        giriş yap | oturum aç | üye girişi | üye olun | şifre | parola | hesabınız | kayıt olun
        تسجيل الدخول | سجل الدخول | سجلوا الدخول | كلمة المرور | كلمة السر | إنشاء حساب | أنشئ حسابا | حسابك | بريدك
        وارد شوید | ورود به حساب | ورود به سایت | رمز عبور | گذرواژه | ثبت نام کنید | حساب کاربری""",
    "check": """
        enable javascript | javascript is | javascript to | enable cookies | checking your browser | you are human
        you are not a robot | captcha | security check | access denied | unusual traffic | cloudflare | ray id
        activer javascript | activez javascript | javascript est | vous êtes humain | êtes pas un robot | accès refusé
        vérification de sécurité
        включите javascript | включить javascript | проверка браузера | вы не робот | капч | доступ запрещён
        javascript etkin | javascript i etkin | tarayıcınız | insan olduğunuz | robot olmadığınız | erişim engellendi
        güvenlik kontrol
        تفعيل جافا | تفعيل javascript | التحقق من المتصفح | أنك لست روبوت | لست روبوتا | أنك إنسان | تم رفض الوصول
        متصفحك | التحقق الأمني
        جاوا اسکریپت | جاوااسکریپت | javascript را | مرورگر خود | ربات نیستید | انسان هستید | بررسی امنیتی""",
    "missing": """
        404 not found | error 404 | page not found | not found on this server | requested url | this page
        page you are looking for | page you were looking for | page you requested | the page could not
        page can t be found | page cannot be found | couldn t find that page | couldn t find this page
        our home page | go to the homepage | back to the homepage
        erreur 404 | page introuvable | page que vous cherchez | page que vous recherchez | page demandée
        cette page n | retour à l accueil | page d accueil
        ошибка 404 | страница не найдена | такой страницы | запрашиваемая страница | запрошенная страница
        страница была удалена | страница удалена | вернитесь на главную | на главную страницу
        hata 404 | sayfa bulunamadı | aradığınız sayfa | bu sayfa | ana sayfaya
        خطأ 404 | الصفحة غير موجودة | الصفحة المطلوبة | الصفحة التي تبحث | هذه الصفحة | الصفحة الرئيسية
        خطای 404 | صفحه یافت نشد | صفحه مورد نظر | این صفحه | صفحه اصلی | صفحه نخست""",
}


def notice_in(title: str, text: str) -> Notice | None:
    """What kind of notice a page with that title and text is; ``None``: none that is known."""
    sentences = [f" {fold(sentence)} " for sentence in END.split(text)]
    said = [sentence for sentence in sentences if sentence.strip()]
    return next((kind for kind in _PHRASES if _speaks_of(kind, f" {fold(title)} ", said, len(text))), None)


def _speaks_of(kind: Notice, title: str, sentences: list[str], length: int) -> bool:
    found = [phrase for phrase in _folded(kind) if any(phrase in one for one in (title, *sentences))]
    if len(found) < _LEAST:
        return False
    telling = sum(any(phrase in sentence for phrase in found) for sentence in sentences)
    return telling >= (_OF_SHORT if length <= SHORT else _OF_LONG) * len(sentences)


@cache
def _folded(kind: Notice) -> tuple[str, ...]:
    named = (name for row in _PHRASES[kind].splitlines() for name in row.split("|"))
    return tuple(dict.fromkeys(f" {fold(name)}" for name in named if name.strip()))
