"""Which engine to use: the compiled one where numba is installed and there is enough to read."""

from importlib.util import find_spec

from tocsin.matching.engine import Engine, PlainEngine
from tocsin.matching.index import Index


def engine_for(index: Index, *, many: bool) -> Engine:
    """An engine on ``index``. With ``many`` texts to come, a compiled one: it takes a second or two to make ready."""
    if many and find_spec("numba") is not None:
        from tocsin.matching.fast import FastEngine

        return FastEngine(index)
    return PlainEngine(index)
