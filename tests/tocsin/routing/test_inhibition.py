"""Whether another watchlist speaks for this one."""

from typing import Any

from tests.making import article, match
from tocsin.contract.events import Beside, Match
from tocsin.routing.condition import Condition
from tocsin.routing.inhibition import inhibited_by
from tocsin.routing.rules import Inhibition, Rules

PLAIN = Rules.plain()
LOUD = Condition(watchlists=("idlib",), severity="high")
GENERAL = Condition(watchlists=("syria-general",))


def rules(*pairs: tuple[Condition, Condition]) -> Rules:
    return Rules(
        routes=PLAIN.routes,
        receivers=PLAIN.receivers,
        inhibit=tuple(Inhibition(by=by, mute=mute) for by, mute in pairs),
    )


def general(*beside: Beside, **fields: Any) -> Match:
    return match(watchlist="syria-general", severity="low", beside=beside, **fields)


def test_the_one_is_held_while_the_other_rings_for_the_same_article() -> None:
    one = rules((LOUD, GENERAL))
    assert inhibited_by(one, general(Beside(watchlist="idlib", severity="high"))) == one.inhibit[0]
    assert inhibited_by(one, general(Beside(watchlist="idlib", severity="critical"))) == one.inhibit[0]
    assert inhibited_by(one, general(Beside(watchlist="idlib", severity="medium"))) is None
    assert inhibited_by(one, general(Beside(watchlist="astana", severity="high"))) is None
    assert inhibited_by(one, general()) is None
    assert inhibited_by(one, match(beside=(Beside(watchlist="syria-general", severity="low"),))) is None


def test_what_is_asked_of_the_feed_is_asked_of_both() -> None:
    one = rules((Condition(watchlists=("idlib",), countries=("sy",)), GENERAL))
    beside = Beside(watchlist="idlib", severity="high")
    assert inhibited_by(one, general(beside, article=article(country="sy"))) is not None
    assert inhibited_by(one, general(beside, article=article(country="tr"))) is None


def test_an_exercise_mutes_only_exercises() -> None:
    one = rules((LOUD, GENERAL))
    drill = Beside(watchlist="idlib", severity="high", status="exercise")
    assert inhibited_by(one, general(drill)) is None
    assert inhibited_by(one, general(drill, status="exercise")) is not None
    assert inhibited_by(one, general(Beside(watchlist="idlib", severity="high"), status="test")) is not None


def test_two_that_would_mute_each_other_both_ring() -> None:
    both = Condition(watchlists=("idlib", "syria-general"))
    one = rules((both, both))
    assert inhibited_by(one, general(Beside(watchlist="idlib", severity="high"))) is None
    assert inhibited_by(one, match(beside=(Beside(watchlist="syria-general", severity="low"),))) is None
    with_terms = Condition(watchlists=("idlib", "syria-general"), terms=("idlib",))
    assert (
        inhibited_by(rules((both, with_terms)), general(Beside(watchlist="idlib", severity="high"))) is None
    )


def test_the_first_that_holds_is_told() -> None:
    one = rules((LOUD, Condition(watchlists=("other",))), (LOUD, GENERAL), (LOUD, GENERAL))
    assert inhibited_by(one, general(Beside(watchlist="idlib", severity="high"))) is one.inhibit[1]
