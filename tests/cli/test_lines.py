"""Lines of a file, however long."""

import io

from hypothesis import given
from hypothesis import strategies as st

from cli.lines import Line, lines


def test_lines_are_numbered_and_blank_ones_passed_over() -> None:
    found = list(lines(io.BytesIO(b"a\n\n \t\nb\r\nc")))
    assert found == [Line(1, b"a\n", 2), Line(4, b"b\r\n", 3), Line(5, b"c", 1)]


def test_a_line_too_long_is_passed_over_and_the_next_one_read() -> None:
    found = list(lines(io.BytesIO(b"x" * 1000 + b"\nab\n" + b"y" * 50), longest=9))
    assert found == [Line(1, None, 1001), Line(2, b"ab\n", 3), Line(3, None, 50)]


@given(st.binary(max_size=60), st.integers(1, 20))
def test_a_line_is_told_as_long_exactly_where_it_is(data: bytes, longest: int) -> None:
    whole = [(number, text) for number, text in enumerate(io.BytesIO(data), 1) if text.strip()]
    found = {line.number: line for line in lines(io.BytesIO(data), longest)}
    for number, text in whole:
        assert found[number].size == len(text)
        if len(text.rstrip(b"\n")) <= longest:
            assert found[number].text == text
        else:
            assert found[number].text is None
