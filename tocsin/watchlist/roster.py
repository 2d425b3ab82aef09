"""Which watchlists are in use, each in its last good version."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import msgspec

from tocsin.config.issues import Issue
from tocsin.watchlist.load import LoadedWatchlist, read_watchlists
from tocsin.watchlist.outcome import ReloadOutcome
from tocsin.watchlist.settling import Settled

Prove = Callable[[LoadedWatchlist, str], Iterable[Issue]]
"""What is wrong with a sound watchlist, whose file's text is given: the examples of its own that come out wrong."""


class Roster(msgspec.Struct, frozen=True):
    """The watchlists in use by their ids, in order, and every fault of the files."""

    in_use: Mapping[str, LoadedWatchlist] = {}
    faults: tuple[Issue, ...] = ()

    @property
    def watchlists(self) -> tuple[LoadedWatchlist, ...]:
        return tuple(self.in_use.values())

    @property
    def versions(self) -> Mapping[str, str]:
        """The version in use of each watchlist, by its id."""
        return {name: loaded.version for name, loaded in self.in_use.items()}

    @property
    def outcome(self) -> ReloadOutcome:
        """What came of reading the folder."""
        return "faulty" if self.faults else "good"

    def kept_for(self, path: str) -> tuple[LoadedWatchlist, ...]:
        """What is in use from the file or folder ``path``: where that is at fault, the last good versions."""
        within = path.rstrip("/") + "/"
        return tuple(one for one in self.in_use.values() if one.path == path or one.path.startswith(within))


def renewed(roster: Roster, settled: Settled, receivers: Collection[str], prove: Prove) -> Roster:
    """The roster after the folder has changed. Never raises, unless ``prove`` does.

    A watchlist keeps its last good version while its file is at fault or away, unless another file now holds a good
    one of that id. One whose file is gone, or soundly holds another id, is in use no longer.
    """
    sound, issues = read_watchlists(settled.texts, receivers)
    refusals = {loaded.path: tuple(_refusal(loaded, roster, settled, prove)) for loaded in sound}
    faults = {*settled.unread, *issues, *(issue for refusal in refusals.values() for issue in refusal)}
    doubtful = {fault.path for fault in faults} | settled.away
    kept = {name: loaded for name, loaded in roster.in_use.items() if loaded.path in doubtful}
    good = {loaded.watchlist.id: loaded for loaded in sound if not refusals[loaded.path]}
    return Roster(dict(sorted({**kept, **good}.items())), tuple(sorted(faults)))


def _refusal(loaded: LoadedWatchlist, roster: Roster, settled: Settled, prove: Prove) -> Iterator[Issue]:
    # A version that is in use has been proved: it says the same, examples included.
    before = roster.in_use.get(loaded.watchlist.id)
    if before is None or before.version != loaded.version:
        yield from prove(loaded, settled.texts[loaded.path])
