"""Alerts to test with: four languages, and one that means harm. All texts are ours."""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from tocsin.contract.events import (
    Alert,
    Change,
    Clocks,
    Digest,
    Evidence,
    FeedAlert,
    Handling,
    Held,
    Report,
    Tally,
)

NOW: Final = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)


def evidence(
    sentence: str, surface: str, *, term: str, form: str, language: str, offset: int = 0
) -> Evidence:
    """``surface`` found in ``sentence``, which stands at ``offset`` of the body."""
    start = offset + sentence.index(surface)
    return Evidence(
        term=term,
        language=language,
        form=form,
        field="body",
        start=start,
        end=start + len(surface),
        surface=surface,
        rule="folded",
        score=100.0 if form == surface else 92.3,
        sentence=sentence,
        sentence_start=offset,
    )


def alert(number: int = 1, **changes: Any) -> Alert:
    """A valid alert; ``number`` makes its id."""
    values: dict[str, Any] = {
        "id": f"tocsin-{number:032x}",
        "sequence": 1,
        "kind": "initial",
        "status": "actual",
        "severity": "high",
        "reason": "first_report",
        "watchlist": "idlib",
        "watchlist_title": "Idlib",
        "watchlist_version": "1",
        "receivers": ("screen", "file", "hook"),
        "report": report("Calm in Idlib after the truce", "en"),
        "evidence": (
            evidence("Shops in Idlib opened again.", "Idlib", term="idlib", form="Idlib", language="en"),
        ),
        "clocks": Clocks(
            published=NOW.replace(minute=0),
            fetched=NOW.replace(minute=4),
            alerted=NOW.replace(minute=4, second=2),
        ),
    }
    return Alert(**(values | changes))


def feed_alert(number: int = 1, **changes: Any) -> FeedAlert:
    """A valid feed alert; ``number`` makes its id."""
    values: dict[str, Any] = {
        "id": f"tocsin-feed-{number:032x}",
        "kind": "raised",
        "trouble": "silent",
        "severity": "medium",
        "feed": "example",
        "source": "Example Wire",
        "url": "https://news.example/rss",
        "since": NOW.replace(hour=1),
        "at": NOW.replace(minute=4),
        "detail": "no news for 9 hours; the longest silence so far was 2",
        "receivers": ("screen", "file", "hook"),
    }
    return FeedAlert(**(values | changes))


def digest(number: int = 1, **changes: Any) -> Digest:
    """A valid digest of two stories, one of them told of in full; ``number`` makes its id."""
    values: dict[str, Any] = {
        "id": f"tocsin-digest-{number:032x}",
        "watchlist": "idlib",
        "watchlist_title": "Idlib",
        "severity": "high",
        "receivers": ("screen", "file", "hook"),
        "route": "night",
        "since": NOW.replace(hour=1, minute=0),
        "until": NOW.replace(hour=6, minute=0),
        "at": NOW.replace(hour=6, minute=0, second=1),
        "reports": 412,
        "stories": 2,
        "held": (("budget", 12), ("quiet_hours", 400)),
        "entries": (held(1, reports=410, carriers=7), held(2, reports=2)),
    }
    return Digest(**(values | changes))


def held(number: int = 1, **changes: Any) -> Held:
    """A story in a digest; ``number`` makes its id."""
    values: dict[str, Any] = {
        "alert": f"tocsin-{number:032x}",
        "title": f"Truce, day {number}",
        "url": f"https://news.example/a/{number}",
        "source": "Example Wire",
        "language": "en",
        "severity": "medium",
        "reports": 1,
    }
    return Held(**(values | changes))


