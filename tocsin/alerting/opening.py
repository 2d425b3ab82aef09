"""The story that an article opens: under which id, and whether its message has opened one before.

The first that an article opens has an id that follows from the watchlist and the article alone: whoever loses what was
remembered rings under the same once more, and sinks drop it. Another is numbered.
"""

from typing import Final

import msgspec

from tocsin.alerting.ids import opened_by
from tocsin.alerting.packing import SIGN_BYTES, sign_of
from tocsin.alerting.records import Story
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Article, Match

MOST_MESSAGES: Final = 8


class Own(msgspec.Struct, frozen=True):
    """A story of an article's own: its alert, and the story, ``None`` for one that it is to open.

    ``again``: the very message in hand has come to it. ``before`` is the alert of its last one that is over.
    """

    name: str
    story: Story | None
    again: bool = False
    before: str = ""


def own_story(turn: Turn, match: Match) -> Own:
    """The story that the article of ``match`` opens or has opened: of all that it ever had the first that is not used.

    One that is over is used, and one that was only an exercise where this is none.
    """
    number, before = 0, ""
    while True:
        number += 1
        name = opened_by(turn.watchlist, match.article.id, number)
        story, over = turn.story(name), turn.over(name)
        if over is not None and over.until > turn.at and has_come(over.messages, match.article):
            return Own(name, None, again=True)
        if story is not None and not was_drill(story, match):
            return Own(name, story, again=has_come(story.messages, match.article))
        if story is None and (over is None or over.until <= turn.at):
            return Own(name, None, before=before)
        before = name if over is not None else before


def was_drill(story: Story, match: Match) -> bool:
    """Whether the story is an exercise or a test, and the match none: who acts on it has not heard of it.

    The other way round the article stays where it is: who was told of it hears what becomes of it.
    """
    return match.status == "actual" and story.status != "actual"


def with_message(messages: bytes, article: Article) -> bytes:
    """``messages`` and this version of ``article``, as it was fetched then; the oldest give way."""
    return (messages + _sign(article))[-MOST_MESSAGES * SIGN_BYTES :]


def has_come(messages: bytes, article: Article) -> bool:
    """Whether the message of ``article`` is among ``messages``."""
    sign = _sign(article)
    starts = range(0, len(messages), SIGN_BYTES)
    return any(messages[start : start + SIGN_BYTES] == sign for start in starts)


def _sign(article: Article) -> bytes:
    return sign_of(article.content, f"{article.fetched.timestamp():.6f}")
