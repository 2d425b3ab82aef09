"""A few hundred bytes of an article: all that later comparisons need of it."""

from functools import cache
from importlib.util import find_spec

from tocsin.contract.events import Article
from tocsin.matching.zones import boilerplate
from tocsin.story.prints import Sketch, Sketcher

__all__ = ["Sketch", "own_text", "sketch_of", "sketcher"]


def sketch_of(article: Article) -> Sketch:
    """The sketch of the article's own words, links and menus left out. Never raises."""
    return sketcher()(own_text(article), len(article.title))


def own_text(article: Article) -> str:
    """Title, then the body without links and menus."""
    pieces, at = [article.title], 0
    for start, end in boilerplate(article):
        pieces.append(article.body[at:start])
        at = end
    pieces.append(article.body[at:])
    return "\n".join(pieces)


@cache
def sketcher() -> Sketcher:
    """The compiled one where numba is installed, else the plain one; their sketches are equal."""
    if find_spec("numba") is None:
        from tocsin.story.plain import sketch_plainly

        return sketch_plainly
    from tocsin.story.fast import FastSketcher

    return FastSketcher()
