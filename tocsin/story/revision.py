"""What a revision changed, told from the fingerprints of the version before and the text of this one."""

from typing import Final

from tocsin.contract.events import Article, Change
from tocsin.story.likeness import likeness
from tocsin.story.model import LONGEST_TITLE, Filed
from tocsin.story.prints import Sketch
from tocsin.story.rarity import Rarity
from tocsin.story.reading import SENTENCES, Sentence, sentences_of
from tocsin.story.sketch import own_text
from tocsin.story.view import view_of

MOST_ADDED: Final = 5
LONGEST_ADDED: Final = 400
"""Characters of a sentence that are shown."""

ANOTHER: Final = 0.1
"""How alike headlines, beginnings and wording may be of two articles that have only their id in common."""
OTHER_NAMES: Final = 0.25
"""And their names: what a live page is about stays."""
LEAST_TOLD: Final = 5
"""Words that tell something, without which nothing can be said of that."""


def is_another(before: Filed, article: Article, sketch: Sketch) -> bool:
    """Whether ``article``, whose sketch is given, is no version of ``before`` but quite another under its id."""
    if before.title == article.title[:LONGEST_TITLE]:
        return False
    was, now = view_of(before.sketch), view_of(sketch)
    if min(len(was.told), len(now.told)) < LEAST_TOLD:
        return False
    found = likeness(was, now, Rarity())
    return max(found.copied, found.told, found.headline) < ANOTHER and found.names < OTHER_NAMES


def change_between(before: Filed, article: Article, sketch: Sketch) -> Change:
    """What ``article``, whose sketch is given, says that the version ``before`` did not.

    The title before, where it changed; at most five new sentences as written; how many are gone. Spelling, marks and
    sentences of three words do not count. Of a text with more sentences than are remembered, what follows the last
    that is known is taken for known too.
    """
    title_before = "" if before.title == article.title[:LONGEST_TITLE] else before.title
    if sketch.sentences == before.sketch.sentences:
        return Change(article=article.id, title_before=title_before)
    text = own_text(article)
    prints = list(memoryview(before.sketch.sentences).cast("H"))
    now = sentences_of(text)
    known, told = set(prints), {one.print for one in now}
    fresh = [
        one for one in _comparable(now, prints) if one.print not in known and one.start > len(article.title)
    ]
    titles = {one.print for one in sentences_of(title_before)}
    return Change(
        article=article.id,
        title_before=title_before,
        added=tuple(text[one.start : one.end].strip()[:LONGEST_ADDED] for one in fresh[:MOST_ADDED]),
        removed=sum(one not in told for one in prints if one not in titles),
    )


def _comparable(now: list[Sentence], prints: list[int]) -> list[Sentence]:
    """The sentences that would have been remembered of the version before, had it held them."""
    if len(prints) < SENTENCES:
        return now
    known = set(prints)
    last = max((place for place, one in enumerate(now) if one.print in known), default=0)
    return now[: last + 1]
