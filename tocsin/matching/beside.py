"""Which other watchlists the same article fired: what an inhibition asks."""

from msgspec.structs import replace

from tocsin.contract.events import Beside, Match


def beside(found: tuple[Match, ...]) -> tuple[Match, ...]:
    """The matches of one article, each with those beside it; a watchlist on trial stands beside none."""
    live = [
        Beside(watchlist=match.watchlist, severity=match.severity, status=match.status)
        for match in found
        if not match.shadow
    ]
    if not live:
        return found
    return tuple(
        replace(match, beside=tuple(one for one in live if one.watchlist != match.watchlist))
        for match in found
    )
