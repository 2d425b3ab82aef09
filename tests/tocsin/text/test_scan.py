"""The compiled reader reads the same words as the plain one."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tocsin.text.test_tokens import mixed
from tocsin.text.characters import FORMATS, MARKS, VOWELS, ranges
from tocsin.text.markup import without_markup
from tocsin.text.scan import UNKNOWN, Array, character_tables, compiled, keep, look_up, read_words
from tocsin.text.tokens import BREAK, GLUED, LIGHT, tokens

TABLES = character_tables()
awkward = st.lists(
    st.sampled_from(
        [
            "d'",
            "İdlib’de",
            ". ",
            "U.S. ",
            "и\u0306",
            "ﷺ",
            "漢字",
            "กิ",
            "&eacute;",
            "<b>",
            "\u200c",
            "\n",
            "'",
            "ـ",
        ]
    )
    | mixed,
    max_size=12,
).map("".join)


def read(text: str) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Places with flags, and hashes."""
    codes = np.frombuffer(without_markup(text).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = (np.int32, np.int32, np.int32, np.uint8, np.uint64)
    out: tuple[Array, ...] = tuple(np.zeros(len(codes) + 1, kind) for kind in kinds)
    kept = (np.zeros(8, np.uint64), np.zeros(8, np.int32))
    count, unknown = read_words(codes, TABLES, kept, out)
    assert unknown == count
    places = zip(*(column[:count].tolist() for column in out[1:4]), strict=True)
    return [(start, end, flags) for start, end, flags in places], out[4][:count].tolist()


@given(awkward.filter(lambda text: not text or ord(max(text)) < 0x20000))
@example("\ud800 a \x00b")
@example("д'и\u0306 И\u0306")
def test_both_readers_agree(text: str) -> None:
    plain = tokens(text)
    places, hashes = read(text)
    assert places == [(token.start, token.end, token.flags) for token in plain]
    folded = [token.folded for token in plain]
    assert [hashes.index(one) for one in hashes] == [folded.index(one) for one in folded]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("İdlib'de", [0, GLUED | LIGHT]),
        ("d’Astana", [LIGHT, GLUED | LIGHT]),
        ("one. two", [0, BREAK]),
        ("U.S. troops", [0, 0, 0]),
        ("one.two", [0, 0]),
        ("آتش؟ بس", [0, BREAK]),
        ("one\ntwo", [0, BREAK]),
        ("one - 'two'", [0, 0]),
        ("rock'n'roll", [0, GLUED | LIGHT, GLUED | LIGHT]),
    ],
)
def test_flags_say_what_parts_two_words(text: str, flags: list[int]) -> None:
    assert [token.flags for token in tokens(text)] == flags


def test_a_reference_is_read_as_its_character_where_it_stands() -> None:
    text = "les d&eacute;plac&#233;s de <b>Hama</b>&nbsp;nord"
    found = {token.folded: text[token.start : token.end] for token in tokens(text)}
    assert found == {
        "les": "les",
        "deplaces": "d&eacute;plac&#233;s",
        "de": "de",
        "hama": "Hama",
        "nord": "nord",
    }


def test_what_is_nothing_inside_a_word_is_no_letter() -> None:
    assert not [chr(code) for code in ranges(FORMATS + MARKS + VOWELS) if chr(code).isalnum()]


def test_the_table_keeps_what_it_is_given() -> None:
    keys, ids = np.zeros(16, np.uint64), np.zeros(16, np.int32)
    values = np.arange(1, 12, dtype=np.uint64)
    keep(keys, ids, values * np.uint64(16), values.astype(np.int32))  # all fall on one slot
    assert [look_up(keys, ids, np.uint64(value * 16)) for value in range(1, 13)] == [*range(1, 12), UNKNOWN]


def test_what_cannot_be_kept_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def njit(*given: object, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("no locator available")
        return given[0]

    monkeypatch.setattr("numba.njit", njit)
    assert compiled(len) is len
