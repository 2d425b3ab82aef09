"""Is a watchlist fit for use? Its own examples say."""

from tocsin.config.issues import Issue
from tocsin.config.yaml import read_yaml
from tocsin.matching.examples import broken_examples
from tocsin.watchlist.load import LoadedWatchlist


def unproved(loaded: LoadedWatchlist, text: str) -> tuple[Issue, ...]:
    """The watchlist's examples that come out wrong, each at its place in ``text``, its file's."""
    broken = tuple(broken_examples(loaded.watchlist))
    if not broken:
        return ()
    document = read_yaml(text, loaded.path)
    return tuple(document.issue(one.path, one.message) for one in broken)
