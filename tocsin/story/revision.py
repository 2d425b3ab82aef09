"""What a revision changed."""

from tocsin.contract.events import Article, Change
from tocsin.story.model import Filed
from tocsin.story.sketch import Sketch


def change_between(before: Filed, article: Article, sketch: Sketch) -> Change:
    """The title before, where it changed; at most five new sentences as written; how many are gone."""
    raise NotImplementedError
