"""What is too much: articles that a story has too many of, stories that a watchlist has too many of, and old ids."""

from typing import Final

from msgspec.structs import replace

from tocsin.alerting.digests import gather_end
from tocsin.alerting.turn import Turn

MOST_OVER: Final = 20_000
"""Of so many stories of a watchlist that are over the id is remembered: some 9 MB of a worker's memory."""
_MOST_AT_ONCE: Final = 100


def bound(turn: Turn) -> None:
    """Keep less of the articles that are crowded out, end the quietest stories, forget what is over for long."""
    for article in list(turn.shelf.crowded)[:_MOST_AT_ONCE]:
        _keep_less(turn, article)
    excess = len(turn.shelf.lasts) - turn.ways.rules.stories.most_stories
    if excess > 0:
        for name in turn.shelf.lasts.lowest(min(excess, _MOST_AT_ONCE)):
            story = turn.story(name)
            # Not what was reported on in this very turn.
            if story is not None and story.newest < turn.desk.reports:
                gather_end(turn, name, story)
                turn.end_story(name)
    excess = len(turn.shelf.over) - MOST_OVER
    for _, name in turn.shelf.over.by(turn.at, _MOST_AT_ONCE):
        turn.forget_over(name)
    for name in turn.shelf.over.lowest(min(max(excess, 0), _MOST_AT_ONCE)):
        turn.forget_over(name)


def _keep_less(turn: Turn, article: str) -> None:
    kept = turn.kept(article)
    if kept is None or turn.shelf.book.filed(article) is not None:
        turn.shelf.crowded.pop(article, None)  # it came again since
    elif kept.filed is not None and turn.story(kept.story) is not None:
        turn.put_kept(article, replace(kept, filed=None))
    else:
        turn.put_kept(article, None)
