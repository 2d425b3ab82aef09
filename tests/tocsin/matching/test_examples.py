from tocsin.matching.examples import Broken, broken_examples
from tocsin.watchlist.model import Example, Examples, Term, Watchlist


def watchlist(match: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Watchlist:
    return Watchlist(
        id="truce",
        title="Truce",
        terms=(Term(id="ceasefire", forms={"ru": ("перемирие",), "en": ("ceasefire",)}),),
        examples=Examples(
            match=tuple(Example(language="ru", text=text) for text in match),
            ignore=tuple(Example(language="ru", text=text) for text in ignore),
        ),
    )


def test_examples_that_come_out_as_written_say_nothing() -> None:
    good = watchlist(match=("Стороны объявили Перемирие.",), ignore=("Примирение невозможно.",))
    assert list(broken_examples(good)) == []


def test_an_example_that_must_fire_and_does_not_is_named() -> None:
    bad = watchlist(match=("Объявлено перемирие.", "Стороны помирились."))
    message = "must fire this watchlist and does not: it holds no form of any term"
    assert list(broken_examples(bad)) == [Broken(("examples", "match", 1), message)]


def test_an_example_that_must_not_fire_and_does_is_named_with_what_fired() -> None:
    bad = watchlist(ignore=("Это не перемирие",))
    message = (
        "must not fire this watchlist and does: 'перемирие' is the ru form 'перемирие' of term ceasefire"
    )
    assert list(broken_examples(bad)) == [Broken(("examples", "ignore", 0), message)]
