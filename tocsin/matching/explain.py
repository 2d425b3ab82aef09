"""Every step from a text to whether a watchlist fires: told, not decided."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from tocsin.config.types import duration_text
from tocsin.contract.events import Article
from tocsin.matching.counting import Dropped, Page, page_of
from tocsin.matching.engine import Engine
from tocsin.matching.evidence import evidence
from tocsin.matching.explanation import (
    Explained,
    ExplainedFilter,
    ExplainedTerm,
    Ignored,
    Meaning,
    Node,
    Outcome,
    ReadWord,
)
from tocsin.matching.filters import filtered
from tocsin.matching.hits import TermHit
from tocsin.matching.judge import Judgement
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.matching.nearmiss import Text, near_miss, texts
from tocsin.matching.patterns import Pattern, patterns
from tocsin.matching.verdicts import Verdict
from tocsin.matching.vocabulary import RULES
from tocsin.matching.zones import boilerplate
from tocsin.text.languages import Rule
from tocsin.text.lexicon import Lexicon
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.model import Filters, Term

MOST_TRIED: Final = 400
"""Forms of one term that are tried for what came closest."""


def explain(loaded: LoadedWatchlist, lexicon: Lexicon, article: Article, now: datetime) -> Explained:
    """What ``loaded`` makes of ``article`` at the time ``now``, with every step."""
    matcher = WatchlistMatcher([loaded], lexicon)
    watchlist = loaded.watchlist
    judgement = matcher.judgement(watchlist.id, article, now)
    page = page_of(article, boilerplate(article))
    engine = matcher.engine.layers[0].engine
    read = texts({"title": article.title, "body": article.body})
    forms = list(patterns(loaded))
    return Explained(
        watchlist=watchlist.id,
        title=watchlist.title,
        version=loaded.version,
        status=watchlist.status,
        severity=watchlist.severity,
        language=article.language,
        outcome=_outcome(judgement),
        downgraded=judgement.downgraded if judgement.hits else None,
        count=sum(len(text.words) for text in read),
        words=tuple(_words(read, engine)),
        boilerplate=page.boilerplate,
        terms=tuple(_term(term, judgement, page, forms, read, engine) for term in watchlist.terms),
        filters=tuple(_filters(watchlist.filters, article, now)),
        condition=_node(judgement.verdict),
        own=None if judgement.own is judgement.verdict else _node(judgement.own),
        date_source=article.date_source,
        notes=article.notes,
    )


def _outcome(judgement: Judgement) -> Outcome:
    if judgement.filtered is not None:
        return "filtered"
    return "fires" if judgement.hits else "silent"


def _words(read: Sequence[Text], engine: Engine) -> Iterator[ReadWord]:
    """Each different word once, in the order of the text."""
    words: dict[str, ReadWord] = {}
    for text in read:
        for token in text.words:
            before = words.get(token.folded)
            if before is None:
                surface = text.text[token.start : token.end]
                meanings = tuple(_meanings(token.folded, engine))
                words[token.folded] = ReadWord(
                    text.field, token.start, token.end, surface, token.folded, 1, meanings
                )
            else:
                words[token.folded] = msgspec.structs.replace(before, times=before.times + 1)
    yield from words.values()


def _meanings(written: str, engine: Engine) -> Iterator[Meaning]:
    languages: dict[tuple[str, Rule], list[str]] = {}
    for link in engine.links(written):
        word = engine.index.vocabulary.words[link.word]
        spoken = languages.setdefault((word.folded, RULES[link.rule]), [])
        if word.language not in spoken:
            spoken.append(word.language)
    for (folded, rule), spoken in languages.items():
        yield Meaning(folded, tuple(sorted(spoken)), rule)


def _term(
    term: Term,
    judgement: Judgement,
    page: Page,
    forms: Iterable[Pattern],
    read: Sequence[Text],
    engine: Engine,
) -> ExplainedTerm:
    hits = evidence(page, (hit for hit in judgement.counted.hits if hit.term == term.id))
    dropped = [one for one in judgement.counted.dropped if one.hit.term == term.id]
    # Two forms that fold alike are found at the same places, and ignored there for the same reason.
    ignored = tuple(_ignored(one, page) for one in {_place(one): one for one in dropped}.values())
    closest = None
    if not hits and not ignored:
        own = [form for form in forms if form.term == term.id and not form.context]
        closest = near_miss(own[:MOST_TRIED], read, engine)
    return ExplainedTerm(term.id, term.match, term.weight, term.fields, hits, ignored, closest)


def _place(dropped: Dropped) -> tuple[str, int, int, str]:
    return dropped.hit.field, dropped.hit.start, dropped.hit.end, dropped.reason


def _ignored(dropped: Dropped, page: Page) -> Ignored:
    (found,) = evidence(page, [dropped.hit])
    if dropped.by is None:
        return Ignored(found, dropped.reason)
    text = page.text(dropped.hit.field)[dropped.by.start : dropped.by.end]
    form = "" if isinstance(dropped.by, TermHit) else dropped.by.pattern.form
    return Ignored(found, dropped.reason, form, text)


def _node(verdict: Verdict) -> Node:
    return Node(verdict.node, verdict.true, verdict.says, tuple(_node(part) for part in verdict.parts))


def _filters(filters: Filters, article: Article, now: datetime) -> Iterator[ExplainedFilter]:
    """Each filter that is given, asked by itself."""
    for name, has in _has(article, now).items():
        value = getattr(filters, name)
        if value:
            alone = Filters.model_construct(**{name: value})
            yield ExplainedFilter(name, _allows(name, value), has, filtered(alone, article, now) is None)


def _allows(name: str, value: Any) -> str:
    if isinstance(value, timedelta):
        return f"at most {duration_text(value)}"
    return f"{value} or more" if name == "trust" else ", ".join(value)


def _has(article: Article, now: datetime) -> dict[str, str]:
    """What the article has for each filter, in the order of `Filters`."""
    source = " / ".join(dict.fromkeys(name for name in (article.source, article.feed) if name))
    country, tags = article.country or "no country", ", ".join(article.tags) or "no tags"
    return {
        "sources": source,
        "not_sources": source,
        "languages": article.language,
        "countries": country,
        "not_countries": country,
        "kinds": article.kind or "no kind",
        "trust": article.trust or "no trust",
        "tags": tags,
        "not_tags": tags,
        "max_age": "no date" if article.published is None else _age(now, article.published),
    }


def _age(now: datetime, published: datetime) -> str:
    hours = max(0, round((now - published).total_seconds() / 3600))
    return f"been published {published:%Y-%m-%d %H:%M} UTC, {hours} h before"
