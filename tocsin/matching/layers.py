"""An engine that is changed by laying a small one over it, so that one edited watchlist costs only itself.

The large engine below keeps what it has met in texts; what has been edited or taken out is no longer listened to
there. When the layers have become many or large, all is made anew as one.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from tocsin.matching.engine import Engine, Scan
from tocsin.matching.patterns import Pattern, patterns
from tocsin.watchlist.load import LoadedWatchlist

MOST_LAYERS: Final = 4
LARGEST_SHARE: Final = 0.25
"""Of the watchlists in the layer at the bottom, the share that may be laid over or not listened to any more."""

MakeEngine = Callable[[Iterable[Pattern]], Engine]


class Layer(NamedTuple):
    """An engine, the versions of the watchlists in it, and which of those are still listened to there."""

    engine: Engine
    versions: Mapping[str, str]
    heard: frozenset[str]


class Layers:
    """An engine of engines: places of a watchlist come from the one layer that has its version in use."""

    def __init__(self, watchlists: Iterable[LoadedWatchlist], make: MakeEngine) -> None:
        self._make = make
        self.layers: tuple[Layer, ...] = (self._layer(watchlists),)

    def find(self, text: str) -> Scan:
        """See ``Engine``; layer after layer."""
        scans = [layer.engine.find(text) for layer in self.layers]
        if len(self.layers) == 1 and len(self.layers[0].heard) == len(self.layers[0].versions):
            return scans[0]
        found = [
            place
            for layer, scan in zip(self.layers, scans, strict=True)
            for place in scan.found
            if place.pattern.watchlist in layer.heard
        ]
        return Scan(scans[0].words, found)

    def changed(self, watchlists: Iterable[LoadedWatchlist]) -> "Layers":
        """These layers for ``watchlists``: the same where nothing changed, with one more layer, or made anew.

        Shares engines with this one; only one of the two may be asked at a time.
        """
        wanted = {loaded.watchlist.id: loaded for loaded in watchlists}
        kept = [self._still_heard(layer, wanted) for layer in self.layers]
        had = frozenset[str]().union(*(layer.heard for layer in kept))
        new = [loaded for name, loaded in wanted.items() if name not in had]
        if self._worth_laying(kept, new):
            return self._with((*kept, self._layer(new)) if new else tuple(kept))
        return Layers(wanted.values(), self._make)

    def _still_heard(self, layer: Layer, wanted: Mapping[str, LoadedWatchlist]) -> Layer:
        heard = frozenset(
            name for name in layer.heard if name in wanted and wanted[name].version == layer.versions[name]
        )
        return layer._replace(heard=heard)

    def _worth_laying(self, kept: list[Layer], new: list[LoadedWatchlist]) -> bool:
        below = len(self.layers[0].versions)
        unheard = sum(len(layer.versions) - len(layer.heard) for layer in kept)
        few = len(kept) + bool(new) <= MOST_LAYERS
        return few and len(new) + unheard <= LARGEST_SHARE * below

    def _layer(self, watchlists: Iterable[LoadedWatchlist]) -> Layer:
        held = list(watchlists)
        versions = {loaded.watchlist.id: loaded.version for loaded in held}
        engine = self._make(pattern for loaded in held for pattern in patterns(loaded))
        return Layer(engine, versions, frozenset(versions))

    def _with(self, layers: tuple[Layer, ...]) -> "Layers":
        made = Layers.__new__(Layers)
        made._make, made.layers = self._make, layers
        return made
