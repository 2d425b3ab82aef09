"""Is a watchlist fit for use? Its own examples say."""

from tocsin.config.issues import Issue
from tocsin.config.yaml import read_yaml
from tocsin.matching.examples import Broken, broken_examples
from tocsin.text.lexicon import NO_LEXICON, Lexicon
from tocsin.watchlist.load import LoadedWatchlist


def unproved(loaded: LoadedWatchlist, text: str, lexicon: Lexicon = NO_LEXICON) -> tuple[Issue, ...]:
    """The watchlist's examples that come out wrong, each at its place in ``text``, its file's. Never raises."""
    try:
        broken = tuple(broken_examples(loaded.watchlist, lexicon))
    except Exception as fault:  # noqa: BLE001  one watchlist that we fail on must not take the others with it
        broken = (Broken((), f"Tocsin itself fails on this watchlist; please report it: {fault!r}"),)
    if not broken:
        return ()
    document = read_yaml(text, loaded.path)
    return tuple(document.issue(one.path, one.message) for one in broken)