def life() -> tuple[Alert, Alert, Alert, Alert]:
    """One alert: initial, update, escalation, retraction."""
    first = alert()
    copy = report("Truce holds in Idlib, day one", "en", article="article-2", relation="copy")
    later = report(ARABIC.report.title, "ar", ARABIC.report.source, article="article-3", relation="report")
    update = msgspec.structs.replace(
        first,
        sequence=2,
        kind="update",
        reason="new_reports",
        references=(first.event_id,),
        report=msgspec.structs.replace(later, why=("names in both: إدلب", "12 in both")),
        evidence=ARABIC.evidence,
        reports=(later, msgspec.structs.replace(copy, why=("9 of its 10 sentences are in Example Wire's",))),
        tally=Tally(
            reports=3, origins=2, carriers=3, languages=("ar", "en"), since=2, held=(("quiet_hours", 2),)
        ),
        severity_why="raised one step: two outlets report it",
        route="night",
    )
    escalation = msgspec.structs.replace(
        first,
        sequence=3,
        kind="escalation",
        reason="unacknowledged",
        references=(first.event_id, update.event_id),
        clocks=msgspec.structs.replace(
            first.clocks, alerted=NOW.replace(minute=19, second=3), opened=first.clocks.alerted
        ),
        tally=Tally(reports=3, origins=2, carriers=3, languages=("ar", "en"), since=0),
        handling=Handling(assignee="desk-2", notes=("one", "two", "three", "four")),
    )
    retraction = msgspec.structs.replace(
        first,
        sequence=4,
        kind="retraction",
        reason="withdrawn",
        references=(first.event_id,),
        report=report("Calm in Aleppo after the truce", "en", relation="revision"),
        change=Change(
            article="article-1", title_before=first.report.title, added=("Shops opened.",), removed=2
        ),
        tally=Tally(languages=("en",), since=0),
        handling=Handling(acked_by="officer-7"),
    )
    return first, update, escalation, retraction


def report(title: str, language: str, source: str = "Example Wire", **changes: Any) -> Report:
    values: dict[str, Any] = {
        "article": "article-1",
        "feed": "example",
        "source": source,
        "url": "https://news.example/a/1?page=2",
        "title": title,
        "language": language,
    }
    return Report(**(values | changes))


def _in(language: str, source: str, title: str, sentence: str, surface: str, form: str) -> Alert:
    found = evidence(sentence, surface, term="idlib", form=form, language=language, offset=120)
    return alert(number=sum(map(ord, language)), report=report(title, language, source), evidence=(found,))


ARABIC: Final = _in(
    "ar",
    "وكالة المثال (Example)",
    "هدوء حذر في إدلب: 3 معابر و12 قافلة بحسب UN OCHA",
    "قال شهود إن الطريق إلى M4 فُتح صباح الاثنين، ودخلت 12 شاحنة لإدلب عبر معبر باب الهوى.",
    "لإدلب",
    "إدلب",
)
PERSIAN: Final = _in(
    "fa",
    "خبرگزاری نمونه",
    "آتش‌بس در ادلب؛ ۳ گذرگاه باز شد (به گزارش Reuters در 14:30)",
    "منابع محلی می‌گویند آتش‌بس در استان ادلب از ساعت ۱۸ آغاز شده است.",
    "آتش‌بس",
    "آتش بس",
)
RUSSIAN: Final = _in(
    "ru",
    "Агентство «Пример»",
    "В Идлибе открыты 3 коридора (данные UN)",
    "По словам очевидцев, в Идлибе с утра открыты магазины.",
    "Идлибе",
    "Идлиб",
)
TURKISH: Final = _in(
    "tr",
    "Örnek Ajansı",
    "İdlib'de ateşkes: 3 geçit açıldı",
    "Görgü tanıkları İDLİB'de pazarın yeniden kurulduğunu söyledi.",
    "İDLİB",
    "İdlib",
)
LANGUAGES: Final = (ARABIC, PERSIAN, RUSSIAN, TURKISH)

ATTACK: Final = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b5A\x08\x08\x7f\r\nfake line\u2028"
    "x\u202emoc.live\u2069\u2066\U000e0041\x00 <b>[bold]"
)


def hostile(number: int = 666) -> Alert:
    """Every text a feed controls is an attack on a terminal, or a megabyte long."""
    body = "x" * 1_000_000
    found = evidence(f"{ATTACK} Idlib {body}", "Idlib", term="idlib", form="Idlib", language="en")
    named = report(ATTACK, "en", source=ATTACK)
    return alert(
        number=number,
        report=msgspec.structs.replace(named, url=f"https://x.example/{ATTACK}"),
        evidence=(found,),
    )


texts = st.text(max_size=60) | st.sampled_from(
    [ATTACK, "", "\ud800", ARABIC.report.title, PERSIAN.report.title]
)
