"""The watchlists that ship, as the worker would load them."""

from pathlib import Path

from tocsin.watchlist.load import LoadedWatchlist, read_watchlists

FOLDER = Path(__file__).parents[1] / "watchlists"


def shipped() -> tuple[LoadedWatchlist, ...]:
    """All of them; a fault in one fails the test that asked."""
    files = {str(path): path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}
    watchlists, issues = read_watchlists(files, ())
    assert issues == []
    return watchlists
