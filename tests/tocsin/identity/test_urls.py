"""The many ways to write one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.identity.urls import canonical_url, is_front_page, page_hint


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://news.example/a?utm_source=rss&id=7&utm_medium=feed", "https://news.example/a?id=7"),
        ("https://news.example/a?UTM_Source=rss", "https://news.example/a"),
        ("https://news.example/a?fbclid=x&gclid=y&yclid=z", "https://news.example/a"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("HTTPS://News.Example/a", "https://news.example/a"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("https://news.example/x/../a", "https://news.example/a"),
        ("https://news.example/خبر", "https://news.example/%D8%AE%D8%A8%D8%B1"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/?p=12", "https://news.example/?p=12"),
        ("https://news.example/a?story=utm_source", "https://news.example/a?story=utm_source"),
        ("https://news.example/a?utm%5Fsource=rss", "https://news.example/a"),
        ("https://news.example/a;jsessionid=0F3A.node1?id=7", "https://news.example/a?id=7"),
        ("https://news.example/a;v=2;JSESSIONID=0F3A/b", "https://news.example/a;v=2/b"),
        ("https://news.example/;jsessionid=0F3A", "https://news.example/"),
        ("https://news.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://news.example/a.aspx"),
        ("https://news.example/a?PHPSESSID=9b1&id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?ASPSESSIONIDQQAB=X", "https://news.example/a"),
        ("https://news.example/a?CFID=17&CFTOKEN=4711&id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?sessionId=0f3a", "https://news.example/a"),
        ("https://news.example/a?session_id=1234567890123456", "https://news.example/a"),
        ("https://news.example/sitting?session_id=57", "https://news.example/sitting?session_id=57"),
        ("https://news.example/a?sid=0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a", "https://news.example/a"),
        ("https://news.example/a?sid=4711", "https://news.example/a?sid=4711"),
        (
            "https://news.example/a?sid=ceasefireinidlibholds",
            "https://news.example/a?sid=ceasefireinidlibholds",
        ),
        ("https://news.example/a?s=jsessionid", "https://news.example/a?s=jsessionid"),
    ],
)
def test_one_spelling(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical


@pytest.mark.parametrize(
    "written",
    ["", "news", "ftp://news.example/a", "javascript:alert(1)", "https://", "http://[::1/a", "http://a:b:c/"],
)
def test_what_is_no_page_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  w3lib and urllib word it in their own ways
        canonical_url(written)


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8"), max_size=10)
        | st.sampled_from(
            ["/", ".", "..", ";jsessionid=", "PHPSESSID=", "(S(lit3py55t21z5v55vlm25s55))/", "&", "?"]
        )
        | st.sampled_from(
            [
                "sid=0f3a0f3a0f3a0f3a0f3a0f3a0f",
                "session_id=",
                "utm%5Fsource",
                "%3B",
                "%2F",
                "%28",
                "%26",
                "%3D",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_canonical_is_canonical(tail: str) -> None:
    try:
        once = canonical_url(f"https://news.example/{tail}")
    except ValueError:
        return
    assert canonical_url(once) == once


def test_a_front_page_names_no_article() -> None:
    assert is_front_page("https://news.example/")
    assert not is_front_page("https://news.example/?p=1")
    assert not is_front_page("https://news.example/a")


TOKENS = st.text(alphabet="0123456789abcdefABCDEF", min_size=1, max_size=32)
SESSIONS = st.builds(
    "{}={}".format,
    st.sampled_from("PHPSESSID phpsessid JSESSIONID ASPSESSIONIDQQ CFTOKEN SESSID".split()),
    TOKENS,
)


@given(
    st.lists(st.sampled_from(["a", "b c", "خبر", "%D8%AE", "x;v=1", "."]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["p=1", "q=%C3%A9", "r"]), max_size=3),
    SESSIONS,
    TOKENS,
    st.integers(0, 3),
)
def test_a_session_never_makes_another_page(
    segments: list[str], arguments: list[str], argument: str, token: str, place: int
) -> None:
    plain = f"https://news.example/{'/'.join(segments)}"
    url = f"{plain}?{'&'.join(arguments)}"
    before, after = arguments[:place], arguments[place:]
    for other in (
        f"{plain}?{'&'.join([*before, argument, *after])}",
        f"{plain}x;jsessionid={token}?{'&'.join(arguments)}",
        f"https://news.example/(S({token:0<24.24}))/{'/'.join(segments)}?{'&'.join(arguments)}",
    ):
        page = url if "x;j" not in other else f"{plain}x?{'&'.join(arguments)}"
        assert canonical_url(other) == canonical_url(page)
        assert page_hint(other) == page_hint(page)


SEGMENTS = (
    "a B %41 é %C3%A9 %c3%a9 خبر %D8%AE%D8%A8%D8%B1 a%20b a+b .. . %2F %3F x;y ~ %7E \\ & .well-known "
    "a;jsessionid=0A b;jsessionid=c%2Fd (S(lit3py55t21z5v55vlm25s55))".split()
)
ARGUMENTS = (
    "PHPSESSID=0A session_id=7 session_id sessionid=0a sid=0a%30a0a0a0a0a0a0a0a0a0a0a0a0a "
    "p=1 P=1 p p= %70=1 a+b=c%20d q=%C3%A9 q=é utm_source=x UTM_Medium fbclid=1 p=%3D p==".split()
)
URLS = st.builds(
    "{}://{}{}{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["desk.example", "DESK.example", "пример.example", "desk.example:80"]),
    st.lists(st.sampled_from(SEGMENTS), max_size=3).map(lambda parts: "".join(f"/{part}" for part in parts)),
    st.sampled_from(["?", "/?"]),
    st.lists(st.sampled_from(ARGUMENTS), max_size=3).map("&".join),
    st.sampled_from(["", "#top"]),
)


@given(st.lists(URLS, min_size=2, max_size=20))
def test_urls_of_one_page_have_one_hint(urls: list[str]) -> None:
    hints: dict[str, str] = {}
    for url in urls:
        page = canonical_url(url).partition("://")[2]
        assert hints.setdefault(page, page_hint(url)) == page_hint(url)
        assert page_hint(url) == page_hint(f" {url} ")


def test_a_hint_tells_most_pages_apart() -> None:
    pages = ["https://d.example/?p=1", "https://d.example/?p=2", "https://d.example/a", "https://d.example/b"]
    assert len({page_hint(page) for page in pages}) == 4
    assert page_hint("https://d.example/") == page_hint("https://d.example") == page_hint("") == ""
