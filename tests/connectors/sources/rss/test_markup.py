"""HTML to text, also where it is made to wear a parser out."""

import pytest

from connectors.sources.rss.markup import text_of

SOUP = (
    '<div class="x">One &amp; <b>two</b><br/>three<!-- no <p>comment --> 4 &lt; 5<script>if (a < b) no()</script >'
    "<P>five<p>six</p><ul><li>seven<li>eight</ul><style>p {}</style><img src=x onerror=y><object-x>nine</object-x>"
    "<?php no ?><iframe>no</iframe></div>"
)
READ = "One & two\nthree 4 < 5\nfive\nsix\nseven\neight\nnine"


def test_a_fragment_is_read_as_a_browser_shows_it() -> None:
    assert text_of(SOUP) == READ


@pytest.mark.parametrize("worn", ["<i>" * 5000, "<i " + "x" * 400_000 + ">"])
def test_a_fragment_of_too_many_tags_or_characters_says_the_same(worn: str) -> None:
    assert text_of(worn + SOUP) == READ


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "worn",
    [
        "<div>" * 200_000,
        "".join(f"<b id={number}>" for number in range(20_000)) + "<p>" * 20_000,
        "<a " + " ".join(f"x{number}" for number in range(200_000)) + ">",
        "</p" * 400_000 + ">",
        "< " * 400_000,
        "<script>" * 200_000 + "</script>",
    ],
    ids=["nesting", "formatting", "attributes", "unclosed", "no-tags", "scripts"],
)
def test_no_fragment_takes_for_ever(worn: str) -> None:
    assert text_of(f"{worn}News").endswith("News")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unclosed", ["<!--", "<script>", "<script></scripts", "<!", "<p", "<![CDATA["])
def test_what_is_never_closed_is_read_once(unclosed: str) -> None:
    assert text_of("News<p>" + unclosed * 300_000) == "News"


@pytest.mark.parametrize(
    "fragment", ["&#" + "9" * 5000 + ";", "<p>&#x" + "f" * 5000 + "</p>", "&#" + "0" * 99 + "65;"]
)
def test_a_character_reference_without_end_is_one_character(fragment: str) -> None:
    assert len(text_of(f"a {fragment} b")) <= len("a \n\ufffd\n b")
