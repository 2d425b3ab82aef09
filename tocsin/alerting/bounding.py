"""What is too much: articles that a story has too many of, stories that a watchlist has too many of."""

from typing import Final

from msgspec.structs import replace

from tocsin.alerting.digests import gather_end
from tocsin.alerting.turn import Turn

_MOST_AT_ONCE: Final = 100


def bound(turn: Turn) -> None:
    """Keep less of the articles that are crowded out, and end the stories that have been quiet longest."""
    for article in list(turn.shelf.crowded)[:_MOST_AT_ONCE]:
        _keep_less(turn, article)
    excess = len(turn.shelf.lasts) - turn.ways.rules.stories.most_stories
    if excess > 0:
        for name in turn.shelf.lasts.lowest(min(excess, _MOST_AT_ONCE)):
            story = turn.story(name)
            if story is not None and story.last < turn.at:  # or it was reported on in this very turn
                gather_end(turn, name, story)
                turn.end_story(name)


def _keep_less(turn: Turn, article: str) -> None:
    kept = turn.kept(article)
    if kept is None or turn.shelf.book.filed(article) is not None:
        turn.shelf.crowded.pop(article, None)  # it came again since
    elif kept.filed is not None and turn.story(kept.story) is not None:
        turn.put_kept(article, replace(kept, filed=None))
    else:
        turn.put_kept(article, None)
