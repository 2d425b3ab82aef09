"""Foreign text stands in our lines and does nothing to them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts import ATTACK
from tocsin.delivery.foreign import FSI, PDI, ascii_url, isolated, neutral

anything = st.text(alphabet=st.characters(), max_size=200)  # surrogates included
DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(anything)
def test_what_is_left_neither_controls_nor_turns_nor_breaks(text: str) -> None:
    safe = neutral(text)
    safe.encode()
    assert not [char for char in safe if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [char for char in safe if unicodedata.bidirectional(char) in DIRECTION]
    assert len(safe.splitlines()) <= 1
    assert len(safe) <= len(text)


@given(anything)
def test_what_is_safe_stays(text: str) -> None:
    assert neutral(neutral(text)) == neutral(text)


@given(anything, anything)
def test_pieces_can_be_made_safe_one_by_one(one: str, two: str) -> None:
    assert neutral(one) + neutral(two) == neutral(one + two)


@pytest.mark.parametrize(
    "text",
    [
        "آتش‌بس در ادلب؛ ۳ گذرگاه (Reuters)",
        "وقفُ إطلاقِ النارِ — 12٪ \u200fن\u200e",
        "İdlib'de ateşkes ğüşöç",
        "прекращение огня в Идлибе, ё и й (и\u0306)",
        "👩\u200d🚒 [bold]x[/bold] <b>&amp;",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


def test_attacks_stay_visible_but_harmless() -> None:
    assert neutral("\x1b[2J\x9b5A\x7f") == "␛[2J\ufffd5A␡"
    assert neutral("abc\u202egpj.exe\u2069\U000e0041") == "abcgpj.exe"
    assert neutral("one\ntwo\u2028three") == "one two three"
    assert neutral("\ud800") == "\ufffd"


@given(anything)
def test_isolation_is_balanced_whatever_comes(text: str) -> None:
    whole = isolated(text)
    assert whole.count(FSI) == whole.count(PDI) == (not text.isascii())
    assert text.isascii() or (whole[0], whole[-1]) == (FSI, PDI)


def test_an_ascii_id_can_be_copied_as_it_is() -> None:
    assert isolated("tocsin-0f3a.1") == "tocsin-0f3a.1"


@given(anything)
def test_a_url_is_visible_ascii(text: str) -> None:
    assert all("!" <= char <= "~" for char in ascii_url(text))


def test_a_url_keeps_its_meaning() -> None:
    assert ascii_url("https://x.example/a%20b?q=إ#c") == "https://x.example/a%20b?q=%D8%A5#c"
    assert "\x1b" not in ascii_url(ATTACK)
